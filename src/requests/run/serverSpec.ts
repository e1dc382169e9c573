import { decode } from '../../protocol/text/decode.ts';
import { needsOfEndpoint } from '../../net/trust.ts';
import type { ServeItem } from '../model.ts';
import { behaviourSpec, bodyOption, type OptionSpec } from '../words.ts';
import { splitAddress } from '../../endpoints/address.ts';
import { contentOf } from './files.ts';
import { withoutEscapes } from './messageBytes.ts';
import { plainOption, unescaped, unescapedText, type Option, type Options } from './options.ts';
import { FileError } from './requestError.ts';
import type { Turn } from './turn.ts';

/** By the scheme of a SERVE line: what listens, and what speaks over it. */
const schemes: Readonly<Record<string, { readonly transport: string; readonly application?: string }>> = {
  tcp: { transport: 'tcp' },
  udp: { transport: 'udp' },
  tls: { transport: 'tls' },
  http: { transport: 'tcp', application: 'http' },
  https: { transport: 'tls', application: 'http' },
  dns: { transport: 'udp', application: 'dns' },
};

/** Bytes at most of a body that is a file. */
const mostBytes = 16 * 1024 * 1024;

/** The spec of a SERVE request, for `resolveSpec` to check. Throws FileError. */
export async function serverSpec(item: ServeItem, turn: Turn): Promise<Record<string, unknown>> {
  const url = await turn.fill(item.url);
  const { scheme, host, port } = listenAt(url, item);
  const kind = schemes[scheme];
  if (kind === undefined) {
    const message = `There is no ${scheme} server; there are ${Object.keys(schemes).join(', ')}.`;
    throw new FileError({ code: 'bad-value', message }, item.url);
  }
  const named = turn.options.text('behaviour') ?? turn.options.text('behavior');
  const behaviour = named ?? (kind.application === 'http' ? 'bin' : undefined);
  const listens = { role: 'server', ...kind, host, port };
  // Before its files are looked for.
  const answers = behaviour === undefined ? {} : { behaviour: { name: behaviour } };
  turn.refuse(needsOfEndpoint({ ...listens, ...answers }), item);
  return {
    ...listens,
    ...(turn.region.name === undefined ? {} : { name: turn.region.name.value }),
    ...endpointOptions(turn),
    ...(kind.application === 'dns' ? zoneOf(item, turn) : await behaviourOf(behaviour, item, turn)),
  };
}

function listenAt(url: string, item: ServeItem): { scheme: string; host: string; port: number } {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/([^/]*)\/?$/i.exec(url.trim()) ?? [];
  const address = splitAddress(rest);
  if (address !== undefined) return { scheme: scheme.toLowerCase(), ...address };
  const message = `"${url}" does not say where to listen: write tcp://127.0.0.1:9000, with port 0 for any free one.`;
  throw new FileError({ code: 'bad-address', message }, item.url);
}

/** The path in an option. */
type FileOf = (name: string) => string;

/** How an option of the endpoint itself is read. Those that are not here belong to the behaviour. */
const endpointTable: Readonly<Record<string, (options: Options, name: string, file: FileOf) => object>> = {
  encoding: (options, name) => ({ encoding: options.text(name) }),
  framing: (options, name) => ({ framing: options.framing(name) }),
  receivebuffer: (options, name) => ({ receiveBuffer: options.number(name) }),
  maxconnections: (options, name) => ({ maxConnections: options.number(name) }),
  backlog: (options, name) => ({ backlog: options.number(name) }),
  idletimeout: (options, name) => ({ idleTimeout: options.duration(name) }),
  halfopen: (options, name) => ({ halfOpen: options.flag(name) }),
  reuse: (options, name) => ({ reuse: options.flag(name) }),
  allowedhosts: (options, name) => ({ allowedHosts: listOf(options.text(name)!) }),
  broadcast: (options, name) => ({ broadcast: options.flag(name) }),
  multicast: (options, name) => ({ multicast: options.list(name).map(group) }),
};

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function group(option: Option): { group: string; interface?: string } {
  const [address = '', on] = option.text.split(/\s+/);
  return on === undefined ? { group: address } : { group: address, interface: on };
}

const tlsTable: typeof endpointTable = {
  cert: (_options, name, file) => ({ certFile: file(name) }),
  key: (_options, name, file) => ({ keyFile: file(name) }),
  passphrase: (options, name) => ({ passphrase: options.text(name) }),
  alpn: (options, name) => ({ alpn: listOf(options.text(name)!) }),
  requestclientcert: (options, name) => ({ requestClientCert: options.flag(name) }),
};

