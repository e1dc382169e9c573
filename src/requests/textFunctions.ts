import { WirebenchError } from '../base/errors.ts';
import { calculate } from '../protocol/calculator.ts';
import { encode } from '../protocol/text/encode.ts';

/** Functions of values: `{{$length word}}`, `{{$calculate a + b}}`. They give what Python gives. */

/** Bytes are shown as Python shows them: `b'caf\xc3\xa9'`. */
type TextValue = string | Uint8Array;

interface TextFunction {
  /** Whether a word stands before the value: the encoding. */
  readonly word?: true;
  /** Undefined: there is no such value. */
  readonly apply: (value: TextValue, word: string) => TextValue | undefined;
}

/** Characters as Python counts them: code points. A byte alone is a number, as in Python. */
const at =
  (index: number) =>
  (value: TextValue): string | undefined =>
    (typeof value === 'string' ? Array.from(value) : Array.from(value, String)).at(index);
const cased = (change: (text: string) => string) => (value: TextValue) =>
  typeof value === 'string' ? change(value) : value.map((byte) => asciiCased(byte, change));

function asciiCased(byte: number, change: (text: string) => string): number {
  return byte < 128 ? change(String.fromCharCode(byte)).charCodeAt(0) : byte;
}

const functions: Readonly<Record<string, TextFunction>> = {
  $length: { apply: (value) => String(typeof value === 'string' ? Array.from(value).length : value.length) },
  $first: { apply: at(0) },
  $last: { apply: at(-1) },
  $upper: { apply: cased((text) => text.toUpperCase()) },
  $lower: { apply: cased((text) => text.toLowerCase()) },
  $reverse: {
    apply: (value) =>
      typeof value === 'string' ? Array.from(value).reverse().join('') : Uint8Array.from(value).reverse(),
  },
  $encode: {
    word: true,
    apply: (value, encoding) => (typeof value === 'string' ? encode(value, encoding) : undefined),
  },
  $hex: { apply: (value) => Buffer.from(value as string).toString('hex') },
};

/** A function and the expression of its value, or a text in quotes. */
interface Call {
  readonly name: string;
  readonly word: string;
  readonly operand: string;
  readonly quoted: boolean;
}

const OPERAND =
  /^(?:"([^"]*)"|'([^']*)'|(\$\S[^]*|[\p{L}_][\p{L}\p{N}_-]*\.(?:response|request)\.[^]*|[^\s"'$][^\s"']*))$/u;

export function isTextFunction(name: string): boolean {
  return Object.hasOwn(functions, name);
}

/** Undefined: these are not its arguments. */
export function callOf(name: string, argument: string): Call | undefined {
  const [, word = '', rest = ''] = (functions[name]!.word ? /^\s+(\S+)(\s[^]*)$/ : /^()(\s[^]*)$/).exec(argument) ?? [];
  const [, double, single, operand] = OPERAND.exec(rest.trim()) ?? [];
  const text = double ?? single;
  if (text !== undefined) return { name, word, operand: text, quoted: true };
  return operand === undefined ? undefined : { name, word, operand, quoted: false };
}

/** Throws WirebenchError `no-value`: there is no such value. */
export function applied({ name, word }: Call, value: TextValue): TextValue {
  const { apply } = functions[name]!;
  let made: TextValue | undefined;
  let why = 'it has no character';
  try {
    made = apply(value, word);
    if (made === undefined && name === '$encode') why = 'it is encoded already';
  } catch (error) {
    why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  }
  if (made !== undefined) return made;
  const of = [name, word, JSON.stringify(shownValue(value))].filter((part) => part !== '').join(' ');
  throw new WirebenchError({ code: 'no-value', message: `${of} has no value: ${why}.` });
}

/** As Python's str() and repr() of bytes. */
export function shownValue(value: TextValue): string {
  if (typeof value === 'string') return value;
  const quote = value.includes(0x27) && !value.includes(0x22) ? '"' : "'";
  const shown = Array.from(value, (byte) => {
    const character = String.fromCharCode(byte);
    if (character === '\\' || character === quote) return `\\${character}`;
    if (byte >= 0x20 && byte < 0x7f) return character;
    return shortEscapes[character] ?? `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `b${quote}${shown.join('')}${quote}`;
}

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Numbers, which are skipped, and the names of variables, also of parts of results. */
const NAMES = /\d[\w.]*(?:(?<=[eE])[+-]\d+)?|([\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+|\[\d+\])*)/gu;
const OPERATOR = /^(?:[-+*/%]|\*\*|\/\/)$/;

/** The names of the variables in a calculation. */
export function namesInCalculation(text: string): string[] {
  return [...text.matchAll(NAMES)].flatMap(([, name]) => name ?? []);
}

/** Python's arithmetic; a name stands for a number or an operator. Throws WirebenchError `no-value`. */
export function calculated(text: string, values: ReadonlyMap<string, string>): string {
  const wrong = (why: string): WirebenchError =>
    new WirebenchError({ code: 'no-value', message: `$calculate ${text.trim()} has no value: ${why}.` });
  const filled = text.replaceAll(NAMES, (whole, name: string | undefined) => {
    if (name === undefined) return whole;
    const value = values.get(name)!.trim();
    if (OPERATOR.test(value)) return ` ${value} `;
    if (/^[+-]?(?:\d+|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?)$/.test(value))
      return value.startsWith('-') ? `(${value})` : value.replace('+', '');
    const shown = value.length > 60 ? `${value.slice(0, 57)}...` : value;
    throw wrong(`${name} is ${JSON.stringify(shown)}, which is neither a number nor an operator`);
  });
  const calculation = calculate(filled.trim());
  if (calculation.ok) return calculation.result;
  const with_ = filled.trim() === text.trim() ? '' : `${filled.trim().replaceAll(/\s+/g, ' ')}: `;
  throw wrong(with_ + calculation.problem);
}
