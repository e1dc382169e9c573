import type { Journal } from '../traffic/journal.ts';
import { LiveStream, type StreamOf } from './liveStream.ts';
import type { StreamNotice } from './messages.ts';

/** Milliseconds for which new bytes are gathered before delivery: too short for a person to notice. */
const interval = 15;

/**
 * The live streams that have readers. Each delivers its bytes shortly after something was recorded or acknowledged, and
 * rests otherwise.
 */
export class Streams {
  readonly #journal: Journal;
  readonly #notify: (notice: StreamNotice) => void;
  readonly #streams = new Map<number, LiveStream>();
  #nextId = 1;
  #timer: NodeJS.Timeout | undefined;

  constructor(journal: Journal, notify: (notice: StreamNotice) => void) {
    this.#journal = journal;
    this.#notify = notify;
  }

  open(of: StreamOf): number {
    const stream = new LiveStream(this.#nextId++, this.#journal, of);
    this.#streams.set(stream.id, stream);
    this.#pumpSoon();
    return stream.id;
  }

  acknowledge(id: number, bytes: number): void {
    this.#streams.get(id)?.acknowledge(bytes);
    this.#pumpSoon();
  }

  close(id: number): void {
    this.#streams.delete(id);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#streams.clear();
  }

  readonly #pumpSoon = (): void => {
    if (this.#streams.size > 0) this.#timer ??= setTimeout(() => this.#pump(), interval);
  };

  #pump(): void {
    this.#timer = undefined;
    for (const stream of this.#streams.values()) {
      stream.pump(this.#notify);
      if (stream.ended) this.close(stream.id);
    }
    if (this.#streams.size > 0) this.#journal.beforeNextEvent(this.#pumpSoon);
  }
}
