import type { ErrorData } from '../base/errors.ts';
import type { Problem, RequestFile } from '../requests/model.ts';
import type { RequestOutcome, RunSummary } from '../requests/run/outcome.ts';

/** A problem in a file, and the request it belongs to. */
interface FoundProblem extends Problem {
  readonly region: number;
}

/** The outcome of one file on the command line. */
export interface FileReport {
  /** The name on the command line; `-` is standard input. */
  readonly file: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly exitCode: RunSummary['exitCode'];
  readonly cancelled: boolean;
  /** If anything was drawn by chance: `--seed` with it repeats the run. */
  readonly seed?: number;
  readonly outcomes: readonly RequestOutcome[];
  /** Diagnostics of the requests that ran, mostly warnings, except those that are part of the outcomes. */
  readonly problems: readonly FoundProblem[];
  /** The file could not be read, or does not contain the requested part. */
  readonly error?: ErrorData;
  /** The line, from 1, of an offset in its text. */
  lineOf(offset: number): number;
}

/** From 1. Lines end in `\n`, `\r\n` or `\r`, as in the editor. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** A file with an unsupported part still runs, but the user must see a warning. */
export function problemsBeside(
  { regions, problems }: RequestFile,
  outcomes: readonly RequestOutcome[],
): FoundProblem[] {
  return problems.flatMap((problem) => {
    const region = regions.findLast(({ start }) => start <= problem.start)?.index ?? 0;
    const outcome = outcomes.find((one) => one.region === region);
    const said = outcome?.error?.facts?.['start'] === problem.start && outcome.error.message === problem.message;
    return outcome === undefined || said ? [] : [{ ...problem, region }];
  });
}

/** The seed of a run; undefined: nothing was drawn by chance. */
export function seedOf(reports: readonly FileReport[]): number | undefined {
  return reports.find(({ seed }) => seed !== undefined)?.seed;
}

/** The worst of several: the file (2) before the network (3) before the checks (1). */
export function worstExitCode(codes: readonly RunSummary['exitCode'][]): RunSummary['exitCode'] {
  for (const code of [2, 3, 1] as const) if (codes.includes(code)) return code;
  return 0;
}
