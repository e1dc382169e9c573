import { checkFraming, framingKind, framings, type Framing } from '../protocol/framing.ts';
import type { FramingKind, FramingOption } from '../protocol/framing/kind.ts';
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

type FramingRow = Pick<FramingKind<never>, 'word' | 'sentence' | 'examples' | 'options' | 'read'>;

interface Part {
  readonly value: ValueKind<unknown>;
  readonly limits: Limits;
  readonly option: FramingOption;
}

function partOf(option: FramingOption): Part {
  switch (option.type) {
    case 'bytes':
      return { value: bytes, limits: option, option };
    case 'choice':
      return { value: choice(option.choices), limits: {}, option };
    case 'boolean':
      return { value: boolean, limits: {}, option };
    case 'text':
      return { value: plainText, limits: {}, option };
  }
}

const rows = Object.entries<FramingRow>(framings);
/** The fields of each framing besides its kind. */
const partsOf = new Map(
  rows.map(([kind, { options }]) => [kind, Object.entries(options).map(([name, one]) => [name, partOf(one)] as const)]),
);
const kinds = choice(Object.keys(framings) as Framing['kind'][]);

function check(value: unknown, field: string): Framing {
  const fields = fieldsOf(value, field);
  const kind = kinds.check(fields.kind, `${field}.kind`, {});
  const parts = partsOf.get(kind)!;
  refuseUnknown(fields, ['kind', ...parts.map(([key]) => key)], `${field}.`);
  const result: Record<string, unknown> = { kind };
  for (const [key, { value: of, limits, option }] of parts) {
    if (!(option.optional && fields[key] === undefined)) result[key] = of.check(fields[key], `${field}.${key}`, limits);
  }
  checkFraming(result as Framing);
  return result as Framing;
}

function schema(): Schema {
  const properties = [...partsOf].flatMap(([kind, parts]) =>
    parts.map(
      ([
        name,
        {
          value,
          limits,
          option: { sentence },
        },
      ]) => [
        name,
        { ...value.schema(limits), description: `${kind}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` },
      ],
    ),
  );
  return {
    type: 'object',
    required: ['kind'],
    additionalProperties: false,
    properties: {
      kind: { ...kinds.schema({}), description: 'The end of a message, or the way to know its length.' },
      ...(Object.fromEntries(properties) as Schema),
    },
  };
}

function read(text: string): Read<Framing> {
  const [word = ''] = text.trim().split(/\s/, 1);
  const [kind, row] = rows.find(([, one]) => one.word === word) ?? [];
  const options = row?.read(text.trim().slice(word.length).trim());
  try {
    if (options !== undefined) return given(check({ kind, ...options }, 'framing'));
  } catch {
    // Errors are reported below, in the words that were typed.
  }
  if (row !== undefined && Object.keys(row.options).length > 0)
    return expected(`${row.sentence}, as in ${row.examples.join(' or ')}`);
  const examples = rows.map(([, one]) => one.examples[0]!);
  return expected(`a framing: ${examples.slice(0, -1).join(', ')}, or ${examples.at(-1)!}`);
}

function print(framing: Framing): string {
  const { word, print: options } = framingKind(framing);
  return `${word} ${options(framing)}`.trim();
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
