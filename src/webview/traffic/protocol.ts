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
 * What crosses between the traffic view's browser and the extension host. The page asks, the host answers each request
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

/** Rows from index `from` on of a list that has forgotten `forgottenRows` before. */
export type TrafficRows = Guarded<typeof isRows>;
const isRows = hasShape({ from: isCount, forgottenRows: isCount, rows: isListOf(isRow) });

export type FilterKeyHelp = Guarded<typeof isFilterKeyHelp>;
const isFilterKeyHelp = hasShape({
  name: isString,
  sentence: isString,
  /** A whole term: `length:>100`. */
  example: isString,
  /** The values there are, where they are few. */
  values: isListOf(isString),
});

export type EncodingChoice = Guarded<typeof isEncodingChoice>;
const isEncodingChoice = hasShape({ name: isString, label: isString, family: isString });

export type TrafficInit = Guarded<typeof isInit>;
const isInit = hasShape({
  snapshot: isSnapshot,
  /** The first rows that the page shows: the newest ones, or the oldest. */
  rows: isRows,
  filterKeys: isListOf(isFilterKeyHelp),
  encodings: isListOf(isEncodingChoice),
  errorHandlers: isListOf(isString),
  copyFormats: isListOf(hasShape({ format: isString, label: isString })),
  /** What bytes can be dissected as, `auto` and `none` first. */
  dissectors: isListOf(hasShape({ name: isString, sentence: isString })),
  place: isOneOf(['panel', 'editor']),
  defaultEncoding: isString,
});

/** Of an encoding, an error handler, a format or a dissector. */
export const isName: Guard<string> = (value): value is string => isString(value) && value.length <= 64;

/** Which rows a page shows first, and how they are read. */
export type TrafficReading = Guarded<typeof isReading>;
const isReading = hasShape({
  filter: isString,
  /** The newest rows, or the oldest. */
  newest: isBoolean,
  /** Empty: the default one. */
  encoding: isName,
  errors: isName,
});

/** What comes with a page, for one that reads it so: it is shown before anything is asked. */
export type TrafficFirst = Guarded<typeof isFirst>;
export const isFirst = hasShape({ reading: isReading, init: isInit });

export type PageCommand = Guarded<typeof isPageCommand>;
const isPageCommand = isOneOf(['startTcpServer', 'startUdpServer', 'openInEditor', 'saveAs', 'clear']);

/** What can be done with an event beside copying it. */
export type EventCommand = Guarded<typeof isEventCommand>;
const isEventCommand = isOneOf(['sendAgain', 'showEndpoint']);

const isNarrowedKey = isOneOf(['endpoint', 'peer']);

/** What a command of the palette asks the page to do. */
export type PageAction = Guarded<typeof isAction>;
const isAction = isAnyOf(
  hasShape({ do: isOneOf(['focusFilter', 'togglePause', 'toggleFollow', 'focusBytes', 'refresh']) }),
  hasShape({ do: isOneOf(['setFilter']), filter: isString }),
  hasShape({ do: isOneOf(['reveal']), seq: isCount }),
  hasShape({ do: isOneOf(['copyAs', 'copyEvent']), format: isString }),
  hasShape({ do: isOneOf(['narrow']), key: isNarrowedKey, not: isBoolean }),
  hasShape({ do: isOneOf(['onEvent']), what: isEventCommand }),
);

/** Rows of one request: a page has no reason to ask for more. */
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
    /** How the page reads from now on, for when it is shown again. */
    reads: [isReading, isNull],
    rows: [hasShape({ from: isCount, count: isRowCount, encoding: isName, errors: isName }), isRows],
    filter: [hasShape({ filter: isString }), isVerdict],
    pause: [hasShape({ paused: isBoolean }), isSnapshot],
    /** The payload's first bytes: the host bounds how many. */
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
    /** The filter narrowed to the events of an endpoint or a peer, or to those of all others. */
    narrow: [
      hasShape({ filter: isString, key: isNarrowedKey, value: isString, not: isBoolean }),
      hasShape({ filter: isString }),
    ],
    /** Does something with an event; what becomes of it is said by the host. */
    onEvent: [hasShape({ what: isEventCommand, seq: isCount, endpoint: isCount, connection: isCount }), isNull],
    /** Puts the texts of rows on the clipboard. */
    copyText: [hasShape({ text: isString }), isNull],
    /** `encoding`: the one that the page decodes in, for what is saved. */
    run: [hasShape({ command: isPageCommand, encoding: isName }), isNull],
  },
  says: {
    snapshot: hasShape({ snapshot: isSnapshot }),
    action: hasShape({ action: isAction }),
  },
} as const satisfies PageProtocol;
