import type { Memento } from 'vscode';
import type { RegistryMirror } from './registryMirror.ts';

/**
 * The steps of the walkthrough, in its order. package.json ticks a step by the context key `wirebench.did.STEP`, which
 * is set when the step is done, not when its dialog opens.
 */
export const steps = ['course', 'lab', 'start', 'talk', 'watch', 'file', 'http', 'dns', 'keep'] as const;
export type Step = (typeof steps)[number];

const stateKey = 'wirebench.did';

/** The steps that the user has done so far, on this machine. */
export class FirstSteps {
  readonly #state: Pick<Memento, 'get' | 'update'>;
  readonly #tick: (key: string) => void;
  readonly #done: Set<Step>;
  readonly #watching: { dispose(): void };

  /** `tick`: sets a context key for `when` clauses to true. */
  constructor(
    state: Pick<Memento, 'get' | 'update'>,
    registry: Pick<RegistryMirror, 'onDidChange'>,
    tick: (key: string) => void,
  ) {
    this.#state = state;
    this.#tick = tick;
    const before = state.get<readonly string[]>(stateKey, []);
    this.#done = new Set(steps.filter((step) => before.includes(step)));
    for (const step of this.#done) tick(keyOf(step));
    this.#watching = registry.onDidChange(({ after }) => {
      for (const { spec, state: now, counters } of after.endpoints) {
        if (spec.role === 'server' && now === 'running') this.did('start');
        if (counters.bytesIn > 0) this.did('talk');
      }
    });
  }

  has(step: Step): boolean {
    return this.#done.has(step);
  }

  did(step: Step): void {
    if (this.#done.has(step)) return;
    this.#done.add(step);
    this.#tick(keyOf(step));
    void this.#state.update(stateKey, [...this.#done]);
  }

  dispose(): void {
    this.#watching.dispose();
  }
}

function keyOf(step: Step): string {
  return `wirebench.did.${step}`;
}
