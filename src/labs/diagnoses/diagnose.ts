import type { Region } from '../../requests/model.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { DiagnosisId } from './ids.ts';
import { knownOf, type Known } from './known.ts';
import type { Row } from './row.ts';
import { diagnoses } from './table.ts';

export interface Diagnosis {
  readonly id: DiagnosisId;
  readonly sentence: string;
  /** What to do. */
  readonly hint?: string;
  /** The line of the student's program to look at. */
  readonly place?: { readonly file: string; readonly line: number };
  /** The error of the outcome says the sentence already: it is not to be told once more. */
  readonly isError?: true;
}

/** `also`: others that fit, in order of telling. */
export interface Diagnoses {
  readonly first?: Diagnosis;
  readonly also: readonly Diagnosis[];
}

/** Why a request likely failed. Nothing: it passed, its facts were not collected, or no signs fit. */
export function diagnose(outcome: RequestOutcome, region: Region): Diagnoses {
  const known = knownOf(outcome, region);
  if (known === undefined) return { also: [] };
  const [first, ...also] = diagnoses.flatMap((row) => diagnosisOf(row, known) ?? []);
  // A difference without a name is told only if there is nothing better.
  const named = also.filter(({ id }) => id !== 'wrong-value');
  return first === undefined ? { also: [] } : { first, also: named };
}

function diagnosisOf({ id, signs, sentence, hint, tellsError }: Row, known: Known): Diagnosis | undefined {
  const facts = signs(known);
  if (facts === undefined) return undefined;
  const { file, line } = facts;
  const text = sentence(facts);
  return {
    id,
    sentence: text,
    ...(hint !== undefined && { hint: typeof hint === 'string' ? hint : hint(facts) }),
    ...(typeof file === 'string' && typeof line === 'number' && { place: { file, line } }),
    ...(known.error && (tellsError || text === known.error.message) && { isError: true as const }),
  };
}
