import type { ConnectionInfo, Counters, Direction, EventKind, EventOwner, SocketAddress, Transport } from './event.ts';

/**
 * The journal as endpoints see it: append only. Appending never waits, never throws for lack of space, and copies the
 * bytes before it returns, so the caller may reuse its buffer.
 */
export interface Recorder {
  /**
   * Enters an endpoint. Ids start at 1 and are never reused. `protocol`: the name of the dissector, if the protocol is
   * known. Then all bytes are shown by it, even wrong ones.
   */
  addEndpoint(name: string, protocol?: string): number;
  /** Enters a connection (or datagram peer) into the directory. Does not append an event. */
  addConnection(endpoint: number, transport: Transport, local: SocketAddress, peer: SocketAddress): ConnectionInfo;
  /** The connection is over. Its directory entry may be removed once its events are forgotten. */
  closeConnection(connection: number): void;

  /** Appends an event with its payload and returns its sequence number. */
  append(kind: EventKind, direction: Direction, owner: EventOwner, bytes?: Uint8Array): number;
  /**
   * Appends an event whose payload is a part of an earlier event's (an echo going out, a frame within a chunk), without
   * copying the bytes again. Must be called in the same call in which the earlier event was recorded: it reuses that
   * event's time and does not ask the clock. Copies `bytes` if the earlier payload is no longer in memory.
   */
  appendShared(
    kind: EventKind,
    direction: Direction,
    owner: EventOwner,
    of: number,
    start: number,
    bytes: Uint8Array,
  ): number;

  endpointCounters(endpoint: number): Counters;
  connectionCounters(connection: number): Counters;
}
