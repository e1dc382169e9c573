import { familyOf, plainHost, splitAddress } from '../endpoints/address.ts';
import { given, type Read, type TextKind } from '../endpoints/value.ts';

/** The entries of the options `names` and `ports`, which put a program on a stage. */

/** `www.example.org = 127.0.0.1` */
export interface StagedName {
  /** In lower case, without a dot at its end. */
  readonly name: string;
  readonly address: string;
}

/** `443 = 127.0.0.1:8443`; `auto` for a server that gets a free port. */
export interface StagedPort {
  readonly port: number;
  readonly to: 'auto' | { readonly host: string; readonly port: number };
}

/** Entries of one line. */
const mostEntries = 1000;

function readName(name: string, address: string): StagedName | string {
  const plain = plainHost(name);
  if (plain === undefined || familyOf(plain) !== undefined) return `"${name}" is not the name of a host`;
  const to = address.toLowerCase() === 'localhost' ? '127.0.0.1' : (plainHost(address) ?? '');
  if (familyOf(to) === undefined) return `"${address}" is not an IP address`;
  return { name: plain.toLowerCase().replace(/\.$/, ''), address: to };
}

function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= 65_535 ? port : undefined;
}

function readPort(text: string, where: string): StagedPort | string {
  const port = portOf(text);
  if (port === undefined) return `"${text}" is not a port from 1 to 65535`;
  if (where.toLowerCase() === 'auto') return { port, to: 'auto' };
  const to = splitAddress(where.includes(':') ? where : `:${where}`);
  if (to === undefined || to.port === 0) return `"${where}" is not a port, an address with a port, or auto`;
  const host = to.host.toLowerCase() === 'localhost' ? '127.0.0.1' : to.host;
  if (familyOf(host) === undefined) return `"${to.host}" is not an IP address`;
  return { port, to: { host, port: to.port } };
}

function kind<T>(name: string, form: string, read: (key: string, value: string) => T | string): TextKind<readonly T[]> {
  const wrong = (message: string): Read<readonly T[]> => ({ ok: false, expected: form, message });
  return {
    name,
    say: form,
    read(text) {
      const entries = text.split(',').map((entry) => entry.trim());
      if (entries.length > mostEntries) return wrong(`There are at most ${mostEntries} entries.`);
      const found: T[] = [];
      for (const entry of entries) {
        const [, key, value] = /^([^=\s]+)\s*=\s*(\S+)$/.exec(entry) ?? [];
        const one = key === undefined ? `"${entry}" is not an entry` : read(key, value!);
        if (typeof one === 'string') return wrong(`${one}: write ${form}`);
        found.push(one);
      }
      return given(found);
    },
  };
}

export const stagedNames = kind('names', '`NAME = ADDRESS`, with commas between entries', readName);
export const stagedPorts = kind(
  'ports',
  '`PORT = PORT`, `PORT = ADDRESS:PORT` or `PORT = auto`, with commas between entries',
  readPort,
);
