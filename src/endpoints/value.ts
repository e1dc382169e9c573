import type { Effect } from '../base/trust.ts';
import { lookupEncoding } from '../protocol/text/encodings.ts';
import { familyOf, isLoopback, plainHost } from './address.ts';
import { bad, badSpec, listOf } from './check.ts';

/** The kinds of values that options have. Each is read from text, printed, checked and described only here. */

/** The limits of a value. Each kind of value looks only at those that apply to it. */
export interface Limits {
  readonly minimum?: number;
  /** Of a text, the characters; of a list, the entries. */
  readonly maximum?: number;
  readonly choices?: readonly (string | number)[];
}

/**
 * The result of reading a typed value. `expected`: the valid form, as a noun: `a whole number from 1 to 12`. `message`:
 * a full sentence, for cases in which the noun is not enough.
 */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly expected: string; readonly message?: string };

/** The error message for a text that cannot be read. */
export function problemOf(text: string, read: Read<unknown>): string | undefined {
  return read.ok ? undefined : (read.message ?? `"${text.trim()}" is not ${read.expected}.`);
}

/** A part of a JSON schema, from which the editor completes and checks settings. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** A value that people write as text. */
export interface TextKind<T> {
  readonly name: string;
  /** The valid form for the user, as a noun, in Markdown. */
  readonly say: string;
  read(text: string, limits?: Limits): Read<T>;
  /** The effect of any value of the kind, or of this one, that needs a trusted workspace. */
  readonly effect?: Effect | ((value: unknown) => Effect | undefined);
}

/** A value that can also arrive as data: from settings, messages or programs. */
export interface ValueKind<T> extends TextKind<T> {
  /** As `read` reads it. */
  print(value: T): string;
  /** Throws a WirebenchError that names the field, its value and the allowed values. */
  check(value: unknown, field: string, limits: Limits): T;
  schema(limits: Limits): Schema;
}

export const given = <T>(value: T): Read<T> => ({ ok: true, value });
export const expected = (what: string): Read<never> => ({ ok: false, expected: what });
const found = <T>(value: T | undefined, what: string): Read<T> => (value === undefined ? expected(what) : given(value));

function range({ minimum, maximum }: Limits): string {
  if (maximum !== undefined) return minimum === undefined ? ` of at most ${maximum}` : ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : ` of ${minimum} or more`;
}

function isWithin(value: number, { minimum = -Infinity, maximum = Infinity }: Limits): boolean {
  return value >= minimum && value <= maximum;
}

/** `unit`: the unit in which data is counted. */
function whole(
  name: string,
  say: string,
  unit: string,
  own: Pick<ValueKind<number>, 'read' | 'print'>,
): ValueKind<number> {
  return {
    name,
    say,
    ...own,
    check(value, field, limits) {
      if (typeof value === 'number' && Number.isInteger(value) && isWithin(value, limits)) return value;
      throw badSpec(field, value, `it must be a whole number${range(limits)}${unit}`);
    },
    schema: ({ minimum, maximum }) => ({
      type: 'integer',
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
    }),
  };
}

function readWhole(text: string, limits: Limits = {}): Read<number> {
  const value = Number(text.trim());
  return /^-?\d{1,15}$/.test(text.trim()) && isWithin(value, limits)
    ? given(value)
    : expected(`a whole number${range(limits)}`);
}

export const integer = whole('integer', 'a whole number', '', { read: readWhole, print: String });

/** A number that need not be an integer. */
export const number: TextKind<number> = {
  name: 'number',
  say: 'a number',
  read(text, limits = {}) {
    const value = Number(text.trim());
    return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text.trim()) && isWithin(value, limits)
      ? given(value)
      : expected(`a number${range(limits)}`);
  },
};

/** A number of bytes. */
export const bytes = whole('integer', 'a whole number', ' bytes', { read: readWhole, print: String });

const durationUnits: Readonly<Record<string, number>> = {
  '': 1,
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/** Milliseconds. A number without a unit counts in units of `bare` milliseconds. */
export function parseDuration(text: string, bare = 1): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const name = match?.[2]!.toLowerCase() ?? '?';
  if (!Object.hasOwn(durationUnits, name)) return undefined;
  return Number(match![1]) * (name === '' ? bare : durationUnits[name]!);
}

/** Milliseconds; written `30s` or `1500`. */
export const duration = whole('duration', 'a duration: `2s`, `500ms`, `1m`, or milliseconds', ' milliseconds', {
  read(text, limits = {}) {
    const value = parseDuration(text);
    if (value !== undefined && isWithin(value, limits)) return given(value);
    return expected(
      `a duration such as 2s, 500ms, 1m, or milliseconds${value === undefined ? '' : `,${range(limits)}`}`,
    );
  },
  print: (value) => (value > 0 && value % 1000 === 0 ? `${value / 1000}s` : `${value}ms`),
});

export const port: ValueKind<number> = {
  name: 'port',
  say: 'a port, 0 to 65535',
  read(text, { minimum = 0 } = {}) {
    const limits = { minimum, maximum: 65_535 };
    return /^\d{1,5}$/.test(text) && isWithin(Number(text), limits)
      ? given(Number(text))
      : expected(`a port${range(limits)}`);
  },
  print: String,
  check(value, field, { minimum = 0 }) {
    if (typeof value === 'number' && Number.isInteger(value) && isWithin(value, { minimum, maximum: 65_535 }))
      return value;
    const any = minimum === 0 ? ' (0 is any free port)' : '';
    throw bad('bad-port', field, value, `a port is a whole number from ${minimum} to 65535${any}`);
  },
  schema: ({ minimum = 0 }) => ({ type: 'integer', minimum, maximum: 65_535 }),
};

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

