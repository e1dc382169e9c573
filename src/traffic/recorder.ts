import type { ConnectionInfo, Counters, Direction, EventKind, EventOwner, SocketAddress, Transport } from './event.ts';

/**
 * The journal as endpoints see it: append only. Appending never waits, never throws for want of room, and copies the
 * bytes before it returns, so the caller may reuse its buffer.
 */
export interface Recorder {
  /**
   * Enters an endpoint; ids start at 1 and are never used again. `protocol`: what it speaks, by the name of the dissector, where
   * that is known: then its bytes are shown so even where they are wrong.
   */
  addEndpoint(name: string, protocol?: string): number;
  /** Enters a connection (or datagram peer) into the directory. Does not append an event. */
  addConnection(endpoint: number, transport: Transport, local: SocketAddress, peer: SocketAddress): ConnectionInfo;
  /** The connection is over: once its events are forgotten, so may its directory entry be. */
  closeConnection(connection: number): void;

  /** Appends an event with its payload and returns its sequence number. */
  append(kind: EventKind, direction: Direction, owner: EventOwner, bytes?: Uint8Array): number;
  /**
   * Appends an event whose payload is a part of an earlier event's (an echo going out, a frame within a chunk): the
   * bytes are not copied again. To be called in the call in which the earlier one was recorded: it has its time, so the
   * clock is not asked again. Falls back on copying `bytes` where the earlier payload is no longer in memory.
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
