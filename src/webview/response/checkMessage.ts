import {
  hasShape,
  isBoolean,
  isCount,
  isFiniteNumber,
  isListOf,
  isMaybe,
  isObject,
  isOneOf,
  isString,
  type Guard,
} from '../../base/shape.ts';
import type { ResponseRequestName, ToPage } from './protocol.ts';

const error = hasShape({ code: isString, message: isString });
const isBytes: Guard<Uint8Array> = (value) => value instanceof Uint8Array;
const isNothing: Guard<null> = (value) => value === null;
const anything: Guard<unknown> = (value): value is unknown => value !== undefined;

const heading = {
  entry: isCount,
  label: isString,
  line: isString,
  verdict: isString,
  tone: isString,
  at: isFiniteNumber,
};

const outcome = hasShape({
  label: isString,
  state: isOneOf(['running', 'passed', 'failed', 'error', 'skipped']),
  checks: isListOf(hasShape({ text: isString, state: isString })),
  error: isMaybe(error),
  result: isMaybe(hasShape({ kind: isString })),
  duration: isFiniteNumber,
});

const snapshot = hasShape({
  shown: isMaybe(hasShape({ ...heading, outcome, hasPrevious: isBoolean, forgotten: isBoolean })),
  history: isListOf(hasShape(heading)),
});

const results: { readonly [N in ResponseRequestName]: Guard<unknown> } = {
  ready: hasShape({ snapshot, copyFormats: isListOf(hasShape({ format: isString, label: isString })) }),
  show: isNothing,
  part: isBytes,
  wire: hasShape({
    sent: isBytes,
    received: isBytes,
    sentBytes: isCount,
    receivedBytes: isCount,
    incomplete: isBoolean,
  }),
  act: isNothing,
  copyAs: isNothing,
  copyText: isNothing,
};

export function isResult(name: string, value: unknown): boolean {
  return Object.hasOwn(results, name) && results[name as ResponseRequestName](value);
}

const messages: { readonly [K in ToPage['kind']]: Guard<unknown> } = {
  result: hasShape({ id: isCount, result: anything }),
  failure: hasShape({ id: isCount, error }),
  snapshot: hasShape({ snapshot }),
  focus: hasShape({}),
};

/** What the page takes from the host; anything else is dropped. */
export function isToPage(value: unknown): value is ToPage {
  return (
    isObject(value) && isOneOf(Object.keys(messages))(value['kind']) && messages[value['kind'] as ToPage['kind']](value)
  );
}
