import { badSpec, fieldsOf, refuseUnknown, type Fields } from './check.ts';
import type { Limits, ValueKind } from './value.ts';

/**
 * - `default`: the option has a value if none is given.
 * - `required`: it must be given.
 * - `optional`: it may be absent.
 * - `made`: if it is not given, it is derived from the rest of the spec.
 */
type Presence = 'default' | 'required' | 'optional' | 'made';

/** One option of an endpoint. Its name is its key in the row of the kind, and in a spec. */
export interface OptionSpec<T = unknown, P extends Presence = Presence> extends Limits {
  readonly value: ValueKind<T>;
  readonly presence: P;
  /** Only if `presence` is `default`. */
  readonly default?: T;
  readonly label: string;
  /** The effect of the option. */
  readonly sentence: string;
  /** The form in a request file. */
  readonly example?: string;
  /** The effect if no value is set, unless the default's own text says it. */
  readonly without?: string;
  /** For an object: its own options. */
  readonly fields?: Options;
  /**
   * Whether the list of options offers it. Not for options with a prompt of their own (an address, a behaviour) or with
   * no place in the list.
   */
  readonly listed?: boolean;
  /** Its name in a request file, if different; `false`: it does not appear there by itself. */
  readonly word?: string | false;
  /** For a value that takes several lines in a request file: how it becomes text that `value` reads. */
  readonly repeatable?: boolean;
}

/** The text for the case that no value is set; undefined if nothing applies then. */
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

/** The input for such options. */
export type Given<O> = Plain<
  { readonly [K in With<O, 'required'>]: ValueOf<O[K]> } & {
    readonly [K in Exclude<keyof O, With<O, 'required'>>]?: ValueOf<O[K]>;
  }
>;

/** The same with everything filled in, except optional values. */
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

/** An object with options of its own, and the rule that they must obey together. */
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

/** The error for an option that requires another one. */
export const missing = (field: string, why: string): Error => badSpec(field, undefined, why);
