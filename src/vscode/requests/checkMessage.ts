import { isRequestOf } from '../../base/pageMessages.ts';
import { hasShape, isCount, isMaybe, isNull, isOneOf, isString, type Guard } from '../../base/shape.ts';
import type { PartOf, ResponseAction, ResponseRequestName, ToHost } from '../../webview/response/protocol.ts';

const actions = [
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
] as const satisfies readonly ResponseAction[];

const parts = ['decoded', 'encoded', 'result'] as const satisfies readonly PartOf[];
/** Bytes of one request: a page has no reason to ask for more. */
const mostBytes = 4 << 20;
const isLength: Guard<number> = (value): value is number => isCount(value) && value <= mostBytes;
const isName: Guard<string> = (value): value is string => isString(value) && value.length <= 64;

const params: { readonly [N in ResponseRequestName]: Guard<unknown> } = {
  ready: isNull,
  show: hasShape({ entry: isCount }),
  part: hasShape({ entry: isCount, of: isOneOf(parts), offset: isCount, length: isLength }),
  wire: hasShape({ entry: isCount, hop: isCount }),
  act: hasShape({ action: isOneOf(actions), entry: isCount, hop: isMaybe(isCount) }),
  copyAs: hasShape({ entry: isCount, format: isName }),
  copyText: hasShape({ text: isString }),
};

/** What the host takes from the page; anything else is dropped. */
export function isToHost(value: unknown): value is ToHost {
  return isRequestOf(params, value);
}
