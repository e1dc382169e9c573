import { metaLines } from '../metaWords.ts';
import type { Region } from '../model.ts';
import type { RequestOutcome } from './outcome.ts';

/** How often a request is sent: `# @times 5`. The parser has said if that is not a number (metaWords.ts). */
export function timesOf({ meta }: Region): number {
  return Number(metaLines(meta, 'times').at(-1)?.value?.value ?? 1);
}

type Ending = Partial<Pick<RequestOutcome, 'checks' | 'error'>>;

/** The end of a request that did not pass one of its times: each sentence names the time. */
export function atTime<E extends Ending>(ending: E, time: number, times: number): E {
  const named = (message: string): string => `Time ${time} of ${times}: ${message}`;
  const { checks, error } = ending;
  return {
    ...ending,
    ...(error && { error: { ...error, message: named(error.message) } }),
    ...(checks && {
      checks: checks.map((check) =>
        check.message === undefined ? check : { ...check, message: named(check.message) },
      ),
    }),
  };
}
