/** Milliseconds between two snapshots of a kind: at most ten a second. */
const interval = 100;

/**
 * Sends at most ten snapshots a second for each key. Snapshots that come in between are merged into the newest. `last`
 * sends at once and drops those that wait.
 */
export class Throttle<K, T> {
  readonly #send: (value: T) => void;
  readonly #waiting = new Map<K, { value: T | undefined; timer: NodeJS.Timeout }>();

  constructor(send: (value: T) => void) {
    this.#send = send;
  }

  offer(key: K, value: T): void {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.value = value;
      return;
    }
    this.#send(value);
    this.#hold(key);
  }

  last(key: K, value: T): void {
    this.forget(key);
    this.#send(value);
  }

  forget(key: K): void {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
  }

  dispose(): void {
    for (const key of [...this.#waiting.keys()]) this.forget(key);
  }

  #hold(key: K): void {
    const timer = setTimeout(() => {
      const value = this.#waiting.get(key)?.value;
      this.#waiting.delete(key);
      if (value === undefined) return;
      this.#send(value);
      this.#hold(key);
    }, interval);
    this.#waiting.set(key, { value: undefined, timer });
  }
}
