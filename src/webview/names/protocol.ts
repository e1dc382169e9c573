import { isErrorData, type PageProtocol } from '../../base/pageMessages.ts';
import {
  hasShape,
  isAnyOf,
  isCount,
  isListOf,
  isMaybe,
  isNull,
  isOneOf,
  isString,
  looksLike,
  type Guarded,
} from '../../base/shape.ts';
import type { DnsExchange, DnsQuerySpec } from '../../net/dns/exchange.ts';
import type { LookupAnswer, LookupSpec } from '../../net/dns/requests.ts';
import type { Trace, TraceSpec } from '../../net/dns/trace.ts';
import type { CheckOutcome } from '../../requests/run/outcome.ts';
import { answerAsks, answerSays, entryShape, snapshotOf } from '../common/answers.ts';

/**
 * Messages between the Names view's page and the extension host. The page sends requests, and the host answers each
 * once. A message that the host sends unasked is a whole snapshot.
 */

/** The user's question. */
export type NamesAsk = Guarded<typeof isAsk>;
const isAsk = isAnyOf(
  hasShape({ kind: isOneOf(['resolve']), spec: looksLike<DnsQuerySpec>({}) }),
  hasShape({
    kind: isOneOf(['compare']),
    spec: looksLike<Omit<DnsQuerySpec, 'server'>>({}),
    servers: isListOf(isString),
  }),
  hasShape({ kind: isOneOf(['trace']), spec: looksLike<TraceSpec>({}) }),
  hasShape({ kind: isOneOf(['lookup']), spec: looksLike<LookupSpec>({}) }),
  /** A DNS or LOOKUP request of a file, by its line. */
  hasShape({ kind: isOneOf(['request']), line: isString }),
);

export type NamesResult = Guarded<typeof isNamesResult>;
const isNamesResult = isAnyOf(
  hasShape({ kind: isOneOf(['exchanges']), exchanges: isListOf(looksLike<DnsExchange>({})) }),
  hasShape({ kind: isOneOf(['trace']), trace: looksLike<Trace>({}) }),
  hasShape({ kind: isOneOf(['lookup']), answer: looksLike<LookupAnswer>({}) }),
);

/** `good`: success; `warn`: a negative answer; `bad`: no answer. */
export type NamesTone = NamesHeading['tone'];

const heading = {
  ...entryShape,
  tone: isOneOf(['good', 'warn', 'bad', 'running']),
};

/** An entry of the history. */
export type NamesHeading = Guarded<typeof isHeading>;
const isHeading = hasShape(heading);

export type ShownNames = Guarded<typeof isShown>;
const isShown = hasShape({
  ...heading,
  ask: isAsk,
  /** For a running trace: the steps so far. */
  result: isMaybe(isNamesResult),
  error: isMaybe(isErrorData),
  /** Only for a request of a file. */
  checks: isMaybe(
    isListOf(
      looksLike<CheckOutcome>({ start: isCount, text: isString, state: isOneOf(['passed', 'failed', 'error']) }),
    ),
  ),
  /** The place of the request: `mail.http:12`. */
  source: isMaybe(isString),
});

export type NamesSnapshot = Guarded<typeof isSnapshot>;
const isSnapshot = snapshotOf(isHeading, isShown);

export type NamesAction = Guarded<typeof isAction>;
const isAction = isOneOf(['again', 'cancel', 'another', 'clearHistory', 'goToRequest']);

export type NamesProtocol = typeof namesProtocol;
export const namesProtocol = {
  asks: {
    ready: [isNull, isSnapshot],
    ...answerAsks,
    act: [hasShape({ action: isAction, entry: isCount }), isNull],
    /** Shows the bytes of an exchange in the Traffic view. */
    showTraffic: [hasShape({ connection: isCount }), isNull],
  },
  says: answerSays(isSnapshot),
} as const satisfies PageProtocol;
