import type { WirebenchError } from '../../base/errors.ts';

/** What an AbortController is, at a fraction of its cost: one is made for every request. */
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

  /** Calls the listener when it is stopped, at once where it is already. */
  on(listener: () => void): void {
    if (this.reason === undefined) this.#listeners.add(listener);
    else listener();
  }

  off(listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
