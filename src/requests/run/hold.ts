import { Emitter } from '../../base/emitter.ts';

/** Whether the clocks of a run stand still: a debugger has its program stopped. */
export class Hold {
  readonly #change = new Emitter<void>();
  #held = false;

  readonly onChange = this.#change.event;

  get held(): boolean {
    return this.#held;
  }

  set(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    this.#change.fire();
  }
}

/** By the signal of the run, and of each deadline in it: whoever waits has such a signal already. */
const holds = new WeakMap<AbortSignal, Hold>();

/** Deadlines under this signal stand still while `hold` is set. */
export function holdWith(signal: AbortSignal, hold: Hold | undefined): void {
  if (hold !== undefined) holds.set(signal, hold);
}

export function holdOf(signal: AbortSignal): Hold | undefined {
  return holds.get(signal);
}
