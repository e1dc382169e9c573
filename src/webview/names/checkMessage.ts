import { isErrorData, isMessageOf, isResultOf } from '../../base/pageMessages.ts';
import {
  hasShape,
  isCount,
  isFiniteNumber,
  isListOf,
  isMaybe,
  isNull,
  isOneOf,
  isString,
  type Guard,
} from '../../base/shape.ts';
import type { NamesRequestName, ToPage } from './protocol.ts';

const check = hasShape({ start: isCount, text: isString, state: isOneOf(['passed', 'failed', 'error']) });
const heading = { entry: isCount, label: isString, verdict: isString, tone: isString, at: isFiniteNumber };

const snapshot = hasShape({
  shown: isMaybe(
    hasShape({
      ...heading,
      ask: hasShape({ kind: isOneOf(['resolve', 'compare', 'trace', 'lookup', 'request']) }),
      result: isMaybe(hasShape({ kind: isOneOf(['exchanges', 'trace', 'lookup']) })),
      error: isMaybe(isErrorData),
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
