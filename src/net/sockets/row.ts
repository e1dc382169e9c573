import { formatIpv6, parseIpv4, parseIpv6 } from '../../protocol/ip.ts';
import type { SocketAddress } from '../../traffic/event.ts';

/** RFC 9293, section 3.3.2, for TCP; for UDP whether a socket has one peer or takes datagrams from everybody. */
export type SocketState =
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECEIVED'
  | 'ESTABLISHED'
  | 'FIN_WAIT_1'
  | 'FIN_WAIT_2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSED'
  | 'BOUND'
  | 'CONNECTED'
  /** The system says it in a language that is not known here. */
  | 'UNKNOWN';

export type SocketTransport = 'tcp' | 'udp';

/** A program that has a socket. */
export interface SocketProgram {
  readonly name: string;
  readonly pid: number;
}

/** A TCP or UDP socket of this machine, as its system tells. */
export interface SocketRow {
  readonly transport: SocketTransport;
  readonly local: SocketAddress;
  /** Absent: it listens, or takes datagrams from everybody. */
  readonly peer?: SocketAddress;
  readonly state: SocketState;
  readonly pid?: number;
  readonly program?: string;
  /** Bytes that came and were not read yet. */
  readonly receiveQueue?: number;
  /** Bytes that the other side has not confirmed yet. */
  readonly sendQueue?: number;
}

/** Both ends of a TCP connection. */
export interface Ends {
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
}

/** The socket of the peer. */
export function isOtherEnd(row: SocketRow, { local, peer }: Ends): boolean {
  return row.peer !== undefined && isSame(row.local, peer) && isSame(row.peer, local);
}

function isSame(a: SocketAddress, b: SocketAddress): boolean {
  return a.port === b.port && a.host === plainAddress(b.host);
}

/** Listens (TCP), or takes datagrams from everybody (UDP): the row of a server. */
export function isServer({ state }: SocketRow): boolean {
  return state === 'LISTEN' || state === 'BOUND';
}

export const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** An address as it is compared: IPv6 as in RFC 5952, one that stands for IPv4 (::ffff:0:0/96) as IPv4, no zone. */
export function plainAddress(host: string): string {
  const bare = host.replace(/%.*$/, '');
  const bytes = parseIpv6(bare);
  if (bytes === undefined) return bare;
  const text = formatIpv6(bytes);
  return text.startsWith('::ffff:') && parseIpv4(text.slice(7)) ? text.slice(7) : text;
}

/**
 * Whether a socket that is bound to one address has the port of the other. `::` has that of IPv4 too: systems do not tell
 * whether it is for IPv6 alone.
 */
export function hasAddress(bound: string, asked: string): boolean {
  if (bound === asked || bound === '::' || asked === '::') return true;
  const sameFamily = bound.includes(':') === asked.includes(':');
  return sameFamily && (wildcards.has(bound) || wildcards.has(asked));
}

/** `localhost` is every address of this machine that its system may take it for. */
export function askedAddresses(host: string): readonly string[] {
  return host.toLowerCase() === 'localhost' ? ['127.0.0.1', '::1'] : [plainAddress(host)];
}
