import { CounterTable, noCounters, type EventCode } from './counters.ts';
import type { ConnectionInfo, Counters, SocketAddress, Transport } from './event.ts';

interface Entry {
  readonly info: ConnectionInfo;
  readonly slot: number;
}

/**
 * The owners of the events: endpoints by name and connections with their addresses, both with exact counters. The entry
 * of a connection is removed once the connection is closed and the journal has forgotten its last event.
 */
export class Directory {
  readonly #endpoints: string[] = [''];
  readonly #protocols = new Map<number, string>();
  readonly #endpointCounters = new CounterTable();

  readonly #connections = new Map<number, Entry>();
  readonly #connectionCounters = new CounterTable();
  /**
   * By slot: the connection's newest event (-1: none), and the journal's payload bytes up to and including that event.
   */
  #lastSeq = new Float64Array(64);
  #lastBytes = new Float64Array(64);
  #slots = 0;
  readonly #freeSlots: number[] = [];
  #nextConnection = 1;

  /** Closed connections in the order they closed, from `#closedHead`. */
  #closed: number[] = [];
  #closedHead = 0;

  /** The connection of the latest event. Most events belong to the same connection as the event before. */
  #recentId = 0;
  #recentSlot = -1;

  /** Connections in the directory now. */
  get size(): number {
    return this.#connections.size;
  }

  addEndpoint(name: string, protocol?: string): number {
    const id = this.#endpoints.push(name) - 1;
    this.#endpointCounters.reset(id);
    if (protocol !== undefined) this.#protocols.set(id, protocol);
    return id;
  }

  /** The known protocol of an endpoint. */
  endpointProtocol(id: number): string | undefined {
    return this.#protocols.get(id);
  }

  endpointName(id: number): string {
    return this.#endpoints[id] ?? '';
  }

  /** Endpoint ids run from 1 to this. */
  get endpointCount(): number {
    return this.#endpoints.length - 1;
  }

  addConnection(endpoint: number, transport: Transport, local: SocketAddress, peer: SocketAddress): ConnectionInfo {
    const info: ConnectionInfo = { id: this.#nextConnection++, endpoint, transport, local, peer };
    const slot = this.#freeSlots.pop() ?? this.#slots++;
    if (slot >= this.#lastSeq.length) this.#growSlots();
    this.#lastSeq[slot] = -1;
    this.#lastBytes[slot] = 0;
    this.#connectionCounters.reset(slot);
    this.#connections.set(info.id, { info, slot });
    return info;
  }

  connection(id: number): ConnectionInfo | undefined {
    return this.#connections.get(id)?.info;
  }

  closeConnection(id: number): void {
    if (this.#connections.has(id)) this.#closed.push(id);
  }

  /** Counts one event. `bytes`: the journal's payload bytes up to and including it. */
  count(code: EventCode, endpoint: number, connection: number, length: number, seq: number, bytes: number): void {
    this.#endpointCounters.add(endpoint, code, length);
    if (connection === 0) return;
    if (connection !== this.#recentId) {
      this.#recentId = connection;
      this.#recentSlot = this.#connections.get(connection)?.slot ?? -1;
    }
    const slot = this.#recentSlot;
    if (slot < 0) return;
    this.#connectionCounters.add(slot, code, length);
    this.#lastSeq[slot] = seq;
    this.#lastBytes[slot] = bytes;
  }

  endpointCounters(id: number): Counters {
    return id > 0 && id < this.#endpoints.length ? this.#endpointCounters.read(id) : noCounters;
  }

  /** All bytes ever received and sent by all endpoints, in data events only. Visits each endpoint. */
  get dataBytes(): number {
    return this.#endpointCounters.dataBytes(this.#endpoints.length);
  }

  /** Zeros for a connection that is no longer in the directory. */
  connectionCounters(id: number): Counters {
    const entry = this.#connections.get(id);
    return entry ? this.#connectionCounters.read(entry.slot) : noCounters;
  }

  /** Drops closed connections whose last event is older than `first`. Amortised: one step for each that closed. */
  prune(first: number): void {
    while (this.#closedHead < this.#closed.length) {
      const id = this.#closed[this.#closedHead]!;
      const entry = this.#connections.get(id);
      if (entry) {
        if (this.#lastSeq[entry.slot]! >= first) break;
        this.#connections.delete(id);
        this.#freeSlots.push(entry.slot);
        if (id === this.#recentId) this.#recentId = 0;
      }
      this.#closedHead++;
    }
    if (this.#closedHead > 1024 && this.#closedHead * 2 > this.#closed.length) {
      this.#closed = this.#closed.slice(this.#closedHead);
      this.#closedHead = 0;
    }
  }

  /** The last event of the connection that closed first. It must be forgotten for the directory to shrink. */
  oldestClosed(): { readonly lastSeq: number; readonly lastBytes: number } | undefined {
    const entry = this.#connections.get(this.#closed[this.#closedHead] ?? 0);
    return entry && { lastSeq: this.#lastSeq[entry.slot]!, lastBytes: this.#lastBytes[entry.slot]! };
  }

  #growSlots(): void {
    const grow = (old: Float64Array<ArrayBuffer>) => {
      const grown = new Float64Array(old.length * 2);
      grown.set(old);
      return grown;
    };
    this.#lastSeq = grow(this.#lastSeq);
    this.#lastBytes = grow(this.#lastBytes);
  }
}
