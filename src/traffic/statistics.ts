/** Rates over the last second, from counters that only grow: two numbers a sample, nothing per event. */
export class RateMeter {
  /** Samples of at most `window` milliseconds ago, oldest first, and the one before them. */
  #samples: { readonly time: number; readonly bytes: number; readonly events: number }[] = [];
  readonly #window: number;

  constructor(window = 1000) {
    this.#window = window;
  }

  /** `time` in milliseconds of any clock that only goes forward. */
  sample(bytes: number, events: number, time: number): { bytesPerSecond: number; eventsPerSecond: number } {
    const samples = this.#samples;
    samples.push({ time, bytes, events });
    while (samples.length > 2 && samples[1]!.time <= time - this.#window) samples.shift();
    const oldest = samples[0]!;
    // Until a whole window has passed, what came is spread over a window: a first packet is no flood.
    const seconds = Math.max(time - oldest.time, this.#window) / 1000;
    return { bytesPerSecond: (bytes - oldest.bytes) / seconds, eventsPerSecond: (events - oldest.events) / seconds };
  }
}
