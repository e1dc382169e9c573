import { Emitter } from '../../base/emitter.ts';

/** `attaching`: a program waits for a debugger; `stopped`: a debugger has it stopped. */
type Reason = 'attaching' | 'stopped';

/** Whether the clocks of a run stand still. */
export class Hold {
  readonly #change = new Emitter<void>();
  readonly #reasons = new Set<Reason>();

  readonly onChange = this.#change.event;

  get held(): boolean {
    return this.#reasons.size > 0;
  }

  set(reason: Reason, is: boolean): void {
    const before = this.held;
    if (is) this.#reasons.add(reason);
    else this.#reasons.delete(reason);
    if (this.held !== before) this.#change.fire();
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
