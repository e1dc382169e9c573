import { performance } from 'node:perf_hooks';

/** Milliseconds between the wall clock and ours that are put down to a clock that was set, or to a machine that slept. */
const tolerance = 500;
/** Milliseconds after which the wall clock is looked at again. */
const interval = 200;

/**
 * Wall-clock time in milliseconds with a fraction of microseconds, never the cost of two clocks per event. The
 * monotonic clock stands still while a machine sleeps, so the origin is taken anew when the two have parted.
 */
export class Clock {
  #origin = performance.timeOrigin;
  #checked = -Infinity;

  now(): number {
    const monotonic = performance.now();
    if (monotonic - this.#checked > interval) {
      this.#checked = monotonic;
      const wall = Date.now();
      if (Math.abs(wall - (this.#origin + monotonic)) > tolerance) this.#origin = wall - monotonic;
    }
    return this.#origin + monotonic;
  }
}
