import { randomInt } from 'node:crypto';
import fc from 'fast-check';

const wanted = process.env['WIREBENCH_SEED'];

/**
 * The seed of everything random in the tests: the same in every run, so that a failure comes from the change and not
 * from chance. WIREBENCH_SEED=random uses another seed, and a number repeats a run.
 */
export const SEED = wanted === 'random' ? randomInt(2 ** 31) : Number(wanted ?? 20_261_121);

// By default, fast-check would use another seed in each run.
fc.configureGlobal({ seed: SEED });
