import { checkFraming, type Framing } from '../protocol/framing.ts';
import { fieldsOf, refuseUnknown } from './check.ts';
import {
  boolean,
  bytes,
  choice,
  expected,
  given,
  plainText,
  type Limits,
  type Read,
  type Schema,
  type ValueKind,
} from './value.ts';

interface Part {
  readonly value: ValueKind<unknown>;
  readonly limits: Limits;
  readonly sentence: string;
  readonly optional?: true;
}

const part = <T>(value: ValueKind<T>, sentence: string, limits: Limits = {}): Part => ({ value, limits, sentence });

/** What each framing has besides its kind. */
const framings: Readonly<Record<Framing['kind'], Readonly<Record<string, Part>>>> = {
  none: {},
  line: {},
  fixed: { length: part(bytes, 'The bytes of a message.', { minimum: 1, maximum: 1_048_576 }) },
  'length-prefix': {
    bytes: part(choice([1, 2, 4]), 'The bytes of the prefix.'),
    endian: part(choice(['big', 'little']), 'The order of its bytes.'),
    includesPrefix: { ...part(boolean, 'The length counts the prefix too.'), optional: true },
  },
  delimiter: { delimiter: part(plainText, 'What ends a message, with escapes, such as \\x00.') },
};
const kinds = choice(Object.keys(framings) as Framing['kind'][]);

function check(value: unknown, field: string): Framing {
  const fields = fieldsOf(value, field);
  const kind = kinds.check(fields.kind, `${field}.kind`, {});
  const parts = framings[kind];
  refuseUnknown(fields, ['kind', ...Object.keys(parts)], `${field}.`);
  const result: Record<string, unknown> = { kind };
  for (const [key, { value: of, limits, optional }] of Object.entries(parts)) {
    if (!(optional && fields[key] === undefined)) result[key] = of.check(fields[key], `${field}.${key}`, limits);
  }
  checkFraming(result as Framing);
  return result as Framing;
}

function schema(): Schema {
  const properties = Object.entries(framings).flatMap(([kind, parts]) =>
    Object.entries(parts).map(([name, { value, limits, sentence }]) => [
      name,
      { ...value.schema(limits), description: `${kind}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` },
    ]),
  );
  return {
    type: 'object',
    required: ['kind'],
    additionalProperties: false,
    properties: {
      kind: { ...kinds.schema({}), description: 'What a message ends with, or how its length is known.' },
      ...(Object.fromEntries(properties) as Schema),
    },
  };
}

/** What to write of each kind, by its first word. */
const written: Readonly<Record<string, string>> = {
  fixed: 'a framing of a fixed length in bytes, as in fixed 16',
  prefix: 'a framing with a length prefix of 1, 2 or 4 bytes, as in prefix 2 big or prefix 4 little',
  delimiter: 'a framing with a delimiter, as in delimiter \\r\\n',
};

function read(text: string): Read<Framing> {
  const [word = '', ...rest] = text.trim().split(/\s+/);
  const data = dataOf(word, rest, text.trim());
  try {
    if (data !== undefined) return given(check(data, 'framing'));
  } catch {
    // What is wrong is said below in the words that were typed.
  }
  return expected(
    Object.hasOwn(written, word)
      ? written[word]!
      : 'a framing: none, line, fixed 16, prefix 2 big, or delimiter \\r\\n',
  );
}

function dataOf(word: string, rest: readonly string[], text: string): object | undefined {
  switch (word) {
    case 'none':
    case 'line':
      return rest.length === 0 ? { kind: word } : undefined;
    case 'fixed':
      return rest.length === 1 && /^\d+$/.test(rest[0]!) ? { kind: word, length: Number(rest[0]) } : undefined;
    case 'delimiter':
      return { kind: word, delimiter: text.slice(word.length).trim() };
    case 'prefix': {
      const [size, endian = 'big', inclusive] = rest;
      if (rest.length > 3 || (inclusive ?? 'inclusive') !== 'inclusive') return undefined;
      return { kind: 'length-prefix', bytes: Number(size), endian, ...(inclusive && { includesPrefix: true }) };
    }
    default:
      return undefined;
  }
}

function print(framing: Framing): string {
  switch (framing.kind) {
    case 'none':
    case 'line':
      return framing.kind;
    case 'fixed':
      return `fixed ${framing.length}`;
    case 'length-prefix':
      return `prefix ${framing.bytes} ${framing.endian}${framing.includesPrefix ? ' inclusive' : ''}`;
    case 'delimiter':
      return `delimiter ${framing.delimiter}`;
  }
}

/** How messages are found in a stream: `none`, `line`, `fixed 16`, `prefix 2 big [inclusive]`, `delimiter \r\n`. */
export const framing: ValueKind<Framing> = {
  name: 'framing',
  say: '`none`, `line`, `fixed 16`, `prefix 2 big`, `delimiter \\r\\n`',
  read,
  print,
  check,
  schema,
};
