import {
  hasShape,
  isCount,
  isFiniteNumber,
  isListOf,
  isMaybe,
  isNull,
  isObject,
  isOneOf,
  isString,
  type Guard,
} from '../../base/shape.ts';
import type { NamesRequestName, ToPage } from './protocol.ts';

const error = hasShape({ code: isString, message: isString });
const anything: Guard<unknown> = (value): value is unknown => value !== undefined;
const check = hasShape({ start: isCount, text: isString, state: isOneOf(['passed', 'failed', 'error']) });
const heading = { entry: isCount, label: isString, verdict: isString, tone: isString, at: isFiniteNumber };

const snapshot = hasShape({
  shown: isMaybe(
    hasShape({
      ...heading,
      ask: hasShape({ kind: isOneOf(['resolve', 'compare', 'trace', 'lookup', 'request']) }),
      result: isMaybe(hasShape({ kind: isOneOf(['exchanges', 'trace', 'lookup']) })),
      error: isMaybe(error),
      checks: isMaybe(isListOf(check)),
      source: isMaybe(isString),
    }),
  ),
  history: isListOf(hasShape(heading)),
});

const results: { readonly [N in NamesRequestName]: Guard<unknown> } = {
  ready: snapshot,
  show: isNull,
  act: isNull,
  showTraffic: isNull,
  copyText: isNull,
};

export function isResult(name: string, value: unknown): boolean {
  return Object.hasOwn(results, name) && results[name as NamesRequestName](value);
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
