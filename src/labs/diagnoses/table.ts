import { absentRows } from './absent.ts';
import { clientRows } from './clients.ts';
import { differenceRows, lastRows } from './differences.ts';
import { goneRows } from './gone.ts';
import type { Row } from './row.ts';
import { silentRows, stayedOpen } from './silent.ts';

/**
 * All diagnoses, in the order in which they are told: the program is gone; nobody or somebody else listens; what its client did;
 * what became of the connection; the text that came; the lab's own sentence (`!!`); the difference alone.
 */
export const diagnoses: readonly Row[] = [
  ...goneRows,
  ...absentRows,
  ...clientRows,
  ...silentRows,
  ...differenceRows,
  stayedOpen(false),
  ...lastRows,
  stayedOpen(true),
];
