import { hasShape, isBoolean, isMaybe, isString } from '../../base/shape.ts';
import { isName, type TrafficReading } from '../../webview/traffic/protocol.ts';

const isStored = hasShape({ filter: isString, follow: isBoolean, encoding: isMaybe(isName), errors: isName });

/** How a page reads that has stored this state; the initial reading where it has stored none. */
export function storedReading(stored: unknown): TrafficReading {
  if (!isStored(stored)) return { filter: '', newest: true, encoding: '', errors: 'backslashreplace' };
  const { filter, follow, encoding = '', errors } = stored;
  return { filter, newest: follow, encoding, errors };
}
