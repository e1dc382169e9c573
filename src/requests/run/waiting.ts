import type { Event } from '../../base/emitter.ts';
import { holdOf, holdWith } from './hold.ts';

/** Milliseconds of silence that are waited for once no check that does not hold can come true any more: the rest is seen, too. */
export const lostPause = 300;

/**
 * A signal that is aborted after a time, or with another one. The time stands still while the run of the other signal is held
 * (hold.ts). Dispose of it when the wait is over.
 */
export class Deadline {
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds left when the timer last began, and when that was. */
  #left: number;
  #since = 0;
  readonly #holding: { dispose(): void } | undefined;
  readonly #parent: AbortSignal;
  readonly #onParent = (): void => this.#abort.abort();

  /** `milliseconds` 0: only with the other signal. */
  constructor(milliseconds: number, parent: AbortSignal) {
    this.#parent = parent;
    if (parent.aborted) this.#abort.abort();
    parent.addEventListener('abort', this.#onParent, { once: true });
    this.#left = milliseconds;
    const hold = holdOf(parent);
    holdWith(this.signal, hold);
    if (milliseconds <= 0) return;
    if (hold?.held !== true) this.#start();
    this.#holding = hold?.onChange(() => {
      if (!hold.held) this.#start();
      else {
        clearTimeout(this.#timer);
        this.#left = Math.max(1, this.#left - (performance.now() - this.#since));
      }
    });
  }

  #start(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#abort.abort(), this.#left);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Resolves when it is over. */
  async over(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise<void>((resolve) => this.signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#holding?.dispose();
    this.#parent.removeEventListener('abort', this.#onParent);
  }
}

/** Resolves with true once the condition holds, asked again at each event; with false when the signal is aborted before. */
export function until(event: Event<void>, condition: () => boolean, signal: AbortSignal): Promise<boolean> {
  if (condition()) return Promise.resolve(true);
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const done = (answer: boolean): void => {
      listening.dispose();
      signal.removeEventListener('abort', aborted);
      resolve(answer);
    };
    const aborted = (): void => done(false);
    const listening = event(() => {
      if (condition()) done(true);
    });
    signal.addEventListener('abort', aborted, { once: true });
  });
}

/** As `until`, for at most so many milliseconds; 0: without such a limit. */
export async function untilWithin(
  event: Event<void>,
  condition: () => boolean,
  milliseconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = new Deadline(milliseconds, signal);
  try {
    return await until(event, condition, deadline.signal);
  } finally {
    deadline.dispose();
  }
}
