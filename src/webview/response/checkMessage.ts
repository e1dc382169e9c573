import { isErrorData, isMessageOf, isResultOf } from '../../base/pageMessages.ts';
import {
  hasShape,
  isBoolean,
  isCount,
  isFiniteNumber,
  isListOf,
  isMaybe,
  isOneOf,
  isString,
  type Guard,
} from '../../base/shape.ts';
import type { ResponseRequestName, ToPage } from './protocol.ts';

const isBytes: Guard<Uint8Array> = (value) => value instanceof Uint8Array;
const isNothing: Guard<null> = (value) => value === null;

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
  error: isMaybe(isErrorData),
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
  return isResultOf(results, name, value);
}

const said = {
  snapshot: hasShape({ snapshot }),
  focus: hasShape({}),
} satisfies { readonly [K in Exclude<ToPage['kind'], 'result' | 'failure'>]: Guard<unknown> };

/** What the page takes from the host; anything else is dropped. */
export function isToPage(value: unknown): value is ToPage {
  return isMessageOf(said, value);
}
