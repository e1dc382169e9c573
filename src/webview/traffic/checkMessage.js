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
} from '../../base/shape.ts';
const error = hasShape({ code: isString, message: isString });
const journal = hasShape({
  first: isCount,
  next: isCount,
  events: isCount,
  bytes: isCount,
  forgottenEvents: isCount,
  forgottenBytes: isCount,
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
});
const isBytes = (value) => value instanceof Uint8Array;
const isOffsets = (value) => value instanceof Uint32Array;
const anything = (value) => value !== undefined;
const results = {
  ready: hasShape({
    snapshot,
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
    place: isOneOf(['panel', 'editor']),
    defaultEncoding: isString,
  }),
  rows: hasShape({ from: isCount, forgottenRows: isCount, rows: isListOf(row) }),
  filter: (value) =>
    isObject(value) && (value['ok'] === true || hasShape({ error, start: isCount, end: isCount })(value)),
  pause: snapshot,
  bytes: hasShape({ bytes: isBytes }),
  decode: hasShape({
    text: isString,
    starts: isOffsets,
    failure: isMaybe(hasShape({ reason: isString, start: isCount, end: isCount })),
  }),
  indexOf: isFiniteNumber,
  copy: isCount,
  run: (value) => value === null,
};
export function isResult(name, value) {
  return results[name](value);
}
const action = (value) => {
  if (!isObject(value)) return false;
  if (value['do'] === 'setFilter') return isString(value['filter']);
  if (value['do'] === 'reveal') return isCount(value['seq']);
  if (value['do'] === 'copyAs') return isString(value['format']);
  return isOneOf(['focusFilter', 'togglePause', 'toggleFollow', 'focusBytes', 'refresh'])(value['do']);
};
const messages = {
  result: hasShape({ id: isCount, result: anything }),
  failure: hasShape({ id: isCount, error }),
  snapshot: hasShape({ snapshot }),
  action: hasShape({ action }),
};
/** What the page takes from the host; anything else is dropped. */
export function isToPage(value) {
  return isObject(value) && isOneOf(Object.keys(messages))(value['kind']) && messages[value['kind']](value);
}
