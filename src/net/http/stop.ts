import type { WirebenchError } from '../../base/errors.ts';

/** A cheap replacement for an AbortController: one is made for every request. */
export class Stop {
  reason: WirebenchError | undefined;
  readonly #listeners = new Set<() => void>();

  get stopped(): boolean {
    return this.reason !== undefined;
  }

  /** The first reason counts. */
  stop(reason: WirebenchError): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  throwIfStopped(): void {
    if (this.reason !== undefined) throw this.reason;
  }

  /** Calls the listener when it is stopped, or at once if it already is. */
  on(listener: () => void): void {
    if (this.reason === undefined) this.#listeners.add(listener);
    else listener();
  }

  off(listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
