import { isRequestOf } from '../../base/pageMessages.ts';
import { hasShape, isCount, isNull, isOneOf, isString, type Guard } from '../../base/shape.ts';
import type { NamesAction, NamesRequestName, ToHost } from '../../webview/names/protocol.ts';

const actions = ['again', 'cancel', 'another', 'clearHistory', 'goToRequest'] as const satisfies readonly NamesAction[];

const params: { readonly [N in NamesRequestName]: Guard<unknown> } = {
  ready: isNull,
  show: hasShape({ entry: isCount }),
  act: hasShape({ action: isOneOf(actions), entry: isCount }),
  showTraffic: hasShape({ connection: isCount }),
  copyText: hasShape({ text: isString }),
};

/** What the host takes from the page; anything else is dropped. */
export function isToHost(value: unknown): value is ToHost {
  return isRequestOf(params, value);
}
