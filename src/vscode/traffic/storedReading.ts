import { hasShape, isBoolean, isMaybe, isString } from '../../base/shape.ts';
import { isName, type TrafficReading } from '../../webview/traffic/protocol.ts';

const isStored = hasShape({ filter: isString, follow: isBoolean, encoding: isMaybe(isName), errors: isName });

/** The reading settings in a page's stored state; the initial ones if it has none. */
export function storedReading(stored: unknown): TrafficReading {
  if (!isStored(stored)) return { filter: '', newest: true, encoding: '', errors: 'backslashreplace' };
  const { filter, follow, encoding = '', errors } = stored;
  return { filter, newest: follow, encoding, errors };
}
