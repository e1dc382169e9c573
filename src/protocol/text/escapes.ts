import { WirebenchError } from '../../base/errors.ts';
import { sameBytes } from '../../base/sameBytes.ts';
import { isSurrogate } from './codec.ts';
import { decodeWithRanges } from './decode.ts';
import { encode } from './encode.ts';
import { lookupEncoding } from './encodings.ts';
import { EncodeError, type EncodeHandler } from './errors.ts';
import { isVisible } from './visible.ts';

/** A piece of a text with escapes: characters that an encoding makes bytes of, or bytes as they are. */
export type EscapePart =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Offset in the source of each unit. */ readonly offsets: number[];
    }
  | { readonly kind: 'bytes'; readonly bytes: readonly number[] };

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** After the backslash: what each form looks like, and what it stands for. */
const FORMS: readonly { readonly pattern: RegExp; readonly byte?: boolean; readonly radix: number }[] = [
  { pattern: /x([0-9a-fA-F]{2})/y, byte: true, radix: 16 },
  { pattern: /([0-3][0-7]{0,2}|[4-7][0-7]?)/y, byte: true, radix: 8 },
  { pattern: /u([0-9a-fA-F]{4})/y, radix: 16 },
  { pattern: /u\{([0-9a-fA-F]{1,6})\}/y, radix: 16 },
  { pattern: /U([0-9a-fA-F]{8})/y, radix: 16 },
];

function badEscape(offset: number, length: number, message: string): WirebenchError {
  return new WirebenchError({ code: 'bad-escape', message, remedies: ['editPayload'], facts: { offset, length } });
}

function explain(text: string, at: number): WirebenchError {
  const next = text[at + 1];
  if (next === undefined) return badEscape(at, 1, 'The text ends in a lone backslash. Write \\\\ for a backslash.');
  const forms: Readonly<Record<string, string>> = {
    x: '\\x takes two hexadecimal digits, as in \\x0a',
    u: '\\u takes four hexadecimal digits or one to six in braces, as in \\u00e9 or \\u{1f600}, up to 10ffff',
    U: '\\U takes eight hexadecimal digits, as in \\U0001f600, up to 0010ffff',
  };
  const shown = isVisible(next) ? `\\${next}` : 'a backslash there';
  const what = forms[next] ?? `${shown} is not an escape; write \\\\ for a backslash`;
  return badEscape(at, 2, `At offset ${at}: ${what}.`);
}

/**
 * Reads `\n \r \t \a \b \f \v \\ \" \'`, `\xHH` and `\o`, `\oo`, `\ooo` (octal; `\0` is one) as that byte, `\uHHHH`,
 * `\u{H...}` and `\UHHHHHHHH` as that character. Throws code `bad-escape` with `offset` and `length` in its facts;
 * `from` is added to offsets.
 */
export function parseEscapeParts(text: string, from = 0): EscapePart[] {
  const parts: EscapePart[] = [];
  const pushText = (value: string, offset: number): void => {
    let last = parts.at(-1);
    if (last?.kind !== 'text') parts.push((last = { kind: 'text', text: '', offsets: [] }));
    (last as { text: string }).text += value;
    for (let i = 0; i < value.length; i++) last.offsets.push(offset);
  };
  const pushByte = (byte: number): void => {
    const last = parts.at(-1);
    if (last?.kind === 'bytes') (last.bytes as number[]).push(byte);
    else parts.push({ kind: 'bytes', bytes: [byte] });
  };
  for (let i = 0; i < text.length;) {
    if (text[i] !== '\\') {
      pushText(text[i]!, from + i++);
      continue;
    }
    const simple = SIMPLE[text[i + 1] ?? ''];
    if (simple !== undefined) {
      pushText(simple, from + i);
      i += 2;
      continue;
    }
    const form = FORMS.find(({ pattern }) => {
      pattern.lastIndex = i + 1;
      return pattern.test(text);
    });
    if (!form) throw moved(explain(text, i), from);
    form.pattern.lastIndex = i + 1;
    const match = form.pattern.exec(text)!;
    const value = Number.parseInt(match[1]!, form.radix);
    if (value > 0x10ffff) throw moved(explain(text, i), from);
    if (form.byte) pushByte(value);
    else pushText(String.fromCodePoint(value), from + i);
    i += 1 + match[0].length;
  }
  return parts;
}

