import type { Transport } from '../protocol/transport.ts';

/**
 * The content of the journal. An event is one thing that happened, and is immutable. Events live in columns (see
 * journal.ts); these are the names of the columns' values and the shape of one row.
 */

/** The order is the value kept in the kind column: append only. */
export const eventKinds = ['opened', 'data', 'frame', 'half-closed', 'closed', 'error', 'note'] as const;
/**
 * - `opened`: an endpoint listens (connection 0), a connection opened, or a datagram peer was seen for the first time.
 * - `data`: one chunk as it was read or written, or one datagram; never merged, never split.
 * - `frame`: one frame as the endpoint's framing found it; its bytes may span several data events.
 * - `half-closed`: the peer ended its direction (in), or we ended ours (out).
 * - `closed`: the connection, or the endpoint (connection 0), is gone. For a stream, the payload is the UTF-8 text of
 *   its ending (endings.ts).
 * - `error`: something failed; the payload is the UTF-8 JSON of an ErrorData.
 * - `note`: information for a person that is not traffic (a behaviour was reloaded); the payload is UTF-8 text.
 */
export type EventKind = (typeof eventKinds)[number];

/** Whether the payload is bytes of the wire. The payload of any other kind is a text of Wirebench. */
export function isTraffic(kind: EventKind): boolean {
  return kind === 'data' || kind === 'frame';
}

export const directions = ['none', 'in', 'out'] as const;
/** Seen from Wirebench: `in` came from the peer, `out` went to it. */
export type Direction = (typeof directions)[number];

export type { Transport };

/**
 * A numeric address and a port. Hosts are written as the system prints them, without brackets; a zone stays as it is.
 */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:80`, `[::1]:80`. */
export function formatAddress(address: SocketAddress): string {
  return `${bracketed(address.host)}:${address.port}`;
}

/** A host as it is written before a colon, in an address or a URL: `127.0.0.1`, `[::1]`. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * A connection of the journal's directory: a TCP or TLS stream, or a datagram peer of a UDP endpoint. Ids start at 1
 * and are never reused; 0 in an event means "the endpoint itself".
 */
export interface ConnectionInfo {
  readonly id: number;
  readonly endpoint: number;
  readonly transport: Transport;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
}

/** Whose event it is: a connection, or, with the id 0, the endpoint itself. A ConnectionInfo is one. */
export type EventOwner = Pick<ConnectionInfo, 'endpoint' | 'id'>;

/** Exact since the endpoint or connection began. Forgetting and clearing never reduce them. */
export interface Counters {
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Data events: chunks of a stream, datagrams of UDP. */
  readonly chunksIn: number;
  readonly chunksOut: number;
  readonly framesIn: number;
  readonly framesOut: number;
  readonly errors: number;
}

/** The extent of the journal. `first` to `next` (exclusive) are the sequence numbers that are still held. */
export interface JournalState {
  readonly first: number;
  readonly next: number;
  /** Everything ever recorded, exact. */
  readonly events: number;
  readonly bytes: number;
  /** Events forgotten because memory and disk were full, exact. Events removed by `clear` are not counted here. */
  readonly forgottenEvents: number;
  readonly forgottenBytes: number;
  /** The number of endpoints ever entered. */
  readonly endpoints: number;
  /** Payload bytes held now, in memory and on disk. */
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

/** One event read out of the journal. Time is milliseconds since the Unix epoch, with a fraction (microseconds). */
export interface EventRow {
  readonly seq: number;
  readonly time: number;
  readonly kind: EventKind;
  readonly direction: Direction;
  readonly endpoint: number;
  readonly connection: number;
  /** Payload length in bytes. */
  readonly length: number;
}
