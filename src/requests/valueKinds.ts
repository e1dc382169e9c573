import { behaviour } from '../endpoints/behaviour.ts';
import { framing } from '../endpoints/framing.ts';
import { splitAddress } from '../endpoints/address.ts';
import { listedValues } from './eachValues.ts';
import {
  boolean,
  duration,
  encoding,
  expected,
  file,
  given,
  host,
  integer,
  number,
  plainText,
  port,
  protocols,
  type Read,
  type TextKind,
} from '../endpoints/value.ts';
import { stagedNames, stagedPorts } from './stageEntries.ts';
import { parseEscapeParts, type EscapePart } from '../protocol/text/escapeParts.ts';

/** How the values of options are written in a request file: those of endpoints (endpoints/value.ts), and the language's own. */

const sizeUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1000,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1e6,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1e9,
  gib: 1024 ** 3,
};

/** Bytes. */
function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = match?.[2]!.toLowerCase() ?? '?';
  return Object.hasOwn(sizeUnits, unit) ? Math.round(Number(match![1]) * sizeUnits[unit]!) : undefined;
}

/** A share from 0 to 1: `20%` or `0.2`. */
function parsePercent(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (match === null) return undefined;
  const share = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return share <= 1 ? share : undefined;
}

/** Bytes a second: `10KiB/s`. */
function parseRate(text: string): number | undefined {
  const size = parseSize(text.trim().replace(/\s*\/\s*s$/i, ''));
  return size === 0 ? undefined : size;
}

function kind<T>(name: string, say: string, parse: (text: string) => T | undefined): TextKind<T> {
  return {
    name,
    say,
    read(text) {
      const value = parse(text);
      return value === undefined ? expected(say) : given(value);
    },
  };
}

/** A text of a pattern, as it is. */
const pattern = (name: string, say: string, form: RegExp): TextKind<string> =>
  kind(name, say, (text) => (form.test(text) ? text : undefined));

const escapes: TextKind<readonly EscapePart[]> = {
  name: 'escapes',
  say: 'text, with escapes (`\\n`, `\\x00`, `\\u00e9`)',
  read(text): Read<readonly EscapePart[]> {
    try {
      return given(parseEscapeParts(text));
    } catch (error) {
      return { ok: false, expected: 'text with escapes', message: (error as Error).message };
    }
  },
};

const choice: TextKind<string> = {
  name: 'choice',
  say: 'one of a list',
  read: (text, { choices = [] } = {}) =>
    choices.includes(text.toLowerCase()) ? given(text.toLowerCase()) : expected(`one of ${choices.join(', ')}`),
};

export const valueKinds = {
  text: plainText,
  escapes,
  boolean,
  integer,
  number,
  duration,
  size: kind('size', 'a number of bytes: `512`, `64KiB`, `1MB`', parseSize),
  percent: kind('percent', 'a share: `20%` or `0.2`', parsePercent),
  rate: kind('rate', 'bytes a second: `10KiB/s`', parseRate),
  choice,
  list: protocols,
  path: { ...file, say: 'the path of a file, relative to the folder of the request file' },
  host,
  port,
  address: kind('address', '`host:port`', splitAddress),
  encoding,
  framing,
  behaviour,
  assignment: pattern('assignment', '`NAME=VALUE`', /^[A-Za-z_][A-Za-z0-9_]*=/),
  each: {
    ...kind('each', '`NAME = VALUE, VALUE`, `NAME = 1..20` or `NAME = file PATH`', listedValues),
    effect: (value: unknown) => (/^[^=]*=\s*file\s/.test(String(value)) ? ('file' as const) : undefined),
  },
  ready: pattern(
    'ready',
    '`tcp ADDRESS`, `udp ADDRESS`, `output TEXT` or `exit`',
    /^(?:exit|output\s+\S.*|(?:tcp|udp)\s+\S*:\d+)$/,
  ),
  names: stagedNames,
  ports: stagedPorts,
  hex: pattern('hex', 'pairs of hexadecimal digits', /^(?:\s*[0-9a-fA-F]{2})*\s*$/),
} satisfies Readonly<Record<string, TextKind<unknown>>>;

export type ValueKind = keyof typeof valueKinds;
