import { isErrorData, type PageProtocol } from '../../base/pageMessages.ts';
import {
  hasShape,
  isAnyOf,
  isBoolean,
  isBytes,
  isCount,
  isFiniteNumber,
  isListOf,
  isMaybe,
  isNull,
  isObject,
  isOneOf,
  isString,
  looksLike,
  type Guard,
  type Guarded,
} from '../../base/shape.ts';
import type { Dissection, FilterVerdict, ViewRow, ViewSnapshot } from '../../engine/messages.ts';
import type { DissectedField } from '../../protocol/dissect.ts';
import { isDecodedText } from '../common/decodedText.ts';

/**
 * Messages between the Traffic view's page and the extension host. The page sends requests, and the host answers each
 * once: with a result or a failure. A notice that may be dropped or merged is a whole snapshot.
 */

const isSnapshot = looksLike<ViewSnapshot>({
  rows: isCount,
  forgottenRows: isCount,
  paused: isBoolean,
  pending: isCount,
  progress: isFiniteNumber,
  filter: isString,
  journal: looksLike<ViewSnapshot['journal']>({
    first: isCount,
    next: isCount,
    events: isCount,
    bytes: isCount,
    forgottenEvents: isCount,
    forgottenBytes: isCount,
    endpoints: isCount,
  }),
});

const isRow = looksLike<ViewRow>({
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

/** Rows from index `from` on. The list has dropped `forgottenRows` rows before its index 0. */
export type TrafficRows = Guarded<typeof isRows>;
const isRows = hasShape({ from: isCount, forgottenRows: isCount, rows: isListOf(isRow) });

export type FilterKeyHelp = Guarded<typeof isFilterKeyHelp>;
const isFilterKeyHelp = hasShape({
  name: isString,
  sentence: isString,
  /** A whole term: `length:>100`. */
  example: isString,
  /** The possible values, if they are few. */
  values: isListOf(isString),
});

export type EncodingChoice = Guarded<typeof isEncodingChoice>;
const isEncodingChoice = hasShape({ name: isString, label: isString, family: isString });

export type TrafficInit = Guarded<typeof isInit>;
const isInit = hasShape({
  snapshot: isSnapshot,
  /** The first visible rows of the page: the newest or the oldest. */
  rows: isRows,
  filterKeys: isListOf(isFilterKeyHelp),
  encodings: isListOf(isEncodingChoice),
  errorHandlers: isListOf(isString),
  copyFormats: isListOf(hasShape({ format: isString, label: isString })),
  /** The available dissectors, `auto` and `none` first. */
  dissectors: isListOf(hasShape({ name: isString, sentence: isString })),
  place: isOneOf(['panel', 'editor']),
  defaultEncoding: isString,
});

/** The name of an encoding, an error handler, a format or a dissector. */
export const isName: Guard<string> = (value): value is string => isString(value) && value.length <= 64;

/** The choice of a page's first rows, and how they are decoded. */
export type TrafficReading = Guarded<typeof isReading>;
const isReading = hasShape({
  filter: isString,
  /** The newest rows; otherwise the oldest. */
  newest: isBoolean,
  /** Empty: the default encoding. */
  encoding: isName,
  errors: isName,
});

/** Data sent with the page itself for a given reading. It is shown before the page's first request. */
export type TrafficFirst = Guarded<typeof isFirst>;
export const isFirst = hasShape({ reading: isReading, init: isInit });

export type PageCommand = Guarded<typeof isPageCommand>;
const isPageCommand = isOneOf(['startTcpServer', 'startUdpServer', 'openInEditor', 'saveAs', 'clear']);

/** The actions on an event, except copying. */
export type EventCommand = Guarded<typeof isEventCommand>;
const isEventCommand = isOneOf(['sendAgain', 'showEndpoint']);

const isNarrowedKey = isOneOf(['endpoint', 'peer']);

/** A command of the palette that the page carries out. */
export type PageAction = Guarded<typeof isAction>;
const isAction = isAnyOf(
  hasShape({ do: isOneOf(['focusFilter', 'togglePause', 'toggleFollow', 'focusBytes', 'refresh']) }),
  hasShape({ do: isOneOf(['setFilter']), filter: isString }),
  hasShape({ do: isOneOf(['reveal']), seq: isCount }),
  hasShape({ do: isOneOf(['copyAs', 'copyEvent']), format: isString }),
  hasShape({ do: isOneOf(['narrow']), key: isNarrowedKey, not: isBoolean }),
  hasShape({ do: isOneOf(['onEvent']), what: isEventCommand }),
);

/** The limit of rows in one request: a page never needs more. */
const mostRows = 2000;
const isRowCount: Guard<number> = (value): value is number => isCount(value) && value <= mostRows;

const isVerdict: Guard<FilterVerdict> = (value): value is FilterVerdict =>
  isObject(value) && (value['ok'] === true || hasShape({ error: isErrorData, start: isCount, end: isCount })(value));

const isField: Guard<DissectedField> = (value): value is DissectedField =>
  hasShape({ name: isString, text: isString, start: isCount, end: isCount, problem: isMaybe(isString) })(value) &&
  isMaybe(isListOf(isField))((value as { children?: unknown }).children);

export type TrafficProtocol = typeof trafficProtocol;
export const trafficProtocol = {
  asks: {
    ready: [isReading, isInit],
    /** The page's new reading, for when it is shown again. */
    reads: [isReading, isNull],
    rows: [hasShape({ from: isCount, count: isRowCount, encoding: isName, errors: isName }), isRows],
    filter: [hasShape({ filter: isString }), isVerdict],
    pause: [hasShape({ paused: isBoolean }), isSnapshot],
    /** The payload's first bytes. The host limits their number. */
    bytes: [hasShape({ seq: isCount }), hasShape({ bytes: isBytes })],
    decode: [hasShape({ seq: isCount, encoding: isName, errors: isName }), isDecodedText],
    dissect: [
      hasShape({ seq: isCount, dissector: isName }),
      looksLike<Dissection>({ dissector: isMaybe(isString), fields: isListOf(isField) }),
    ],
    indexOf: [hasShape({ seq: isCount }), isFiniteNumber],
    /** Puts bytes `start` to `end` of an event on the clipboard; the result is the number of bytes. */
    copy: [
      hasShape({ seq: isCount, start: isCount, end: isCount, format: isName, encoding: isName, errors: isName }),
      isCount,
    ],
    /** The filter, narrowed to the events of an endpoint or peer, or to all other events. */
    narrow: [
      hasShape({ filter: isString, key: isNarrowedKey, value: isString, not: isBoolean }),
      hasShape({ filter: isString }),
    ],
    /** Carries out an action on an event. The host reports the outcome to the user. */
    onEvent: [hasShape({ what: isEventCommand, seq: isCount, endpoint: isCount, connection: isCount }), isNull],
    /** Copies the texts of rows to the clipboard. */
    copyText: [hasShape({ text: isString }), isNull],
    /** `encoding`: the page's current encoding, for saved files. */
    run: [hasShape({ command: isPageCommand, encoding: isName }), isNull],
  },
  says: {
    snapshot: hasShape({ snapshot: isSnapshot }),
    action: hasShape({ action: isAction }),
  },
} as const satisfies PageProtocol;
