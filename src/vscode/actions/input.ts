import { bad } from '../../endpoints/check.ts';
import { hasShape, isListOf, isMaybe, isObject, isOneOf, type Guard, type Guarded } from '../../base/shape.ts';

/** A value in an action's input: its guard, and the allowed values as the end of a sentence: `it must be a text`. */
export interface Field<T> {
  readonly is: Guard<T>;
  readonly say: string;
  /** The fields of an object. */
  readonly inside?: (value: Record<string, unknown>) => Fields;
  /** The items of a list. */
  readonly item?: Field<unknown>;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Guards<F extends Fields> = { readonly [K in keyof F]: F[K]['is'] };
type Taken<F extends Fields> = Guarded<ReturnType<typeof hasShape<Guards<F>>>>;

/** The input of an action. */
export interface Input<T> {
  readonly is: Guard<T>;
  readonly fields: Fields;
}

export const field = <T>(is: Guard<T>, say: string): Field<T> => ({ is, say: `it must be ${say}` });

export const maybe = <T>({ is, ...rest }: Field<T>): Field<T | undefined> => ({ ...rest, is: isMaybe(is) });

function guardOf<F extends Fields>(fields: F): Guard<Taken<F>> {
  const guards = Object.fromEntries(Object.entries(fields).map(([name, { is }]) => [name, is]));
  return hasShape(guards as Guards<F>);
}

/** An input with exactly these fields. */
export const input = <const F extends Fields>(fields: F): Input<Taken<F>> => ({ is: guardOf(fields), fields });

/** An input of a type defined elsewhere, with all of its fields. */
export function inputLike<T extends object>(fields: { readonly [K in keyof Required<T>]: Field<T[K]> }): Input<T> {
  return partOf<T>(fields);
}

/** An input of a type defined elsewhere, with the fields that its reader needs; the engine checks the rest. */
export function partOf<T extends object>(fields: { readonly [K in keyof T & string]?: Field<unknown> }): Input<T> {
  return { is: guardOf(fields as Fields) as Guard<unknown> as Guard<T>, fields: fields as Fields };
}

/** `say`: the plural noun for the items. */
export const list = <T>(item: Field<T>, say: string): Field<readonly T[]> => ({
  ...field(isListOf(item.is), `a list of ${say}`),
  item,
});

/** An object with fields of its own. */
export const object = <const F extends Fields>(fields: F): Field<Taken<F>> => ({
  ...field(guardOf(fields), `an object with ${Object.keys(fields).join(', ')}`),
  inside: () => fields,
});

/** An object whose field `kind` decides its other fields. */
export function byKind<const K extends Readonly<Record<string, Fields>>>(
  kinds: K,
): Field<{ [N in keyof K & string]: Taken<K[N]> & { readonly kind: N } }[keyof K & string]> {
  const kind = field(isOneOf(Object.keys(kinds)), `one of ${Object.keys(kinds).join(', ')}`);
  return {
    ...field((value): value is never => {
      const fields = isObject(value) && kind.is(value['kind']) ? kinds[value['kind']] : undefined;
      return fields !== undefined && guardOf(fields)(value);
    }, 'an object with a kind'),
    inside: (value) => (kind.is(value['kind']) ? kinds[value['kind']]! : { kind }),
  };
}

/** A program's input, if it is valid. Throws `bad-argument` with the field, its value and the allowed values. */
export function taken<T>({ is, fields }: Input<T>, value: unknown): T {
  if (is(value)) return value;
  throw isObject(value)
    ? inObject(fields, value, '')
    : bad('bad-argument', 'the argument', value, 'it must be an object');
}

function inObject(fields: Fields, value: Record<string, unknown>, prefix: string): Error {
  const valueOf = (name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
  const [name, wrong] = Object.entries(fields).find(([key, { is }]) => !is(valueOf(key)))!;
  return faultOf(wrong, valueOf(name), `${prefix}${name}`);
}

function faultOf({ say, inside, item }: Field<unknown>, value: unknown, place: string): Error {
  if (item !== undefined && Array.isArray(value)) {
    const at = value.findIndex((one) => !item.is(one));
    return faultOf(item, value[at], `${place}[${at}]`);
  }
  if (inside !== undefined && isObject(value)) return inObject(inside(value), value, `${place}.`);
  return bad('bad-argument', place, value, say);
}
