export const isString = (value) => typeof value === 'string';
export const isBoolean = (value) => typeof value === 'boolean';
export const isFiniteNumber = (value) => typeof value === 'number' && Number.isFinite(value);
/** A whole number from 0 that a double holds exactly. */
export const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
export const isNull = (value) => value === null;
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
export function isOneOf(names) {
  return (value) => typeof value === 'string' && names.includes(value);
}
export function isListOf(item) {
  return (value) => Array.isArray(value) && value.every((one) => item(one));
}
export function isMaybe(guard) {
  return (value) => value === undefined || guard(value);
}
/** An object with these properties (those of `isMaybe` may be absent); others are let be. */
export function hasShape(shape) {
  const checks = Object.entries(shape);
  return (value) =>
    isObject(value) && checks.every(([name, guard]) => guard(Object.hasOwn(value, name) ? value[name] : undefined));
}
