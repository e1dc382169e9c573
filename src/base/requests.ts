// The messages between a side that asks and a side that answers: two threads, or a page and its host. One table has
// every request.
import type { ErrorData } from './errors.ts';

/** The types that may cross during a request: reports to the caller, questions to the caller, and their answers. */
interface Meanwhile {
  readonly report?: unknown;
  readonly question?: unknown;
  readonly answer?: unknown;
}

/** Request name -> [parameters, result, traffic during the request]. */
export type RequestTable<R> = {
  readonly [N in keyof R]: readonly [params: unknown, result: unknown, meanwhile?: Meanwhile];
};

export type ReportOf<T> = T extends readonly [unknown, unknown, { readonly report: infer Report }] ? Report : never;
export type QuestionOf<T> = T extends readonly [unknown, unknown, { readonly question: infer Q }] ? Q : never;
export type AnswerOf<T> = T extends readonly [unknown, unknown, { readonly answer: infer Answer }] ? Answer : never;

/** A row of a table of requests: how the request is carried and, in its type only, its parameters and result. */
interface RequestRow<T> {
  /** False: there is no time limit, because a person, the peer or the disk decides when the request ends. */
  readonly timed: boolean;
  /** The entry in the RequestTable: a type only, never a value. */
  readonly of: T;
}

export function requestRow<P, R, M extends Meanwhile = Meanwhile>({ timed = true } = {}) {
  return { timed } as RequestRow<readonly [params: P, result: R, meanwhile: M]>;
}

/** The RequestTable that follows from the types of the rows. */
export type RequestsOf<Rows extends { readonly [N in keyof Rows]: RequestRow<unknown> }> = {
  readonly [N in keyof Rows]: Rows[N]['of'];
};

/** A question by its number, which is unique within its request. */
interface AnswerTo {
  readonly kind: 'answer';
  readonly id: number;
  readonly question: number;
}

/** To the side that answers. A cancelled request still gets its response: the partial result, or an error. */
export type ToAnswerer<R> =
  | {
      readonly [N in keyof R]: {
        readonly kind: 'request';
        readonly id: number;
        readonly name: N;
        readonly params: R[N] extends readonly [infer P, ...unknown[]] ? P : never;
      };
    }[keyof R]
  | { readonly kind: 'cancel'; readonly id: number }
  | (AnswerTo & { readonly answer: unknown })
  | (AnswerTo & { readonly error: ErrorData });

/** To the side that asks. */
export type ToCaller =
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorData }
  | { readonly kind: 'report'; readonly id: number; readonly report: unknown }
  | { readonly kind: 'question'; readonly id: number; readonly question: number; readonly asked: unknown };
