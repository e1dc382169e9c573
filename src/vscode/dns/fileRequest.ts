import type { ErrorData } from '../../base/errors.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import { presentationOf } from '../../requests/words/table.ts';
import type { NamesResult } from '../../webview/names/protocol.ts';

/** A DNS or LOOKUP request of a file: where it is, and what can be done with it. */
export interface FileRequest {
  /** The request line as it is written. */
  readonly line: string;
  /** `mail.http:12`. */
  readonly source: string;
  readonly again: () => unknown;
  readonly cancel: () => unknown;
  readonly goTo: () => unknown;
}

/** What became of it, as the Names view shows answers. Undefined where there is no answer. */
export function resultOf({ result }: RequestOutcome): NamesResult | undefined {
  return result && presentationOf(result).names;
}

/** Why there is no answer, where there is none; an exchange says for itself what it lacks. */
export function errorOf({ state, result, error }: RequestOutcome): ErrorData | undefined {
  if (result && presentationOf(result).error !== undefined) return undefined;
  if (error !== undefined) return error;
  return state === 'running' || result !== undefined
    ? undefined
    : { code: 'not-sent', message: 'The request was not sent.' };
}

/** The request line; once it was sent, with its placeholders filled in. */
export function sentLine(line: string, { result }: RequestOutcome): string {
  if (!line.includes('{{') || result === undefined) return line;
  return presentationOf(result).sent?.() ?? line;
}
