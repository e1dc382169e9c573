import type { ErrorData } from '../../base/errors.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import { presentationOf } from '../../requests/words/table.ts';
import type { NamesResult } from '../../webview/names/protocol.ts';

/** A DNS or LOOKUP request of a file: its place and its actions. */
export interface FileRequest {
  /** The request line of the file. */
  readonly line: string;
  /** `mail.http:12`. */
  readonly source: string;
  readonly again: () => unknown;
  readonly cancel: () => unknown;
  readonly goTo: () => unknown;
}

/** Its result in the form of the Names view. Undefined if there is no answer. */
export function resultOf({ result }: RequestOutcome): NamesResult | undefined {
  return result && presentationOf(result).names;
}

/** The reason for a missing answer. A failed exchange shows its own error. */
export function errorOf({ state, result, error }: RequestOutcome): ErrorData | undefined {
  if (result && presentationOf(result).error !== undefined) return undefined;
  if (error !== undefined) return error;
  return state === 'running' || result !== undefined
    ? undefined
    : { code: 'not-sent', message: 'The request was not sent.' };
}

/** The request line, with its placeholders filled in once it was sent. */
export function sentLine(line: string, { result }: RequestOutcome): string {
  if (!line.includes('{{') || result === undefined) return line;
  return presentationOf(result).sent?.() ?? line;
}
