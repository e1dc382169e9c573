import { createHash } from 'node:crypto';
import { compareNumbers, JsonNumber, parseJson } from '../protocol/json.ts';
import { parseEscapes } from '../protocol/text/escapes.ts';
import { canComeTrue } from './growth.ts';
import { count, formatDuration } from '../base/quantities.ts';
import { parseDuration } from '../endpoints/value.ts';
import { formatDate } from './dates.ts';
import { distance, readTime } from './readTime.ts';
import { isNumber, jsonText, numberIn, sameJson, sameNumber } from './jsonValues.ts';
import { predicateNamed, type PredicateName } from './predicates.ts';
import type { Growth } from './words/spec.ts';

/** From the first to the last piece of a value, milliseconds since the Unix epoch. */
export interface Arrived {
  readonly first: number;
  readonly last: number;
}

/** Whether a value is what a check says, with httpYac's predicates and its way to compare. */

interface CheckQuestion {
  /** As written: `==`, `contains`, `not equals`. */
  readonly predicate: string;
  readonly negated?: boolean;
  /** The value that was found; undefined: nothing. Bytes for a body or for received data. */
  readonly value: unknown;
  /** The bytes of the value, for digests; without them those of its text in UTF-8. */
  readonly bytes?: Uint8Array;
  /** The text after the predicate, placeholders filled in. */
  readonly expected?: string;
  /** When the value arrived, milliseconds since the Unix epoch; absent: now. */
  readonly arrived?: Arrived;
  /** The value that it must differ from. */
  readonly other?: unknown;
  /** For messages: `status`, `body $.a`. */
  readonly subject: string;
  /** The expected text may have escapes: `received text`. */
  readonly escapes?: boolean;
  /** How the value changes while the request goes on. */
  readonly grows?: Growth;
  /** Of a long value the end is shown, not both ends. */
  readonly shows?: 'end';
}

interface CheckAnswer {
  /** `error`: the check itself cannot be evaluated (an unknown predicate, a regular expression that is none). */
  readonly state: 'passed' | 'failed' | 'error';
  /** The value that was found, for a person: of a long one both ends, about 1,000 characters. */
  readonly actual: string;
  readonly expected?: string;
  /** A sentence, if it did not pass. */
  readonly message?: string;
  /** It did not pass, and cannot come true any more. */
  readonly lost?: boolean;
}

type Holds = (value: unknown, expected: string, question: CheckQuestion) => boolean;

const compare =
  (holds: (order: number) => boolean): Holds =>
  (value, expected) => {
    const [a, b] = [numberIn(value), numberIn(expected)];
    return a !== undefined && b !== undefined && holds(orderOf(a, b));
  };
const within =
  (holds: (a: string, b: string) => boolean): Holds =>
  (value, expected) =>
    value !== undefined && value !== null && holds(textOf(value), expected);
/** In hexadecimal digits, or in base64 as httpYac has it. */
const digest =
  (algorithm: string): Holds =>
  (value, expected, { bytes }) => {
    if (value === undefined || value === null) return false;
    const hash = createHash(algorithm)
      .update(bytes ?? (value instanceof Uint8Array ? value : Buffer.from(textOf(value))))
      .digest();
    return hash.toString('hex') === expected.toLowerCase() || hash.toString('base64') === expected;
  };

const table: Readonly<Record<PredicateName, Holds>> = {
  '==': (value, expected) => equal(value, expected),
  '!=': (value, expected) => !equal(value, expected),
  '<': compare((order) => order < 0),
  '<=': compare((order) => order <= 0),
  '>': compare((order) => order > 0),
  '>=': compare((order) => order >= 0),
  startsWith: within((a, b) => a.startsWith(b)),
  endsWith: within((a, b) => a.endsWith(b)),
  includes: (value, expected) =>
    Array.isArray(value)
      ? value.some((each) => equal(each, expected))
      : within((a, b) => a.includes(b))(value, expected, { predicate: '', value, subject: '' }),
  matches: (value, expected) => value !== undefined && value !== null && pattern(expected).test(textOf(value)),
  in: (value, expected, { escapes }) => itemsOf(expected, escapes).some((item) => equal(value, item)),
  isTime: (value, expected, { arrived }) => {
    const { off, within } = timeOff(value, expected, arrived);
    return off !== undefined && Math.abs(off) <= within;
  },
  'differs from': (value, _expected, { other }) => textOf(value) !== textOf(other),
  exists: (value) => truthy(value),
  isFalse: (value) => !truthy(value),
  isNumber,
  isString: (value) => typeof value === 'string',
  isBoolean: (value) => typeof value === 'boolean',
  isArray: (value) => Array.isArray(value),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
  md5: digest('md5'),
};

