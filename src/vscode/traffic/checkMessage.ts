import { isRequestOf } from '../../base/pageMessages.ts';
import { hasShape, isBoolean, isCount, isMaybe, isOneOf, isString, type Guard } from '../../base/shape.ts';
import type { PageCommand, ToHost, TrafficReading, TrafficRequestName } from '../../webview/protocol.ts';

const pageCommands = [
  'startTcpServer',
  'startUdpServer',
  'openInEditor',
  'saveAs',
  'clear',
] as const satisfies readonly PageCommand[];

/** Rows of one request: a page has no reason to ask for more. */
const mostRows = 2000;
const isRowCount: Guard<number> = (value): value is number => isCount(value) && value <= mostRows;
const isName: Guard<string> = (value): value is string => isString(value) && value.length <= 64;

const isReading = hasShape({ filter: isString, newest: isBoolean, encoding: isName, errors: isName });

const params: { readonly [N in TrafficRequestName]: Guard<unknown> } = {
  ready: isReading,
  reads: isReading,
  rows: hasShape({ from: isCount, count: isRowCount, encoding: isName, errors: isName }),
  filter: hasShape({ filter: isString }),
  pause: hasShape({ paused: isBoolean }),
  bytes: hasShape({ seq: isCount }),
  decode: hasShape({ seq: isCount, encoding: isName, errors: isName }),
  dissect: hasShape({ seq: isCount, dissector: isName }),
  indexOf: hasShape({ seq: isCount }),
  copy: hasShape({ seq: isCount, start: isCount, end: isCount, format: isName, encoding: isName, errors: isName }),
  narrow: hasShape({ filter: isString, key: isOneOf(['endpoint', 'peer']), value: isString, not: isBoolean }),
  onEvent: hasShape({
    what: isOneOf(['sendAgain', 'showEndpoint']),
    seq: isCount,
    endpoint: isCount,
    connection: isCount,
  }),
  copyText: hasShape({ text: isString }),
  run: hasShape({ command: isOneOf(pageCommands), encoding: isName }),
};

/** What the host takes from a page; anything else is dropped. */
export function isToHost(value: unknown): value is ToHost {
  return isRequestOf(params, value);
}

const isStored = hasShape({ filter: isString, follow: isBoolean, encoding: isMaybe(isName), errors: isName });

/** How a page reads that has stored this state; the initial reading where it has stored none. */
export function readingOf(stored: unknown): TrafficReading {
  if (!isStored(stored)) return { filter: '', newest: true, encoding: '', errors: 'backslashreplace' };
  const { filter, follow, encoding = '', errors } = stored as Stored;
  return { filter, newest: follow, encoding, errors };
}

interface Stored {
  readonly filter: string;
  readonly follow: boolean;
  readonly encoding?: string;
  readonly errors: string;
}
