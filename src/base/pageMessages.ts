// The messages between a webview's page and its host, for every view: requests with a result or a failure, and notices.
import type { ErrorData } from './errors.ts';
import { hasShape, isCount, isObject, isString, looksLike, type Guard, type Guarded } from './shape.ts';

/**
 * The messages of a page as guards. Each side checks the messages it receives with them, and the types of both sides
 * are inferred from them, so each message is written once.
 */
export interface PageProtocol {
  /** The requests of the page, by name: their parameters and their result. */
  readonly asks: Readonly<Record<string, readonly [params: Guard<unknown>, result: Guard<unknown>]>>;
  /** The notices of the host, by kind. */
  readonly says: Readonly<Record<string, Guard<unknown>>>;
}

export type AskName<P extends PageProtocol> = keyof P['asks'] & string;
export type Params<P extends PageProtocol, N extends AskName<P>> = Guarded<P['asks'][N][0]>;
export type Result<P extends PageProtocol, N extends AskName<P>> = Guarded<P['asks'][N][1]>;

export type ToHost<P extends PageProtocol> = {
  readonly [N in AskName<P>]: {
    readonly kind: 'request';
    readonly id: number;
    readonly name: N;
    readonly params: Params<P, N>;
  };
}[AskName<P>];

export type Said<P extends PageProtocol> = {
  readonly [K in keyof P['says'] & string]: { readonly kind: K } & Guarded<P['says'][K]>;
}[keyof P['says'] & string];

/** The outcome of a request. */
export type Answer =
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorData };

export type ToPage<P extends PageProtocol> = Answer | Said<P>;

/** The host's end. It answers each request. */
export type AskHandlers<P extends PageProtocol> = {
  readonly [N in AskName<P>]: (params: Params<P, N>) => Promise<Result<P, N>>;
};

type Guards = Readonly<Record<string, Guard<unknown>>>;

/** Any code. The table of codes is too large for every page to load. */
export const isErrorData = looksLike<ErrorData>({ code: isString, message: isString });
const isThere: Guard<unknown> = (value): value is unknown => value !== undefined;
const answers: Guards = {
  result: hasShape({ id: isCount, result: isThere }),
  failure: hasShape({ id: isCount, error: isErrorData }),
};

function holds(guards: Guards, name: unknown, value: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(guards, name) && guards[name]!(value);
}

/** Whether a value is a request of the page with parameters that fit the protocol. */
export function isToHost<P extends PageProtocol>({ asks }: P, value: unknown): value is ToHost<P> {
  if (!isObject(value) || value['kind'] !== 'request' || !isCount(value['id'])) return false;
  const { name, params } = value;
  return typeof name === 'string' && Object.hasOwn(asks, name) && asks[name]![0](params);
}

/** Whether a value is a result of the request with this name. */
export function isResult({ asks }: PageProtocol, name: string, value: unknown): boolean {
  return Object.hasOwn(asks, name) && asks[name]![1](value);
}

/** Whether a value is a message to the page: a result, a failure or a notice. */
export function isToPage<P extends PageProtocol>({ says }: P, value: unknown): value is ToPage<P> {
  return isObject(value) && (holds(answers, value['kind'], value) || holds(says, value['kind'], value));
}
