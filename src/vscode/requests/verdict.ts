import type { RequestOutcome } from '../../requests/run/outcome.ts';
import { presentationOf } from '../../requests/words/table.ts';
import type { Tone } from '../../webview/response/protocol.ts';

/** The result of a request in a few words: `200 OK`, `Failed`. */
export function verdictOf({ state, result, error }: RequestOutcome): string {
  if (state === 'running' && result === undefined) return 'Sending…';
  if (state === 'skipped') return error?.code === 'cancelled' ? 'Cancelled' : 'Not sent';
  return result === undefined ? 'Failed' : presentationOf(result).verdict;
}

/** A value that a check found: one that nobody would see is in quotes. */
export function foundText(actual: string): string {
  return actual.trim() === '' ? JSON.stringify(actual) : actual;
}

export function toneOf({ state, result, error }: RequestOutcome): Tone {
  if (state === 'running') return 'running';
  if (state === 'error' || (error !== undefined && state !== 'skipped')) return 'bad';
  if (state === 'skipped') return 'plain';
  const { tone = 'good' } = result ? presentationOf(result) : {};
  return state === 'failed' && tone !== 'bad' ? 'warn' : tone;
}
