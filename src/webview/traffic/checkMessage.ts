import { isErrorData, isMessageOf, isResultOf } from '../../base/pageMessages.ts';
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
import type { ToPage, TrafficFirst, TrafficRequestName, TrafficResult } from '../protocol.ts';

const journal = hasShape({
  first: isCount,
  next: isCount,
  events: isCount,
  bytes: isCount,
  forgottenEvents: isCount,
  forgottenBytes: isCount,
  endpoints: isCount,
});

const snapshot = hasShape({
  rows: isCount,
  forgottenRows: isCount,
  paused: isBoolean,
  pending: isCount,
  progress: isFiniteNumber,
  filter: isString,
  journal,
});

const row = hasShape({
  seq: isCount,
  time: isFiniteNumber,
  kind: isString,
  direction: isString,
  length: isCount,
  endpointName: isString,
  peer: isString,
  preview: isString,
  endpoint: isCount,
  connection: isCount,
});

const isBytes: Guard<Uint8Array> = (value) => value instanceof Uint8Array;
const isOffsets: Guard<Uint32Array> = (value) => value instanceof Uint32Array;

const isField: Guard<unknown> = (value): value is unknown =>
  hasShape({ name: isString, text: isString, start: isCount, end: isCount, problem: isMaybe(isString) })(value) &&
  isMaybe(isListOf(isField))((value as { children?: unknown }).children);

const isNull: Guard<null> = (value): value is null => value === null;

const rows = hasShape({ from: isCount, forgottenRows: isCount, rows: isListOf(row) });

const results: { readonly [N in TrafficRequestName]: Guard<unknown> } = {
  ready: hasShape({
    snapshot,
    rows,
    filterKeys: isListOf(
      hasShape({
        name: isString,
        sentence: isString,
        example: isString,
        values: isListOf(isString),
      }),
    ),
    encodings: isListOf(hasShape({ name: isString, label: isString, family: isString })),
    errorHandlers: isListOf(isString),
    copyFormats: isListOf(hasShape({ format: isString, label: isString })),
    dissectors: isListOf(hasShape({ name: isString, sentence: isString })),
    place: isOneOf(['panel', 'editor']),
    defaultEncoding: isString,
  }),
  reads: isNull,
  rows,
  filter: (value): value is unknown =>
    isObject(value) && (value['ok'] === true || hasShape({ error: isErrorData, start: isCount, end: isCount })(value)),
  pause: snapshot,
  bytes: hasShape({ bytes: isBytes }),
  decode: hasShape({
    text: isString,
    starts: isOffsets,
    failure: isMaybe(hasShape({ reason: isString, start: isCount, end: isCount })),
  }),
  dissect: hasShape({ dissector: isMaybe(isString), fields: isListOf(isField) }),
  indexOf: isFiniteNumber,
  copy: isCount,
  narrow: hasShape({ filter: isString }),
  onEvent: isNull,
  copyText: isNull,
  run: isNull,
};

export function isResult<N extends TrafficRequestName>(name: N, value: unknown): value is TrafficResult<N> {
  return isResultOf(results, name, value);
}

const reading = hasShape({ filter: isString, newest: isBoolean, encoding: isString, errors: isString });

/** Whether what came with the page is what it may show. */
export function isFirst(value: unknown): value is TrafficFirst {
  return hasShape({ reading, init: results.ready })(value);
}

const action: Guard<unknown> = (value): value is unknown => {
  if (!isObject(value)) return false;
  if (value['do'] === 'setFilter') return isString(value['filter']);
  if (value['do'] === 'reveal') return isCount(value['seq']);
  if (value['do'] === 'copyAs' || value['do'] === 'copyEvent') return isString(value['format']);
  if (value['do'] === 'narrow') return isOneOf(['endpoint', 'peer'])(value['key']) && isBoolean(value['not']);
  if (value['do'] === 'onEvent') return isOneOf(['sendAgain', 'showEndpoint'])(value['what']);
  return isOneOf(['focusFilter', 'togglePause', 'toggleFollow', 'focusBytes', 'refresh'])(value['do']);
};

const said = {
  snapshot: hasShape({ snapshot }),
  action: hasShape({ action }),
} satisfies { readonly [K in Exclude<ToPage['kind'], 'result' | 'failure'>]: Guard<unknown> };

/** What the page takes from the host; anything else is dropped. */
export function isToPage(value: unknown): value is ToPage {
  return isMessageOf(said, value);
}
