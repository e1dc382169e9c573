// What a webview's page and its host say to each other, whichever view it is: requests with a result or a failure, and messages.
import { isErrorCode } from './codes.ts';
import type { ErrorData } from './errors.ts';
import { hasShape, isCount, isObject, isString, type Guard } from './shape.ts';

/** Request name -> [parameters, result]. */
type Table<R> = { readonly [N in keyof R]: readonly [unknown, unknown] };

/** What the page of a view asks, by its table of requests. */
export type PageRequestOf<R extends Table<R>> = {
  readonly [N in keyof R]: {
    readonly kind: 'request';
    readonly id: number;
    readonly name: N;
    readonly params: R[N][0];
  };
}[keyof R];

/** What the page is told: what became of its requests, and `Said`, which it did not ask for. */
export type ToPageOf<Said> =
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorData }
  | Said;

type Guards = Readonly<Record<string, Guard<unknown>>>;

export const isErrorData = hasShape({ code: isErrorCode, message: isString });
const isThere: Guard<unknown> = (value): value is unknown => value !== undefined;
const answers: Guards = {
  result: hasShape({ id: isCount, result: isThere }),
  failure: hasShape({ id: isCount, error: isErrorData }),
};

function holds(guards: Guards, name: unknown, value: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(guards, name) && guards[name]!(value);
}

/** Whether a value is a request of a page, its parameters as the table has them. */
export function isRequestOf(params: Guards, value: unknown): boolean {
  if (!isObject(value) || value['kind'] !== 'request' || !isCount(value['id'])) return false;
  return holds(params, value['name'], value['params']);
}

/** Whether a value is what a request of this name results in. */
export function isResultOf(results: Guards, name: string, value: unknown): boolean {
  return holds(results, name, value);
}

/** Whether a value is a message to a page: a result, a failure, or one of the table, by its kind. */
export function isMessageOf(said: Guards, value: unknown): boolean {
  if (!isObject(value)) return false;
  return holds(answers, value['kind'], value) || holds(said, value['kind'], value);
}
