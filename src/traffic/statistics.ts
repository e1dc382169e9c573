import type { Journal } from './journal.ts';

interface Rates {
  readonly bytesPerSecond: number;
  readonly eventsPerSecond: number;
}

/** Milliseconds over which the rates are averaged. */
const span = 1000;

interface Sample {
  readonly time: number;
  readonly bytes: number;
  readonly events: number;
}

/**
 * Rates over the last second, from the journal's counters, without work for each event. Bytes are those of data events.
 * Call `sample` several times a second while something happens, and `resume` when something happens after a silence
 * without samples.
 */
export class Statistics {
  readonly #journal: Pick<Journal, 'dataBytes' | 'next'>;
  readonly #now: () => number;
  #samples: Sample[] = [];

  /** `now`: milliseconds of a monotonic clock. */
  constructor(journal: Pick<Journal, 'dataBytes' | 'next'>, now: () => number = () => performance.now()) {
    this.#journal = journal;
    this.#now = now;
    this.resume();
  }

  /** The next sample measures from now, and not from the beginning of the silence. */
  resume(): void {
    this.#samples = [];
    this.sample();
  }

  /** Reads the counters and returns the rates since a second ago, or since the latest sample before that. */
  sample(): Rates {
    const latest = { time: this.#now(), bytes: this.#journal.dataBytes, events: this.#journal.next };
    this.#samples.push(latest);
    // The oldest kept is the last one that is a second old or older.
    const within = this.#samples.findIndex((sample) => sample.time > latest.time - span);
    if (within > 1) this.#samples = this.#samples.slice(within - 1);
    const oldest = this.#samples[0]!;
    const seconds = Math.max(latest.time - oldest.time, span) / 1000;
    return {
      bytesPerSecond: (latest.bytes - oldest.bytes) / seconds,
      eventsPerSecond: (latest.events - oldest.events) / seconds,
    };
  }
}
