import { drawnSeed } from '../requests/run/chance.ts';
import type { RequestOutcome } from '../requests/run/outcome.ts';
import type { Runner } from '../requests/run/runner.ts';
import { cellId, cellIndexOf, gradeLab, ofTries, undecided, type LabReport, type Try } from './grade.ts';
import { HeldUp } from './heldUp.ts';
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
  /** Milliseconds for one try of the whole lab. What has not run by then is not checked. */
  readonly limit: number;
  /** A step that failed is not tried again, and has failed. */
  readonly once?: boolean;
  readonly onOutcome?: (outcome: RequestOutcome) => void;
}

/** While this process is held up by other work, a failure says nothing. */
export const mostTries = 3;

/**
 * Runs all request cells of a lab from its beginning, stops what they started, and grades them. If a step failed, all up to the last
 * such step run once more with the same values: a step that passes then, or that failed while this process was held up, is unsure.
 */
export async function runLab(runner: Runner, lab: Lab, where: LabPlace, options: LabOptions): Promise<LabReport> {
  const seed = options.seed ?? drawnSeed();
  const tries = [await oneTry(runner, lab, where, { ...options, seed })];
  const most = options.once === true ? 1 : mostTries;
  while (tries.length < most && !options.signal.aborted) {
    const open = undecided(tries);
    if (open.length === 0) break;
    const last = tries[0]!.report.steps[open.at(-1)!]!.outcome;
    tries.push(await oneTry(runner, lab, where, { ...options, seed }, last && cellIndexOf(last)));
  }
  return ofTries(tries);
}

/** `last`: the index of the cell after which it is enough. */
async function oneTry(
  runner: Runner,
  lab: Lab,
  { file, folder }: LabPlace,
  options: LabOptions & { readonly seed: number },
  last = Infinity,
): Promise<Try> {
  const outcomes: RequestOutcome[] = [];
  const late = new Set<RequestOutcome>();
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.limit)]);
  const session = `lab ${folder}`;
  const watch = new HeldUp();
  let seed: number | undefined;
  let running: string | undefined;
  try {
    for (const [index, { kind }] of lab.cells.entries()) {
      if (kind !== 'requests' || signal.aborted || index > last) continue;
      const id = (cell: Lab['cells'][number]): string => cellId(lab, cell, 'lab');
      const source = labSource(lab, index, { id, path: file, folder, session });
      const run = await runner.run(
        { source, trusted: true, keeps: true, python: { within: folder } },
        {
          signal,
          evidence: true,
          seed: options.seed,
          onOutcome: (outcome) => {
            const placed = { ...outcome, part: outcome.part ?? source.id };
            // It is told again as it goes on.
            const key = `${placed.part} ${outcome.region}`;
            if (running !== key) watch.start();
            running = key;
            if (outcome.state === 'running') return;
            outcomes.push(placed);
            if (watch.wasHeldUp && options.once !== true) late.add(placed);
            options.onOutcome?.(placed);
          },
        },
      );
      seed = run.seed ?? seed;
    }
  } finally {
    watch.stop();
    await runner.endSession(session);
  }
  const report = { ...gradeLab(lab, outcomes, 1), file, ...(seed !== undefined && { seed }) };
  return { report, heldUp: report.steps.map(({ outcome }) => outcome !== undefined && late.has(outcome)) };
}
