import type { RequestOutcome, RunSummary } from './outcome.ts';

/** 2 for an error of the file, before 3 for one of the network, before 1 for a check that does not hold or a request not sent. */
export function exitCodeOf(outcomes: readonly RequestOutcome[]): RunSummary['exitCode'] {
  const has = (fault: RequestOutcome['fault']): boolean => outcomes.some((outcome) => outcome.fault === fault);
  if (has('file')) return 2;
  if (has('network')) return 3;
  return outcomes.some(({ state }) => state === 'failed' || state === 'skipped') ? 1 : 0;
}
