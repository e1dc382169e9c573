import type { zoneCodes } from '../../../base/codes.ts';

export type ZoneCode = keyof typeof zoneCodes;

/** A place in a file. Lines and columns count from 1; columns are UTF-16 units, `endColumn` is exclusive. */
export interface ZonePlace {
  /** The name that the include gave the file; undefined for the zone file itself. */
  readonly file: string | undefined;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

export interface ZoneProblem extends ZonePlace {
  /** A zone with an error is not served; a warning is advice. */
  readonly severity: 'error' | 'warning';
  readonly code: ZoneCode;
  /** A sentence. */
  readonly message: string;
}