function moved(error: WirebenchError, from: number): WirebenchError {
  if (from === 0) return error;
  const data = error.toData();
  const offset = Number(data.facts?.['offset'] ?? 0);
  return new WirebenchError({
    ...data,
    message: data.message.replace(`offset ${offset}`, `offset ${offset + from}`),
    facts: { ...data.facts, offset: offset + from },
  });
}

/** What is written after the first piece of a text in an encoding with a mark. */
const UNMARKED: Readonly<Record<string, string>> = {
  'utf-8-sig': 'utf-8',
  'utf-16': 'utf-16-le',
  'utf-32': 'utf-32-le',
};

/** The bytes of the parts. A character the encoding can't hold: EncodeError with `offset` (in the source) in its facts. */
export function encodeParts(
  parts: readonly EscapePart[],
  encoding = 'utf-8',
  errors: EncodeHandler = 'strict',
): Uint8Array {
  const after = UNMARKED[lookupEncoding(encoding)?.name ?? ''] ?? encoding;
  let first = true;
  const pieces = parts.map((part) => {
    if (part.kind === 'bytes') return part.bytes;
    const name = first ? encoding : after;
    first = false;
    try {
      return encode(part.text, name, errors);
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error;
      throw new EncodeError(error.encoding, part.text, error.start, error.end, error.reason, part.offsets[error.start]);
    }
  });
  return concat(pieces);
}

function concat(pieces: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The bytes of a text with escapes, its characters in the encoding. See `parseEscapeParts`. */
export function parseEscapes(text: string, encoding = 'utf-8', errors: EncodeHandler = 'strict'): Uint8Array {
  return encodeParts(parseEscapeParts(text), encoding, errors);
}

const NAMED = new Map(Object.entries(SIMPLE).map(([letter, value]) => [value.charCodeAt(0), `\\${letter}`]));
NAMED.delete(0x22);
NAMED.delete(0x27);
/** As bytes, in an encoding that has ASCII where ASCII is. */
const ASCII_ESCAPES = Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x20 && byte < 0x7f && byte !== 0x5c) return String.fromCharCode(byte);
  return NAMED.get(byte) ?? `\\x${byte.toString(16).padStart(2, '0')}`;
});
const HEX_ESCAPES = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16).padStart(2, '0')}`);

/**
 * Text from which `parseEscapes` with the same encoding makes the same bytes: visible characters as they are, the rest
 * escaped. Without an encoding, all that is not printable ASCII is escaped, and any encoding that holds ASCII as ASCII
 * reads it back.
 */
export function escapeBytes(bytes: Uint8Array, encoding?: string): string {
  if (encoding === undefined) return Array.from(bytes, (byte) => ASCII_ESCAPES[byte]!).join('');
  const { text, starts } = decodeWithRanges(bytes, encoding, 'ignore');
  let escaped = '';
  let done = 0;
  const escapeTo = (end: number): void => {
    for (; done < end; done++) escaped += HEX_ESCAPES[bytes[done]!]!;
  };
  for (let i = 0; i < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(i)!);
    const start = starts[i]!;
    escapeTo(start);
    const own = isSurrogate(text.codePointAt(i)!) ? undefined : encode(character, encoding, 'ignore');
    if (own && own.length > 0 && own.every((byte, k) => byte === bytes[start + k])) {
      escaped += NAMED.get(text.charCodeAt(i)) ?? (isVisible(character) ? character : hexOf(own));
      done = start + own.length;
    }
    i += character.length;
  }
  escapeTo(bytes.length);
  // Encodings with a state may write the same characters otherwise when they stand together.
  const back = parseEscapes(escaped, encoding, 'ignore');
  return sameBytes(back, bytes) ? escaped : hexOf(bytes);
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => HEX_ESCAPES[byte]!).join('');
}