/** Evaluates a check. Never throws for what is in a file. */
export function evaluateCheck(question: CheckQuestion): CheckAnswer {
  const actual = shown(question.value, question.shows);
  const spec = predicateNamed(question.predicate);
  if (spec === undefined)
    return { state: 'error', actual, message: `There is no predicate ${question.predicate}.`, lost: true };
  try {
    const expected = spec.value ? expectedText(question, spec.raw) : undefined;
    const holds = table[spec.name](question.value, expected ?? '', question) !== (question.negated ?? false);
    if (holds) return { state: 'passed', actual, ...(expected !== undefined && { expected: shown(expected) }) };
    return {
      state: 'failed',
      actual,
      ...(expected !== undefined && { expected: shown(expected) }),
      message: failure(question, spec.name, actual, expected),
      lost: !canComeTrue({
        ...{ predicate: spec.name, negated: question.negated ?? false, value: question.value },
        ...{ expected: expected ?? '', grows: question.grows },
      }),
    };
  } catch (error) {
    return { state: 'error', actual, message: error instanceof Error ? error.message : String(error), lost: true };
  }
}

function expectedText({ expected = '', escapes }: CheckQuestion, raw = false): string {
  return escapes && !raw ? new TextDecoder().decode(parseEscapes(expected)) : expected;
}

function failure(question: CheckQuestion, name: PredicateName, actual: string, expected: string | undefined): string {
  const explained = question.negated ? undefined : explanations[name]?.(question, expected ?? '');
  if (explained !== undefined) return explained;
  const [does, doesNot] = demands[name];
  const demand = question.negated ? doesNot : does;
  const wanted = expected === undefined ? demand : `${demand} ${quoted(expected)}`;
  const is =
    question.value === undefined
      ? 'there is none'
      : `it is ${typeof question.value === 'string' ? quoted(actual) : actual}`;
  return `${question.subject} ${wanted}, but ${is}.`;
}

const demand = (verb: string): readonly [does: string, doesNot: string] => [`has to ${verb}`, `must not ${verb}`];
const there = 'has to be there, and neither false, 0 nor empty';
const notThere = 'has to be missing, false, 0 or empty';

/** The demand of a check, and of its negation; the expected value follows. */
const demands: Readonly<Record<PredicateName, readonly [does: string, doesNot: string]>> = {
  '==': demand('be'),
  '!=': ['must not be', 'has to be'],
  '<': demand('be below'),
  '<=': demand('be at most'),
  '>': demand('be above'),
  '>=': demand('be at least'),
  startsWith: demand('begin with'),
  endsWith: demand('end with'),
  includes: demand('contain'),
  matches: demand('match the regular expression'),
  in: demand('be one of'),
  isTime: demand('be the time of its arrival, in the format'),
  'differs from': ['has to differ from that of', 'has to be the same as that of'],
  exists: [there, notThere],
  isFalse: [notThere, there],
  isNumber: demand('be a number'),
  isString: demand('be a text'),
  isBoolean: demand('be true or false'),
  isArray: demand('be an array'),
  sha256: demand('have the SHA-256 digest'),
  sha512: demand('have the SHA-512 digest'),
  md5: demand('have the MD5 digest'),
};

/** Sentences that say more than the demand. */
const explanations: Partial<Record<PredicateName, (question: CheckQuestion, expected: string) => string | undefined>> =
  {
    isTime: ({ value, arrived, subject }, expected) => {
      if (value === undefined) return undefined;
      const { off, format, allowed, at } = timeOff(value, expected, arrived);
      const demand = `${subject} has to be the time ${arrived === undefined ? 'now' : 'of its arrival'}, ${formatDate(at, 'HH:mm:ss.SSS', -new Date(at).getTimezoneOffset())}, within ${allowed}`;
      const is = quoted(textOf(value).trim());
      if (off === undefined) return `${demand}, but ${is} is not a time in the format ${format}.`;
      return `${demand}, but it is ${is}, ${formatDuration(Math.abs(off))} ${off < 0 ? 'before' : 'after'} that.`;
    },
    exists: ({ value, subject }) => (value === false ? `${subject} has to be true, but it is false.` : undefined),
    isFalse: ({ value, subject }) => (value === true ? `${subject} has to be false, but it is true.` : undefined),
    'differs from': ({ value, subject }, expected) =>
      `${subject} has to differ from that of ${expected}, but both are ${quoted(textOf(value))}.`,
  };

