import type { EnvironmentValue } from './model.ts';
import { compareNumbers, isJsonNumber, JsonNumber, parseJson, printJson, type JsonValue } from '../protocol/json.ts';

/** Values that came out of JSON, as checks and variables look at them: a number is the digits that were written. */

export function isNumber(value: unknown): value is number | JsonNumber {
  return typeof value === 'number' || value instanceof JsonNumber;
}

/** The number that a text is, with all its digits; undefined: it is none. */
export function numberIn(value: unknown): number | JsonNumber | undefined {
  if (isNumber(value)) return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const text = value.trim();
  if (isJsonNumber(text)) return new JsonNumber(text);
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** By decimal value, however many digits there are: 1.10 is 1.1. */
export function sameNumber(a: number | JsonNumber, b: number | JsonNumber): boolean {
  return compareNumbers(a, b) === 0 || (typeof a === 'number' && a === b);
}

/** JSON in which the order of members says nothing. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (isNumber(a) && isNumber(b)) return sameNumber(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || isNumber(a) || isNumber(b))
    return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [membersOf(a), membersOf(b)];
  return (
    left.length === right.length &&
    left.every(([name, value]) => Object.hasOwn(b, name) && sameJson(value, (b as Record<string, unknown>)[name]))
  );
}

/** Undefined members are left out, as in JSON. */
function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

/** The value as JSON: numbers as they were written. A text is a text of JSON, in quotation marks. */
export function jsonText(value: unknown): string {
  // Only what was read from JSON has them; other data may have members that are undefined, which JSON leaves out.
  return hasDigits(value) ? printJson(value as JsonValue) : JSON.stringify(value);
}

function hasDigits(value: unknown): boolean {
  if (value instanceof JsonNumber) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasDigits);
}

/** A value of an environment file as it goes to another thread: a number is its digits, an object or an array its JSON. */
export function sendable(value: JsonValue): EnvironmentValue {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'object' && value !== null ? { json: jsonText(value) } : value;
}

/** The value that was made `sendable`. */
export function received(value: EnvironmentValue): unknown {
  return isJson(value) ? parseJson(value.json) : value;
}

/** The text that a value is in a request. */
export function environmentText(value: EnvironmentValue): string {
  return isJson(value) ? value.json : String(value);
}

function isJson(value: EnvironmentValue): value is { readonly json: string } {
  return typeof value === 'object' && value !== null;
}
