import type { ErrorData } from '../../base/errors.ts';
import type { DnsExchange } from '../../net/dns/exchange.ts';
import type { LookupAnswer } from '../../net/dns/requests.ts';
import type { ItemKind } from './spec.ts';
import type { HttpExchange } from '../../net/http/exchange.ts';

/** `good`: as wished; `warn`: an answer that says no; `bad`: it did not go through. */
export type ResultTone = 'good' | 'plain' | 'warn' | 'bad';

export type Fact = readonly [name: string, value: string];

/** The answer that the Names view shows. */
type NamesAnswer =
  | { readonly kind: 'exchanges'; readonly exchanges: readonly DnsExchange[] }
  | { readonly kind: 'lookup'; readonly answer: LookupAnswer };

/** A result as it is shown: by the command line, in the verdict, the tabs and the details. Functions are what takes time. */
export interface Presentation {
  /** In a few words: `200 OK`. */
  readonly verdict: string;
  /** Absent: `good`. */
  readonly tone?: ResultTone;
  /** The label of its tab: `Received`, `Output`. Absent: there is no answer to show. */
  readonly title?: string;
  /** The answer as text ... */
  readonly text?: () => string;
  readonly language?: 'json';
  /** ... or as bytes. */
  readonly bytes?: Uint8Array;
  /** There is nothing in it: a sentence. */
  readonly empty?: string;
  readonly facts?: readonly Fact[];
  /** Why it is not whole. */
  readonly error?: ErrorData;
  /** The error is one of the file; absent: of the network. */
  readonly fault?: 'file';
  /** Notes on the way to the answer. */
  readonly notes?: readonly string[];
  /** The request line with its placeholders filled in. */
  readonly sent?: () => string;
  /** The output of a program, for reports. */
  readonly output?: string;
  /** The exchange of HTTP, which has tabs of its own. */
  readonly exchange?: HttpExchange;
  readonly names?: NamesAnswer;
  /** For programs. */
  readonly json: () => { readonly kind: string };
  /** For a terminal that asks for everything, but for the body of an exchange. */
  readonly lines: () => readonly string[];
}

/** The presentation of a result that is JSON. */
export function dataPresentation(kind: ItemKind, verdict: string, data: unknown) {
  const text = (): string => JSON.stringify(data, null, 2);
  return {
    ...{ verdict, title: 'Answer', text, language: 'json' },
    json: () => ({ kind, data }),
    lines: () => text().split('\n'),
  } satisfies Presentation;
}

/** The part that crosses to a page: data alone, and the number of bytes in place of the bytes. */
export interface AnswerData extends Pick<Presentation, 'title' | 'language' | 'empty' | 'error' | 'exchange'> {
  readonly text?: string;
  readonly bytes?: number;
  readonly facts: readonly Fact[];
}

export function answerData(presentation: Presentation): AnswerData {
  const { title, text, language, bytes, empty, facts = [], error, exchange } = presentation;
  return {
    facts,
    ...(title !== undefined && { title }),
    ...(text && { text: text() }),
    ...(language && { language }),
    ...(bytes && { bytes: bytes.length }),
    ...(empty !== undefined && { empty }),
    ...(error && { error }),
    ...(exchange && { exchange }),
  };
}

/** Bytes of what was received that are written out in JSON and in a terminal. */
export const mostShown = 64 * 1024;
