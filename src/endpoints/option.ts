import { badSpec, fieldsOf, refuseUnknown, type Fields } from './check.ts';
import type { Limits, ValueKind } from './value.ts';

/**
 * - `default`: the option has a value where nothing is given.
 * - `required`: it must be given.
 * - `optional`: it may stay away.
 * - `made`: what is not given is made from the rest of the spec.
 */
type Presence = 'default' | 'required' | 'optional' | 'made';

/** One option of an endpoint. Its name is its key in the row of the kind, and in a spec. */
export interface OptionSpec<T = unknown, P extends Presence = Presence> extends Limits {
  readonly value: ValueKind<T>;
  readonly presence: P;
  /** With presence `default`. */
  readonly default?: T;
  readonly label: string;
  /** What it does. */
  readonly sentence: string;
  /** As it is written in a request file. */
  readonly example?: string;
  /** What holds where nothing is set, if the default's own text does not say it. */
  readonly without?: string;
  /** Of an object: its own options. */
  readonly fields?: Options;
  /** Whether the list of options offers it. What is asked for by itself (an address, a behaviour), or has no place there, is not. */
  readonly listed?: boolean;
  /** Its name in a request file, if that is another; `false`: it is not written there by itself. */
  readonly word?: string | false;
  /** In a request file, how a value becomes text that `value` reads, if several lines make one. */
  readonly repeatable?: boolean;
}

/** What holds where nothing is set, as text; undefined where nothing does. */
export function heldText({ without, default: held, value }: OptionSpec): string | undefined {
  return without ?? (held === undefined ? undefined : value.print(held));
}

export type Options = Readonly<Record<string, OptionSpec>>;

type Texts = Omit<OptionSpec, 'value' | 'presence' | 'default' | 'fields'>;

export const standard = <T>(value: ValueKind<T>, held: T, texts: Texts): OptionSpec<T, 'default'> => ({
  ...texts,
  value,
  presence: 'default',
  default: held,
});

export const optional = <T>(value: ValueKind<T>, texts: Texts): OptionSpec<T, 'optional'> => ({
  ...texts,
  value,
  presence: 'optional',
});

export const required = <T>(value: ValueKind<T>, texts: Texts): OptionSpec<T, 'required'> => ({
  ...texts,
  value,
  presence: 'required',
});

export const made = <T>(value: ValueKind<T>, texts: Texts): OptionSpec<T, 'made'> => ({
  ...texts,
  value,
  presence: 'made',
});

type ValueOf<O> = O extends { readonly value: ValueKind<infer T> } ? T : never;
type With<O, P extends Presence> = {
  [K in keyof O]: O[K] extends { readonly presence: P } ? K : never;
}[keyof O];
/** Written out, so that the editor shows the fields. */
type Plain<T> = { [K in keyof T]: T[K] };

/** What people give of such options. */
export type Given<O> = Plain<
  { readonly [K in With<O, 'required'>]: ValueOf<O[K]> } & {
    readonly [K in Exclude<keyof O, With<O, 'required'>>]?: ValueOf<O[K]>;
  }
>;

/** The same with everything filled in, except what may stay away. */
export type Complete<O> = Plain<
  { readonly [K in Exclude<keyof O, With<O, 'optional'>>]: ValueOf<O[K]> } & {
    readonly [K in With<O, 'optional'>]?: ValueOf<O[K]>;
  }
>;

/** Checks the fields by the options, and fills in the defaults. `prefix`: `tls.`. */
export function complete(options: Options, fields: Fields, prefix = ''): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const given = fields[name];
    if (given !== undefined || option.presence === 'required')
      result[name] = option.value.check(given, `${prefix}${name}`, option);
    else if (option.presence === 'default') result[name] = option.default;
  }
  return result;
}

/** An object of options of its own, and what must hold between them. */
export function group<const O extends Options>(
  fields: O,
  texts: Texts & { readonly rule?: (value: Given<O>, field: string) => void },
): Omit<OptionSpec<Given<O>, 'default'>, 'fields'> & { readonly fields: O } {
  const { rule, ...rest } = texts;
  const value: ValueKind<Given<O>> = {
    name: 'object',
    say: 'an object',
    read: () => ({ ok: false, expected: 'an object' }),
    print: (given) => JSON.stringify(given),
    check(given, field) {
      const known = fieldsOf(given, field);
      refuseUnknown(known, Object.keys(fields), `${field}.`);
      const result = complete(fields, known, `${field}.`) as Given<O>;
      rule?.(result, field);
      return result;
    },
    schema: () => ({ type: 'object' }),
  };
  return { ...rest, value, presence: 'default', default: {} as Given<O>, fields };
}

/** One of the options cannot go without another. */
export const missing = (field: string, why: string): Error => badSpec(field, undefined, why);