const WITHIN = /^([^]*?)(?:(?:^|\s+)within\s+(\S[^]*))?$/;
/** How far a time may be off. */
const timeWithin = '2s';

/** How far a printed time is off the arrival, in milliseconds: below 0 if it is before it. Undefined: it is not a time in the format. */
function timeOff(
  value: unknown,
  expected: string,
  arrived: Arrived | undefined,
): {
  readonly off: number | undefined;
  readonly format: string;
  readonly within: number;
  readonly allowed: string;
  readonly at: number;
} {
  const [, written = '', allowed = timeWithin] = WITHIN.exec(expected) ?? [];
  const within = parseDuration(allowed);
  if (within === undefined) throw new Error(`${quoted(allowed)} is not a duration: write isTime HH:mm:ss within 2s.`);
  const format = /^(["'])([^]*)\1$/.exec(written)?.[2] ?? written;
  const { first, last } = arrived ?? { first: Date.now(), last: Date.now() };
  const span = readTime(textOf(value), format, last);
  if (span === undefined) return { off: undefined, format, within, allowed, at: last };
  // It may be the time of any moment from the first piece to the last.
  const off = span.to < first ? distance(span, first) : span.from > last ? distance(span, last) : 0;
  return { off, format, within, allowed, at: span.to < first ? first : last };
}

/** The values of `in a, "b, c"`. */
function itemsOf(list: string, escapes = false): string[] {
  return [...list.matchAll(/(?:^|,)\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*?))\s*(?=,|$)/gs)].map(([, quotedItem, item]) => {
    const text = quotedItem ?? item!;
    return escapes ? new TextDecoder().decode(parseEscapes(text)) : text;
  });
}

function quoted(text: string): string {
  return JSON.stringify(shown(text));
}

/** As httpYac has it: the text that is expected becomes what the value is: a number, a boolean, null, JSON. */
function equal(value: unknown, expected: string): boolean {
  if (value instanceof Uint8Array) return textOf(value) === expected;
  if (isNumber(value)) {
    const number = numberIn(expected);
    return number !== undefined && sameNumber(value, number);
  }
  switch (typeof value) {
    case 'boolean':
      return expected.trim().toLowerCase() === String(value);
    case 'string':
      return value === expected;
    case 'undefined':
      return expected === 'undefined';
    default:
      return value === null ? expected === 'null' : isJson(value, expected);
  }
}

function isJson(value: unknown, expected: string): boolean {
  try {
    return sameJson(value, parseJson(expected));
  } catch {
    return false;
  }
}

/** Below 0, 0 or above 0, by all digits. */
function orderOf(a: number | JsonNumber, b: number | JsonNumber): number {
  const order = compareNumbers(a, b);
  return Number.isNaN(order) ? Number(a) - Number(b) : order;
}

function truthy(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length > 0;
  return value instanceof JsonNumber ? !sameNumber(value, 0) : Boolean(value);
}

/** `/pattern/flags`, or the pattern alone. Throws if it is not valid. */
function pattern(expected: string): RegExp {
  const match = /^\/(.+)\/([dgimsuvy]*)$/s.exec(expected);
  try {
    return match ? new RegExp(match[1]!, match[2]!.replace(/[gy]/g, '')) : new RegExp(expected, 'u');
  } catch (error) {
    throw new Error(
      `${quoted(expected)} is not a regular expression: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return value === undefined ? 'nothing' : jsonText(value);
}

/** The most characters of a value in an outcome. */
const mostShown = 1000;

/** A long text is cut in the middle: both what it is and how it ends are seen. */
function shown(value: unknown, only?: 'end'): string {
  if (value === undefined) return 'nothing';
  const text = textOf(value);
  if (text.length <= mostShown) return text;
  const kept = mostShown - 40;
  const head = only === 'end' ? '' : whole(text.slice(0, kept / 2));
  const tail = whole(text.slice(head === '' ? -kept : -kept / 2));
  return `${head}… (${count(text.length - head.length - tail.length, 'character')} left out) …${tail}`;
}

/** Without half a character at its ends. */
function whole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}
