import type { TraceStep } from '../../net/dns/trace.ts';

interface PlacedStep {
  readonly step: TraceStep;
  /** `0.2.1`: constant while the trace goes on, since new steps are only appended. */
  readonly path: string;
  readonly depth: number;
  /** From 1. */
  readonly place: number;
  readonly siblings: number;
}

/** All steps of a trace in the order in which the tree shows them. */
export function tracePaths(steps: readonly TraceStep[], before = '', depth = 0): PlacedStep[] {
  return steps.flatMap((step, index) => {
    const path = `${before}${index}`;
    return [
      { step, path, depth, place: index + 1, siblings: steps.length },
      ...tracePaths(step.next, `${path}.`, depth + 1),
    ];
  });
}
