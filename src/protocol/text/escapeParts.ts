import { WirebenchError } from '../../base/errors.ts';
import { EncodeError } from './errors.ts';
import { isVisible } from './visible.ts';

/** A piece of a text with escapes: characters to encode, or bytes to send unchanged. */
export type EscapePart =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Offset in the source of each unit. */ readonly offsets: number[];
    }
  | { readonly kind: 'bytes'; readonly bytes: readonly number[] };

/** The characters after a backslash, and their meanings. */
export const SIMPLE: Readonly<Record<string, string>> = {
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

/** The forms after the backslash, and their meanings. */
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

/** The bytes of the parts; text is encoded by `encodeText`. See `encodeParts` for its errors. */
export function joinParts(
  parts: readonly EscapePart[],
  encodeText: (text: string, isFirst: boolean) => Uint8Array,
): Uint8Array {
  let first = true;
  const pieces = parts.map((part) => {
    if (part.kind === 'bytes') return part.bytes;
    const isFirst = first;
    first = false;
    try {
      return encodeText(part.text, isFirst);
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
