import type { RequestOutcome } from '../requests/run/outcome.ts';
import type { Runner } from '../requests/run/runner.ts';
import { cellId, gradeLab, withSecondTry, type LabReport } from './grade.ts';
import { labSource, type Lab } from './lab.ts';

/** Where a lab is checked. */
interface LabPlace {
  /** The path of the lab, as it is told in the report. */
  readonly file: string;
  /** The folder of the student's program: programs are started there. */
  readonly folder: string;
}

interface LabOptions {
  readonly signal: AbortSignal;
  readonly seed?: number;
  /** Milliseconds for the whole lab. What has not run by then is not checked. */
  readonly limit: number;
  readonly onOutcome?: (outcome: RequestOutcome) => void;
}

/** Runs all request cells of a lab from its beginning, stops what they started, and grades them. A lab with a step that failed runs once more. */
export async function runLab(runner: Runner, lab: Lab, where: LabPlace, options: LabOptions): Promise<LabReport> {
  const first = await oneTry(runner, lab, where, options);
  const sure = first.steps.every(({ state }) => state === 'passed');
  if (sure || options.signal.aborted) return first;
  return withSecondTry(first, await oneTry(runner, lab, where, options));
}

async function oneTry(runner: Runner, lab: Lab, where: LabPlace, options: LabOptions): Promise<LabReport> {
  const { file, folder } = where;
  const outcomes: RequestOutcome[] = [];
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.limit)]);
  const session = `lab ${folder}`;
  let seed: number | undefined;
  try {
    for (const [index, { kind }] of lab.cells.entries()) {
      if (kind !== 'requests' || signal.aborted) continue;
      const id = (cell: Lab['cells'][number]): string => cellId(lab, cell, 'lab');
      const source = labSource(lab, index, { id, path: file, folder, session });
      const run = await runner.run(
        { source, trusted: true, keeps: true, python: { within: folder } },
        {
          signal,
          evidence: true,
          ...(options.seed !== undefined && { seed: options.seed }),
          onOutcome: (outcome) => {
            if (outcome.state === 'running') return;
            const placed = { ...outcome, part: outcome.part ?? source.id };
            outcomes.push(placed);
            options.onOutcome?.(placed);
          },
        },
      );
      seed = run.seed ?? seed;
    }
  } finally {
    await runner.endSession(session);
  }
  return { ...gradeLab(lab, outcomes, 1), file, ...(seed !== undefined && { seed }) };
}
