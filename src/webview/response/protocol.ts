import { isErrorData, type PageProtocol } from '../../base/pageMessages.ts';
import {
  hasShape,
  isBoolean,
  isBytes,
  isCount,
  isFiniteNumber,
  isListOf,
  isMaybe,
  isNull,
  isOneOf,
  isString,
  looksLike,
  type Guard,
  type Guarded,
} from '../../base/shape.ts';
import type { HttpProgress } from '../../net/http/exchange.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { AnswerData, Fact } from '../../requests/words/presentation.ts';
import { answerAsks, answerSays, entryShape, snapshotOf } from '../common/answers.ts';

/**
 * Messages between the response view's page and the extension host. The page sends requests, and the host answers each
 * once. A message that the host sends unasked is a whole snapshot.
 */

/** `good`: success; `warn`: an answer with a client error (4xx), or a failed check; `bad`: no answer, or 5xx. */
export type Tone = ResponseHeading['tone'];

const heading = {
  ...entryShape,
  /** `GET http://127.0.0.1:8080/get`. */
  line: isString,
  tone: isOneOf(['good', 'plain', 'warn', 'bad', 'running']),
};

/** An entry of the history. */
export type ResponseHeading = Guarded<typeof isHeading>;
const isHeading = hasShape(heading);

const isOutcome = looksLike<Omit<RequestOutcome, 'result'>>({
  label: isString,
  state: isOneOf(['running', 'passed', 'failed', 'error', 'skipped']),
  checks: isListOf(hasShape({ text: isString, state: isString })),
  error: isMaybe(isErrorData),
  duration: isFiniteNumber,
});

const isFact: Guard<Fact> = (value): value is Fact =>
  Array.isArray(value) && value.length === 2 && value.every(isString);

/** The result of a request, as its keyword presents it. The page requests the bytes in parts. */
const isAnswer = looksLike<AnswerData>({
  title: isMaybe(isString),
  text: isMaybe(isString),
  bytes: isMaybe(isCount),
  facts: isListOf(isFact),
  exchange: isMaybe(hasShape({ hops: isListOf(hasShape({ method: isString, url: isString })) })),
});

export type ShownResponse = Guarded<typeof isShown>;
const isShown = hasShape({
  ...heading,
  outcome: isOutcome,
  /** Absent if nothing was received. */
  answer: isMaybe(isAnswer),
  progress: isMaybe(looksLike<HttpProgress>({})),
  /** The file and the line of the request. */
  source: isMaybe(isString),
  /** An older answer to the same request, to compare with. */
  hasPrevious: isBoolean,
  /** Its bytes were dropped to make room for newer answers. */
  forgotten: isBoolean,
});

export type ResponseSnapshot = Guarded<typeof isSnapshot>;
const isSnapshot = snapshotOf(isHeading, isShown);

export type ResponseInit = Guarded<typeof isInit>;
const isInit = hasShape({
  snapshot: isSnapshot,
  copyFormats: isListOf(hasShape({ format: isString, label: isString })),
});

/**
 * `decoded`: the body without its content codings; `encoded`: the body as received; `result`: the data that another
 * kind of request received.
 */
const isPartOf = isOneOf(['decoded', 'encoded', 'result']);

/** Both directions of a connection during a hop, from their beginnings. */
export type WireBytes = Guarded<typeof isWireBytes>;
const isWireBytes = hasShape({
  sent: isBytes,
  received: isBytes,
  sentBytes: isCount,
  receivedBytes: isCount,
  /** The journal no longer has all of it. */
  incomplete: isBoolean,
});

export type ResponseAction = Guarded<typeof isAction>;
const isAction = isOneOf([
  'sendAgain',
  'sendAnyway',
  'sendRaw',
  'cancel',
  'save',
  'openBody',
  'compare',
  'showTraffic',
  'goToRequest',
  'saveRequest',
  'trustWorkspace',
  'clearHistory',
]);

/** The size limit of one request for bytes: a page never needs more. */
const mostBytes = 4 << 20;
const isLength: Guard<number> = (value): value is number => isCount(value) && value <= mostBytes;
const isName: Guard<string> = (value): value is string => isString(value) && value.length <= 64;

export type ResponseProtocol = typeof responseProtocol;
export const responseProtocol = {
  asks: {
    ready: [isNull, isInit],
    ...answerAsks,
    part: [hasShape({ entry: isCount, of: isPartOf, offset: isCount, length: isLength }), isBytes],
    wire: [hasShape({ entry: isCount, hop: isCount }), isWireBytes],
    act: [hasShape({ action: isAction, entry: isCount, hop: isMaybe(isCount) }), isNull],
    copyAs: [hasShape({ entry: isCount, format: isName }), isNull],
  },
  says: answerSays(isSnapshot),
} as const satisfies PageProtocol;
