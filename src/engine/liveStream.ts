import type { Journal } from '../traffic/journal.ts';
import type { EngineNotice } from './messages.ts';

/** Bytes that may be under way to a reader before it acknowledges some. */
const windowBytes = 256 * 1024;

/** What a stream shows: connection 0 is all of an endpoint's. `from`: the first sequence number that counts. */
interface StreamOf {
  readonly endpoint: number;
  readonly connection: number;
  readonly from: number;
  /** It is over with the first connection that is. */
  readonly endsWithAny: boolean;
}

/**
 * The live bytes of a connection, or of all of an endpoint's, read from the journal: nothing is kept a second time.
 * A reader that is too slow misses the bytes that the journal forgot meanwhile, and is told how many.
 */
export class LiveStream {
  readonly id: number;
  readonly #journal: Journal;
  readonly #endpoint: number;
  readonly #connection: number;
  readonly #endsWithAny: boolean;
  #next: number;
  #credit = windowBytes;
  #skipped = 0;
  #closed = false;

  constructor(id: number, journal: Journal, what: StreamOf) {
    this.id = id;
    this.#journal = journal;
    this.#endpoint = what.endpoint;
    this.#connection = what.connection;
    this.#next = what.from;
    this.#endsWithAny = what.endsWithAny;
  }

  /** The connection is gone, and so are its last bytes: nothing more will come. */
  get ended(): boolean {
    return this.#closed;
  }

  acknowledge(bytes: number): void {
    this.#credit = Math.min(windowBytes, this.#credit + bytes);
  }

  /** Hands over what arrived since the last call, as far as the reader's credit goes. */
  pump(push: (notice: EngineNotice) => void): void {
    const { next, firstInMemory } = this.#journal;
    if (this.#next < firstInMemory) this.#next = firstInMemory;
    for (; this.#next < next && !this.#closed; this.#next++) {
      const event = this.#journal.row(this.#next);
      if (!event || event.endpoint !== this.#endpoint) continue;
      if (this.#connection !== 0 && event.connection !== this.#connection) continue;
      if (event.kind === 'closed') {
        this.#closed = this.#connection !== 0 || this.#endsWithAny || event.connection === 0;
      } else if (event.kind !== 'data' || event.direction === 'none') continue;
      else if (this.#credit <= 0) return;
      const bytes = event.kind === 'data' ? this.#journal.bytesInMemory(this.#next) : undefined;
      this.#credit -= bytes?.length ?? 0;
      push({
        kind: 'stream',
        stream: this.id,
        // The ring is reused: what crosses threads must be a copy.
        bytes: bytes ? bytes.slice() : new Uint8Array(0),
        direction: event.direction === 'out' ? 'out' : 'in',
        skipped: this.#skipped,
        closed: this.#closed,
      });
      this.#skipped = 0;
    }
  }
}
