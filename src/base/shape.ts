/**
 * Checks of values that came from outside (a message, a stored state), as small guards put together in tables. A guard
 * never throws.
 */
export type Guard<T> = (value: unknown) => value is T;
export type Guarded<G> = G extends Guard<infer T> ? T : never;

export const isString: Guard<string> = (value) => typeof value === 'string';
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';
export const isFiniteNumber: Guard<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);
/** A whole number from 0 that a double holds exactly. */
export const isCount: Guard<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const isNull: Guard<null> = (value) => value === null;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isOneOf<const T extends readonly string[]>(names: T): Guard<T[number]> {
  return (value): value is T[number] => typeof value === 'string' && names.includes(value);
}

export function isListOf<T>(item: Guard<T>): Guard<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every((one) => item(one));
}

export function isMaybe<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

/** An object with these properties (those of `isMaybe` may be absent); others are let be. */
export function hasShape<S extends Record<string, Guard<unknown>>>(shape: S): Guard<{ [K in keyof S]: Guarded<S[K]> }> {
  const checks = Object.entries(shape);
  return (value): value is { [K in keyof S]: Guarded<S[K]> } =>
    isObject(value) && checks.every(([name, guard]) => guard(Object.hasOwn(value, name) ? value[name] : undefined));
}
