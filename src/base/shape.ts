/**
 * Checks of values that came from outside (a message, a stored state). Small guards are combined in tables. A guard
 * never throws.
 */
export type Guard<T> = (value: unknown) => value is T;
export type Guarded<G> = G extends Guard<infer T> ? T : never;

export const isString: Guard<string> = (value) => typeof value === 'string';
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';
export const isFiniteNumber: Guard<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);
/** A whole number from 0 to 2^53 - 1. */
export const isCount: Guard<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const isNull: Guard<null> = (value) => value === null;
export const isBytes: Guard<Uint8Array> = (value) => value instanceof Uint8Array;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isOneOf<const T extends readonly string[]>(names: T): Guard<T[number]> {
  return (value): value is T[number] => typeof value === 'string' && names.includes(value);
}

export function isListOf<T>(item: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every((one) => item(one));
}

export function isMaybe<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function isAnyOf<const G extends readonly Guard<unknown>[]>(...guards: G): Guard<Guarded<G[number]>> {
  return (value): value is Guarded<G[number]> => guards.some((guard) => guard(value));
}

type Shape = Readonly<Record<string, Guard<unknown>>>;
/** The type of an object that a shape describes. The properties of `isMaybe` are optional. */
type Shaped<S extends Shape> = Flat<
  { readonly [K in keyof S as undefined extends Guarded<S[K]> ? never : K]: Guarded<S[K]> } & {
    readonly [K in keyof S as undefined extends Guarded<S[K]> ? K : never]?: Exclude<Guarded<S[K]>, undefined>;
  }
>;
type Flat<T> = { [K in keyof T]: T[K] };

function fits(value: unknown, checks: readonly (readonly [string, Guard<unknown>])[]): boolean {
  return (
    isObject(value) && checks.every(([name, guard]) => guard(Object.hasOwn(value, name) ? value[name] : undefined))
  );
}

/** An object with these properties (those of `isMaybe` may be absent). Other properties are ignored. */
export function hasShape<const S extends Shape>(shape: S): Guard<Shaped<S>> {
  const checks = Object.entries(shape);
  return (value): value is Shaped<S> => fits(value, checks);
}

/** An object of a type that is declared elsewhere. Only the properties that its reader needs are checked. */
export function looksLike<T extends object>(shape: { readonly [K in keyof T]?: Guard<unknown> }): Guard<T> {
  const checks = Object.entries(shape as Shape);
  return (value): value is T => fits(value, checks);
}
