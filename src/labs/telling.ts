import type { CheckOutcome, RequestOutcome } from '../requests/run/outcome.ts';
import type { Diagnoses } from './diagnoses/diagnose.ts';

/** What of an outcome is told beside its diagnoses. */
interface Beside {
  /** The sentence of its error. */
  readonly error?: string;
  /** All checks, without the `!!` that a diagnosis tells. */
  readonly checks: readonly CheckOutcome[];
}

/**
 * One cause is told once, wherever it is shown: an error that a diagnosis says in its own words, and a sentence of the lab (`!!`) that
 * is a diagnosis, are left out. The diagnoses are in order of telling: the program is gone; nobody or somebody else listens; the table;
 * `!!`; the difference.
 */
export function besideDiagnoses(
  { error, checks }: Pick<RequestOutcome, 'error' | 'checks'>,
  { first, also }: Diagnoses = { also: [] },
): Beside {
  const told = [first, ...also].flatMap((one) => one ?? []);
  const isTold = told.some(({ isError, sentence }) => isError === true || sentence === error?.message);
  return {
    ...(error !== undefined && !isTold && { error: error.message }),
    checks: checks.map(({ why, ...check }) =>
      why === undefined || told.some(({ sentence }) => sentence === why) ? check : { ...check, why },
    ),
  };
}
