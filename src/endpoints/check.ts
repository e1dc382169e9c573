import type { ErrorCode } from '../base/codes.ts';
import { WirebenchError } from '../base/errors.ts';
import { visible } from '../protocol/text/visible.ts';

/**
 * The error for an invalid value from outside (a setting, a message, a program's call). It names the field and the
 * allowed values.
 */

export type Fields = Readonly<Record<string, unknown>>;

/** A value for an error message: short, on one line, and harmless. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value === 'function') return 'a function';
  const text = typeof value === 'string' ? `"${value.slice(0, 60)}${value.length > 60 ? '...' : ''}"` : String(value);
  return visible(text);
}

/** `Backlog cannot be 0: it must be ...` */
export function bad(code: ErrorCode, field: string, value: unknown, allowed: string): WirebenchError {
  const what = value === undefined ? `${field} is missing` : `${field} cannot be ${shown(value)}`;
  return new WirebenchError({
    code,
    message: `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${allowed}.`,
    remedies: ['openSettings'],
    facts: { field, value: shown(value), allowed },
  });
}

export const badSpec = (field: string, value: unknown, allowed: string): WirebenchError =>
  bad('bad-spec', field, value, allowed);

export function fieldsOf(value: unknown, field: string): Fields {
  if (isObject(value) && !Array.isArray(value)) return value;
  throw badSpec(field, value, 'it must be an object');
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

export function refuseUnknown(fields: Fields, known: readonly string[], prefix = ''): void {
  for (const key of Object.keys(fields)) {
    if (!known.includes(key))
      throw badSpec(
        prefix + visible(key.slice(0, 60)),
        fields[key],
        `there is no such option; there are ${known.join(', ')}`,
      );
  }
}

/** A list with a limited number of values, each checked under its own name: `multicast[0]`. */
export function listOf<T>(
  value: unknown,
  field: string,
  { most, of }: { readonly most: number; readonly of: string },
  check: (item: unknown, field: string) => T,
): T[] {
  if (!Array.isArray(value) || value.length > most) {
    throw badSpec(field, value, `it must be a list of at most ${most} ${of}`);
  }
  return value.map((item: unknown, index) => check(item, `${field}[${index}]`));
}
