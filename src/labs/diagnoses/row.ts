import type { DiagnosisId } from './ids.ts';
import type { Facts, Known } from './known.ts';

/** A diagnosis of the table. */
export interface Row {
  readonly id: DiagnosisId;
  /** Its signs in what is known, as the facts of its sentence. Undefined: they are not there. */
  readonly signs: (known: Known) => Facts | undefined;
  readonly sentence: (facts: Facts) => string;
  readonly hint?: string | ((facts: Facts) => string);
  /** Its sentence says all that the error of the request says. */
  readonly tellsError?: true;
}

/** The sentence that the error of the request tells already: the runner words it, and nobody words it twice. */
export const told = ({ told: sentence }: Facts): string => String(sentence);