export const boolean: ValueKind<boolean> = {
  name: 'boolean',
  say: '`true` or `false`',
  read(text) {
    const key = text.trim().toLowerCase();
    return found(Object.hasOwn(booleans, key) ? booleans[key] : undefined, 'true or false');
  },
  print: String,
  check(value, field) {
    if (typeof value === 'boolean') return value;
    throw badSpec(field, value, 'it must be true or false');
  },
  schema: () => ({ type: 'boolean' }),
};

function checkText(value: unknown, field: string, maximum: number): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= maximum) return value;
  throw badSpec(field, value, `it must be a text of 1 to ${maximum} characters`);
}

function text(name: string, say: string, standard: number, effect?: Effect): ValueKind<string> {
  return {
    name,
    say,
    read: (typed) => (typed === '' && name !== 'text' ? expected(say) : given(typed)),
    print: (value) => value,
    check: (value, field, { maximum = standard }) => checkText(value, field, maximum),
    schema: ({ maximum = standard }) => ({ type: 'string', minLength: 1, maxLength: maximum }),
    ...(effect !== undefined && { effect }),
  };
}

export const plainText = text('text', 'text', 1000);
/** PEM text. */
export const pem = text('text', 'text', 1_000_000);
/** The path of a file. */
export const file = text('path', 'the path of a file', 4096, 'file');

const nameLength = 100;

/** A name on one line. */
export const name: ValueKind<string> = {
  ...text('text', 'text', nameLength),
  check(value, field) {
    if (typeof value === 'string' && /^[^\u0000-\u001f\u007f]{1,100}$/u.test(value) && value.trim() !== '')
      return value;
    throw badSpec(field, value, `it must be one line of 1 to ${nameLength} characters`);
  },
};

/** One of the choices of an option. */
export function choice<const T extends string | number>(choices: readonly T[]): ValueKind<T> {
  const allowed = choices.length > 2 ? `one of ${choices.join(', ')}` : choices.join(' or ');
  return {
    name: 'choice',
    say: 'one of a list',
    read: (typed) =>
      found(
        choices.find((one) => String(one) === typed.trim().toLowerCase()),
        allowed,
      ),
    print: String,
    check(value, field) {
      if (choices.includes(value as T)) return value as T;
      throw badSpec(field, value, `it must be ${allowed}`);
    },
    schema: () => ({ type: typeof choices[0] === 'number' ? 'integer' : 'string', enum: choices }),
  };
}

const hostForm = 'a host is an IPv4 or IPv6 address, or a name of letters, digits, hyphens and dots';

/** An address, or a name that can be looked up, in its ASCII form. */
export const host: ValueKind<string> = {
  name: 'host',
  say: 'a host name or an address',
  read: (typed) => found(plainHost(typed.trim()), 'a host name or an address'),
  print: (value) => value,
  check(value, field) {
    const plain = typeof value === 'string' ? plainHost(value) : undefined;
    if (plain !== undefined) return plain;
    throw bad('bad-host', field, value, hostForm);
  },
  schema: () => ({ type: 'string' }),
};

/** An address of this machine or another, not a name. */
export const ip: ValueKind<string> = {
  ...host,
  name: 'address',
  say: 'an IPv4 or IPv6 address',
  read: (typed) => (familyOf(typed.trim()) === undefined ? expected('an IPv4 or IPv6 address') : given(typed.trim())),
  check(value, field) {
    if (typeof value === 'string' && familyOf(value) !== undefined) return value;
    throw bad('bad-host', field, value, 'it must be an IPv4 or IPv6 address');
  },
};

/** The address that a server listens on. Any address except loopback can be reached from the network. */
export const listenHost: ValueKind<string> = {
  ...host,
  effect: (value) => (isLoopback(String(value)) ? undefined : 'network'),
};

export const encoding: ValueKind<string> = {
  name: 'encoding',
  say: 'an encoding by its name in Python: `utf-8`, `latin-1`, `shift_jis`',
  read: (typed) =>
    lookupEncoding(typed) === undefined
      ? expected("one of Python's encodings, such as utf-8, latin-1 or cp1252")
      : given(typed),
  print: (value) => value,
  check(value, field) {
    if (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}$/.test(value)) return value;
    throw bad(
      'unknown-encoding',
      field,
      value,
      "it must be one of Python's encodings, such as utf-8, latin-1 or cp1252",
    );
  },
  schema: () => ({ type: 'string' }),
};

/** Texts, separated by commas. */
function list(
  most: { readonly most: number; readonly of: string },
  check: (item: unknown, field: string) => string,
  effect?: ValueKind<readonly string[]>['effect'],
): ValueKind<readonly string[]> {
  return {
    name: 'list',
    say: 'texts, separated by commas',
    read(typed) {
      const items = typed.split(',').map((one) => one.trim());
      return items.includes('') ? expected('texts, separated by commas') : given(items);
    },
    print: (value) => value.join(', '),
    check: (value, field) => listOf(value, field, most, check),
    schema: () => ({ type: 'array', maxItems: most.most, items: { type: 'string' } }),
    ...(effect !== undefined && { effect }),
  };
}

/** Names of protocols for ALPN (RFC 7301). */
export const protocols = list({ most: 20, of: 'names' }, (item, field) => checkText(item, field, 255));

/** Host names and addresses. */
export const hostNames = list({ most: 100, of: 'names' }, (item, field) => host.check(item, field, {}));

/** Names by which an HTTP server may be called; `*`: any. */
export const hosts = list(
  { most: 100, of: 'names, or ["*"] for any' },
  (item, field) => (item === '*' ? item : host.check(item, field, {})),
  // Otherwise a web page could reach the server through the user's own browser.
  (value) => (Array.isArray(value) && value.length === 0 ? undefined : 'network'),
);
