/**
 * A larger difference between the wall clock and our own, in milliseconds, means that the clock was set or the machine
 * slept.
 */
const tolerance = 500;
/** Milliseconds between two looks at the wall clock. */
const interval = 200;

/**
 * Wall-clock time in milliseconds with a fraction of microseconds, without the cost of two clocks for each event. The
 * monotonic clock stands still while a machine sleeps, so the origin is measured again if the two clocks drift apart.
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
