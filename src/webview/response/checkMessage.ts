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
import type { Fact } from '../../requests/words/presentation.ts';
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
  duration: isFiniteNumber,
});

const isFact: Guard<Fact> = (value): value is Fact =>
  Array.isArray(value) && value.length === 2 && value.every(isString);

const answer = hasShape({
  title: isMaybe(isString),
  text: isMaybe(isString),
  bytes: isMaybe(isCount),
  facts: isListOf(isFact),
  exchange: isMaybe(hasShape({ hops: isListOf(hasShape({ method: isString, url: isString })) })),
});

const snapshot = hasShape({
  shown: isMaybe(
    hasShape({ ...heading, outcome, answer: isMaybe(answer), hasPrevious: isBoolean, forgotten: isBoolean }),
  ),
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