function endpointOptions(turn: Turn): object {
  const { options } = turn;
  const file = (name: string): string => fileIn(options.get(name)!, turn);
  const read = (table: typeof endpointTable): object =>
    Object.assign(
      {},
      ...options.all
        .filter(({ name }) => Object.hasOwn(table, name))
        .map(({ name }) => table[name]!(options, name, file)),
    ) as object;
  const tls = read(tlsTable);
  return { ...read(endpointTable), ...(Object.keys(tls).length === 0 ? {} : { tls }) };
}

function fileIn({ text, field }: Option, turn: Turn): string {
  return turn.path(text, field);
}

/** What a name server answers from: the options of the behaviour `zone` (net/dns/zoneBehaviour.ts). */
function zoneOf(item: ServeItem, turn: Turn): object {
  const { options } = turn;
  const zones = options.list('zone').map((option) => fileIn(option, turn));
  if (zones.length === 0) {
    const message = 'A name server needs a zone file to answer from: write zone: wirebench.test.zone.';
    throw new FileError({ code: 'missing-option', message }, item.url);
  }
  const faults = options.list('fault').map(({ text }) => text);
  const origin = options.text('origin');
  const transfer = options.text('transfer');
  const includes = turn.path(options.text('includes') ?? '.', item);
  return {
    behaviour: {
      name: 'zone',
      options: {
        // A line each: a path may have a comma in it.
        zone: zones.map((zone) => `${zone}\n`).join(''),
        includes,
        ...(faults.length === 0 ? {} : { fault: faults.join('\n') }),
        ...(origin === undefined ? {} : { origin }),
        ...(transfer === undefined ? {} : { transfer }),
      },
    },
  };
}

async function behaviourOf(name: string | undefined, item: ServeItem, turn: Turn): Promise<object> {
  const rest = turn.options.all.filter(
    (option) =>
      !Object.hasOwn(endpointTable, option.name) && !Object.hasOwn(tlsTable, option.name) && !isBehaviour(option),
  );
  if (name === undefined) {
    const [extra] = rest;
    if (extra === undefined) return {};
    const message = `There is no option "${extra.field.name.value}" of a server without a behaviour.`;
    throw new FileError({ code: 'unknown-option', message }, extra.field.name);
  }
  const known = behaviourSpec(name)?.options ?? [];
  const options: Record<string, string | number | boolean> = {};
  for (const option of rest) {
    const spec = known.find((one) => plainOption(one.name) === option.name);
    if (spec === undefined) {
      const message = `The behaviour ${name} has no option "${option.field.name.value}".${
        known.length === 0 ? '' : ` It has ${known.map((one) => one.name).join(', ')}.`
      }`;
      throw new FileError({ code: 'unknown-option', message }, option.field.name);
    }
    options[spec.name] = value(option, spec, name, turn);
  }
  if (name === 'static') options['root'] ??= turn.path('.', item);
  const body = await bodyText(item, turn, bodyReading[name]);
  if (body !== undefined) options[bodyOption[name] ?? 'body'] = body;
  return { behaviour: { name, ...(Object.keys(options).length === 0 ? {} : { options }) } };
}

function isBehaviour({ name }: Option): boolean {
  return name === 'behaviour' || name === 'behavior';
}

function value(option: Option, spec: OptionSpec, behaviour: string, turn: Turn): string | number | boolean {
  switch (spec.kind) {
    case 'number':
    case 'integer':
      return turn.options.number(option.name)!;
    case 'boolean':
      return turn.options.flag(option.name)!;
    case 'duration':
      return turn.options.duration(option.name)!;
    case 'path':
      return fileIn(option, turn);
    default:
      // A reply on one line: its line end has to be an escape. Rules have escapes of their own.
      return behaviour === 'fixed' ? unescaped(option) : option.text;
  }
}

/** `raw`: its placeholders are the behaviour's own, filled for each request. `escapes`: as what TCP and UDP send is read. */
const bodyReading: Readonly<Record<string, 'raw' | 'escapes'>> = { mock: 'raw', fixed: 'escapes' };

async function bodyText(item: ServeItem, turn: Turn, reading?: 'raw' | 'escapes'): Promise<string | undefined> {
  if (item.body.length === 0) return undefined;
  let text = '';
  for (const part of item.body) {
    if (part.kind === 'file')
      text += decode(await contentOf(part.path, turn, mostBytes), part.encoding?.value ?? 'utf-8', 'replace');
    else if (reading === 'raw') text += part.template.text;
    else if (reading === 'escapes')
      text += unescapedText(await turn.fill(part.template, { inserted: withoutEscapes }), part);
    else text += await turn.fill(part.template);
  }
  return text;
}
