import type { EventRow } from '../traffic/event.ts';
import type { Journal } from '../traffic/journal.ts';
import type { StreamNotice } from './messages.ts';

/** Bytes that may be sent to a reader before it acknowledges some. */
const windowBytes = 256 * 1024;
/** Adjacent payloads of one direction are joined up to this many bytes, or this many payloads. */
const mostJoined = { bytes: 64 * 1024, payloads: 4096 };

/**
 * The subject of a stream: a connection, or all connections of an endpoint (connection 0). `from`: the first sequence
 * number to include.
 */
export interface StreamOf {
  readonly endpoint: number;
  readonly connection: number;
  readonly from: number;
  /** Each payload is a separate message: notices mark the end of each. */
  readonly datagrams: boolean;
  /** The stream ends with the first connection that ends. */
  readonly endsWithAny: boolean;
}

type Push = (notice: StreamNotice) => void;

/**
 * The live bytes of a connection, or of all connections of an endpoint. They are read from the journal, so nothing is
 * stored twice. Adjacent payloads of one direction go out in one notice, so that a peer that writes single bytes does
 * not cause a notice for each. A slow reader misses the bytes that the journal forgets; it gets their number after the
 * bytes before them.
 */
export class LiveStream {
  readonly id: number;
  readonly #journal: Journal;
  readonly #of: StreamOf;
  #next: number;
  #credit = windowBytes;
  #closed = false;
  /** Bytes of the stream that were delivered, or existed before the stream began. */
  #seen: number;
  #missed = false;

  constructor(id: number, journal: Journal, of: StreamOf) {
    this.id = id;
    this.#journal = journal;
    this.#of = of;
    this.#next = of.from;
    this.#seen = this.#total();
    for (let seq = Math.max(of.from, journal.firstInMemory); seq < journal.next; seq++) {
      const event = this.#event(seq);
      if (event?.kind === 'data') this.#seen -= event.length;
    }
  }

  /** The connection and its last bytes are gone: nothing more will come. */
  get ended(): boolean {
    return this.#closed;
  }

  acknowledge(bytes: number): void {
    this.#credit = Math.min(windowBytes, this.#credit + bytes);
  }

  /** Delivers the bytes that arrived since the last call, within the reader's credit. */
  pump(push: Push): void {
    const { connection } = this.#of;
    const { next, firstInMemory } = this.#journal;
    if (this.#next < firstInMemory) {
      this.#next = firstInMemory;
      this.#missed = true;
      // The end of the connection may be among the forgotten events.
      if (connection !== 0 && this.#journal.connection(connection) === undefined) this.#closed = true;
    }
    const joined = new Joined((part) => this.#push(push, part));
    for (; this.#next < next && !this.#closed; this.#next++) {
      const event = this.#event(this.#next);
      if (event === undefined) continue;
      if (event.kind === 'closed') this.#closed = connection !== 0 || this.#of.endsWithAny || event.connection === 0;
      if (event.kind !== 'data' || event.direction === 'none') continue;
      if (this.#credit <= 0) break;
      this.#credit -= event.length;
      this.#seen += event.length;
      joined.add(event.direction, this.#journal.bytesInMemory(this.#next)!);
    }
    joined.flush();
    const skipped = this.#missed && this.#next === next ? this.#takeMissed() : 0;
    if (skipped > 0 || this.#closed) this.#push(push, { direction: 'in', payloads: [], skipped, closed: this.#closed });
  }

  #push(push: Push, { direction, payloads, skipped = 0, closed = false }: Part): void {
    push({
      kind: 'stream',
      stream: this.id,
      bytes: joinedCopy(payloads),
      ...(this.#of.datagrams && { ends: endsOf(payloads) }),
      direction,
      skipped,
      closed,
    });
  }

  /** An event of the stream that is in memory. */
  #event(seq: number): EventRow | undefined {
    const event = this.#journal.row(seq);
    if (event?.endpoint !== this.#of.endpoint) return undefined;
    return this.#of.connection === 0 || event.connection === this.#of.connection ? event : undefined;
  }

  /** Bytes in both directions so far. */
  #total(): number {
    const { endpoint, connection } = this.#of;
    const { bytesIn, bytesOut } =
      connection === 0 ? this.#journal.endpointCounters(endpoint) : this.#journal.connectionCounters(connection);
    return bytesIn + bytesOut;
  }

  #takeMissed(): number {
    const missed = Math.max(0, this.#total() - this.#seen);
    this.#seen += missed;
    this.#missed = false;
    return missed;
  }
}

interface Part {
  readonly direction: 'in' | 'out';
  readonly payloads: readonly Uint8Array[];
  readonly skipped?: number;
  readonly closed?: boolean;
}

/** Payloads until the direction changes or the limit is reached. */
class Joined {
  readonly #flushed: (part: Part) => void;
  #payloads: Uint8Array[] = [];
  #bytes = 0;
  #direction: 'in' | 'out' = 'in';

  constructor(flushed: (part: Part) => void) {
    this.#flushed = flushed;
  }

  add(direction: 'in' | 'out', payload: Uint8Array): void {
    if (direction !== this.#direction) this.flush();
    this.#direction = direction;
    this.#payloads.push(payload);
    this.#bytes += payload.length;
    if (this.#bytes >= mostJoined.bytes || this.#payloads.length >= mostJoined.payloads) this.flush();
  }

  flush(): void {
    if (this.#payloads.length === 0) return;
    this.#flushed({ direction: this.#direction, payloads: this.#payloads });
    this.#payloads = [];
    this.#bytes = 0;
  }
}

/** The ring is reused, so bytes that cross threads must be a copy. */
function joinedCopy(payloads: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(payloads.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const payload of payloads) {
    bytes.set(payload, at);
    at += payload.length;
  }
  return bytes;
}

function endsOf(payloads: readonly Uint8Array[]): number[] {
  let end = 0;
  return payloads.map(({ length }) => (end += length));
}
