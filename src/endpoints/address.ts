import { bracketed, hostPort, isIPv6, unbracketed } from '../protocol/hostPort.ts';
import { parseIpv4 } from '../protocol/ip.ts';

/** The platform's URL parser (of Node and of every browser), for the ASCII form of names. */
const { URL } = globalThis as unknown as { URL: new (url: string) => { readonly hostname: string } };

function isIPv4(text: string): boolean {
  return parseIpv4(text) !== undefined;
}

/** 4 or 6; undefined if the text is not an address. */
export function familyOf(text: string): 4 | 6 | undefined {
  return isIPv4(text) ? 4 : isIPv6(text) ? 6 : undefined;
}

/** Whether the address can be reached only from this machine. */
export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.split('.')[0] === '127';
  return host === '::1' || host === 'localhost' || host === '::ffff:127.0.0.1';
}

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/**
 * An address without its brackets, or the ASCII form of a name that can be looked up (RFC 1123 labels, and underscores
 * as services use them); undefined for any other text.
 */
export function plainHost(text: string): string | undefined {
  const bare = unbracketed(text);
  if (bare !== text) return isIPv6(bare) ? bare : undefined;
  if (familyOf(text) !== undefined) return text;
  const ascii = asciiName(text);
  if (ascii === undefined || ascii.length > 253) return undefined;
  const labels = ascii.replace(/\.$/, '').split('.');
  // A last label of digits is a mistyped address: 127.0.0.256, 10.1.
  return labels.every((part) => label.test(part)) && !/^\d+$/.test(labels.at(-1)!) ? ascii : undefined;
}

function asciiName(text: string): string | undefined {
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  // Other ASCII characters could end the name in a URL.
  if (!/^[a-z0-9_.\u0080-\u{10ffff}-]*$/iu.test(text)) return undefined;
  try {
    return new URL(`ws://${text}`).hostname;
  } catch {
    return undefined;
  }
}

/** `host:port`, `[::1]:port`, `:port` (127.0.0.1). The caller decides whether a name is valid. */
export function splitAddress(text: string): { host: string; port: number } | undefined {
  const { host = '', port = '' } = hostPort(text.trim()) ?? {};
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return undefined;
  return { host: host || '127.0.0.1', port: Number(port) };
}

/** The input for an address: `9000`, `:0`, `127.0.0.1:9000`, `[::1]:9000`, `example.test:80`. */
export type ParsedAddress =
  | { readonly ok: true; readonly host: string; readonly port: number; readonly hostGiven: boolean }
  | { readonly ok: false; readonly message: string };

interface AddressRules {
  /** The host if only a port was typed. */
  readonly defaultHost: string;
  /** 0 if any free port will do, 1 if a specific port is required. */
  readonly lowestPort: 0 | 1;
}

const wrong = (message: string): ParsedAddress => ({ ok: false, message });

export function parseAddress(text: string, rules: AddressRules): ParsedAddress {
  const typed = text.trim();
  if (typed === '') return wrong('Type a port, or an address and a port such as 127.0.0.1:9000.');
  if (/^\d+$/.test(typed)) return withPort(rules.defaultHost, typed, rules, false);
  const inBrackets = /^\[([^\]]*)\](?::(.*))?$/.exec(typed);
  if (inBrackets) return fromIPv6(inBrackets[1]!, inBrackets[2], rules);
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

/** Undefined if the host can be valid: only a look-up can decide about a name. */
function hostProblem(host: string): string | undefined {
  if (familyOf(host) !== undefined) return undefined;
  if (/^[\d.]+$/.test(host)) return `"${host}" is not an IPv4 address: four numbers from 0 to 255.`;
  // RFC 1035 section 2.3.4: 253 characters of text, 63 a label. The resolver converts non-ASCII names.
  if (host.length > 253 || host.split('.').some((label) => label.length > 63)) return 'That name is too long.';
  if (!/^[\p{L}\p{N}_]([\p{L}\p{N}\p{M}._-]*)$/u.test(host)) return `"${host}" is not a host name.`;
  return undefined;
}

/** The text that can be typed again: `127.0.0.1:9000`, `[::1]:9000`. */
export function addressText(host: string, port: number): string {
  return `${bracketed(host)}:${port}`;
}
