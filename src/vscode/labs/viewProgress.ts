import { hasShape, isBoolean, isCount, isFiniteNumber, isMaybe, isObject, isOneOf } from '../../base/shape.ts';
import type { StepReport, StepState } from '../../labs/grade.ts';
import type { Memento } from 'vscode';

const states = ['passed', 'failed', 'partial', 'not checked', 'unsure'] as const satisfies readonly StepState[];

/** The last result of a step, and how often in a row it was not passed. */
interface StepProgress {
  readonly state: StepState;
  readonly points: number;
  readonly failures: number;
  /** The sentence about the likely cause. */
  readonly why?: string;
}

/** A step with its key, which tells it from all other steps of its lab. */
export type KeyedStep<Step = StepReport> = Step & { readonly key: string };

/**
 * Gives each step its key: its title, so that a result survives a change elsewhere in the lab. Of several steps with one title, the
 * first has the title alone, and the others their number after it.
 */
export function withKeys<Step extends Pick<StepReport, 'title'>>(steps: readonly Step[]): readonly KeyedStep<Step>[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const number = (seen.get(step.title) ?? 0) + 1;
    seen.set(step.title, number);
    // A title has no line end, so no other title is such a key.
    return { ...step, key: number === 1 ? step.title : `${step.title}\n${number}` };
  });
}

/** What a person has done in a lab. The steps are stored by their keys. */
export interface LabProgress {
  readonly steps: Readonly<Record<string, StepProgress>>;
  readonly solutionShown: boolean;
}

const untouched: LabProgress = { steps: {}, solutionShown: false };

const isStep = hasShape({
  state: isOneOf(states),
  points: isFiniteNumber,
  failures: isCount,
  why: isMaybe((value): value is string => typeof value === 'string'),
});
const isLab = hasShape({ steps: isObject, solutionShown: isBoolean });

const keyOf = (lab: string) => `wirebench.lab ${lab}`;

/** The progress in the labs of a workspace, by the URIs of the labs. It is kept with the workspace. */
export class Progress {
  readonly #state: Pick<Memento, 'get' | 'update'>;

  constructor(state: Pick<Memento, 'get' | 'update'>) {
    this.#state = state;
  }

  of(lab: string): LabProgress {
    const stored = this.#state.get<unknown>(keyOf(lab));
    if (!isLab(stored)) return untouched;
    const { steps, solutionShown } = stored;
    return {
      steps: Object.fromEntries(Object.entries(steps).flatMap(([key, step]) => (isStep(step) ? [[key, step]] : []))),
      solutionShown,
    };
  }

  /** Takes the results of steps. A step that was not checked keeps what it had. */
  async checked(lab: string, results: readonly KeyedStep[]): Promise<void> {
    const before = this.of(lab);
    const steps = { ...before.steps };
    for (const result of results) {
      const { key, state, points, diagnosis } = result;
      if (state === 'not checked' && key in steps) continue;
      const failures = steps[key]?.failures ?? 0;
      steps[key] = {
        state,
        points,
        failures: state === 'passed' ? 0 : isFault(state) ? failures + 1 : failures,
        ...(diagnosis && isFault(state) && !result.hidden && { why: diagnosis.sentence }),
      };
    }
    await this.#state.update(keyOf(lab), { ...before, steps });
  }

  async solutionShown(lab: string): Promise<void> {
    await this.#state.update(keyOf(lab), { ...this.of(lab), solutionShown: true });
  }

  /** Forgets the results of a lab, but not that its solution was shown. */
  async forget(lab: string): Promise<void> {
    await this.#state.update(keyOf(lab), { ...this.of(lab), steps: {} });
  }
}

/** A step that was not checked, or that passed in a second try, is no failure of the student's. */
function isFault(state: StepState): boolean {
  return state === 'failed' || state === 'partial';
}
