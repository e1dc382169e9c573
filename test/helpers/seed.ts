import { randomInt } from 'node:crypto';
import fc from 'fast-check';

const wanted = process.env['WIREBENCH_SEED'];

/**
 * Of everything random in the tests: the same in every run, so that a run says something of the change and not of its luck.
 * WIREBENCH_SEED=random looks elsewhere, and a number looks there again.
 */
export const SEED = wanted === 'random' ? randomInt(2 ** 31) : Number(wanted ?? 20_261_121);

// fast-check would take another at each run.
fc.configureGlobal({ seed: SEED });
