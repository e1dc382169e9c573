import { parseIpv6 } from './ip.ts';

/** A host and a port as text: read and written here, for the brackets that an IPv6 address has beside a port. */
interface HostPort {
  /** Without brackets. Empty: only a port was written. */
  readonly host: string;
  /** As it was written after the colon; undefined without a colon. */
  readonly port: string | undefined;
  readonly isBracketed: boolean;
}

/**
 * The parts of `host`, `host:port`, `[::1]`, `[::1]:port` and `:port`; undefined for any other text, an IPv6 address without
 * brackets too. Of a name and a port the shape alone is read; what is in brackets is an IPv6 address.
 */
export function hostPort(text: string): HostPort | undefined {
  const [, inside, outside, port] = /^(?:\[([^[\]]*)\]|([^\s:/?#@[\]]*))(?::([^\s:]*))?$/.exec(text) ?? [];
  if (inside !== undefined) return isIPv6(inside) ? { host: inside, port, isBracketed: true } : undefined;
  return outside === undefined ? undefined : { host: outside, port, isBracketed: false };
}

/** RFC 4291, section 2.2, with a zone or without: `fe80::1%eth0`. */
export function isIPv6(text: string): boolean {
  return parseIpv6(text.replace(/%[0-9a-zA-Z.:-]+$/, '')) !== undefined;
}

/** As it is written before a port: `[::1]`. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** What is within the brackets, if there are any. */
export function unbracketed(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
}
