import { parseDuration } from '../../endpoints/value.ts';
import { metaLines } from '../metaWords.ts';
import type { Region } from '../model.ts';
import type { Ending } from './programEndings.ts';
import { Cancelled } from './requestError.ts';

/** `# @limit 5s`: the milliseconds of a whole step, however often it is sent; 0: as long as it takes. */
export function limitOf({ meta }: Region): number {
  return parseDuration(metaLines(meta, 'limit').at(-1)?.value?.value ?? '') ?? 0;
}

/** The ending of a step whose time was over before it was. `ended`: by what it ended then. */
export function overLimit(limit: number, ending: Ending, ended?: unknown): Ending {
  const waited = ended instanceof Cancelled ? ended.waited : undefined;
  const message = `It was over its limit of ${limit / 1000} s.${waited === undefined ? '' : ` ${waited}`}`;
  return { ...ending, state: 'failed', error: { code: 'over-limit', message } };
}
