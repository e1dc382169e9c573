import { isAnyOf, isBoolean, isCount, isFiniteNumber, isString, isOneOf } from '../../base/shape.ts';
import { field, type Field } from './input.ts';

/** Values that several actions take. */

export const text = field(isString, 'a text');
export const flag = field(isBoolean, 'true or false');
export const whole = field(isCount, 'a whole number of 0 or more');
/** Only the type: the engine checks the range, and whether the port fits the endpoint. */
export const port = field(isFiniteNumber, 'a port, 0 to 65535');
export const family = field((value) => value === 4 || value === 6, '4 or 6');
export const reference = field(isAnyOf(isCount, isString), 'the id of an endpoint, or its name');

export const oneOf = <const T extends readonly string[]>(...all: T): Field<T[number]> =>
  field(isOneOf(all), `one of ${all.join(', ')}`);
