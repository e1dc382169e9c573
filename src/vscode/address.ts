import { isIPv4, isIPv6 } from 'node:net';
import { formatAddress } from '../traffic/event.ts';

/** What a person types where an address is asked for: `9000`, `:0`, `127.0.0.1:9000`, `[::1]:9000`, `example.test:80`. */
export type ParsedAddress =
  | { readonly ok: true; readonly host: string; readonly port: number; readonly hostGiven: boolean }
  | { readonly ok: false; readonly message: string };

export interface AddressRules {
  /** Used where only a port was typed. */
  readonly defaultHost: string;
  /** 0 where any free port will do, 1 where a real one is needed. */
  readonly lowestPort: 0 | 1;
}

const wrong = (message: string): ParsedAddress => ({ ok: false, message });

export function parseAddress(text: string, rules: AddressRules): ParsedAddress {
  const typed = text.trim();
  if (typed === '') return wrong('Type a port, or an address and a port such as 127.0.0.1:9000.');
  if (/^\d+$/.test(typed)) return withPort(rules.defaultHost, typed, rules, false);
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(typed);
  if (bracketed) return fromIPv6(bracketed[1]!, bracketed[2], rules);
  const colons = typed.split(':').length - 1;
  if (colons > 1) return wrong(`An IPv6 address goes in brackets: [${isIPv6(typed) ? typed : '::1'}]:9000.`);
  if (colons === 0) return wrong(`Add a port: ${typed}:9000.`);
  const [host, port] = typed.split(':') as [string, string];
  if (host === '') return withPort(rules.defaultHost, port, rules, false);
  const problem = hostProblem(host);
  return problem === undefined ? withPort(host, port, rules, true) : wrong(problem);
}

function fromIPv6(host: string, port: string | undefined, rules: AddressRules): ParsedAddress {
  if (!isIPv6(host)) return wrong(`"${host}" is not an IPv6 address.`);
  if (port === undefined || port === '') return wrong(`Add a port: [${host}]:9000.`);
  return withPort(host, port, rules, true);
}

function withPort(host: string, text: string, rules: AddressRules, hostGiven: boolean): ParsedAddress {
  if (!/^\d{1,6}$/.test(text)) return wrong(`"${text}" is not a port: a number from ${rules.lowestPort} to 65535.`);
  const port = Number(text);
  if (port > 65_535) return wrong(`Port ${port} is too large: ports go up to 65535.`);
  if (port < rules.lowestPort) return wrong('Port 0 means any free port, which only a server can ask for.');
  return { ok: true, host, port, hostGiven };
}

/** Undefined where the host could be right: only a look-up can tell about a name. */
export function hostProblem(host: string): string | undefined {
  if (isIPv4(host) || isIPv6(host)) return undefined;
  if (/^[\d.]+$/.test(host)) return `"${host}" is not an IPv4 address: four numbers from 0 to 255.`;
  // RFC 1035 section 2.3.4: 253 characters of text, 63 a label. Non-ASCII names are the resolver's to convert.
  if (host.length > 253 || host.split('.').some((label) => label.length > 63)) return 'That name is too long.';
  if (!/^[\p{L}\p{N}_]([\p{L}\p{N}\p{M}._-]*)$/u.test(host)) return `"${host}" is not a host name.`;
  return undefined;
}

/** As it is typed again: `127.0.0.1:9000`, `[::1]:9000`. */
export function addressText(host: string, port: number): string {
  return formatAddress({ host, port });
}
