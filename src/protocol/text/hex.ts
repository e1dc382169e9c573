import { WirebenchError } from '../../base/errors.ts';
import { fromAscii } from './platformText.ts';
import { visible } from './visible.ts';

/** Byte to two digits. */
export const HEX_PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** The two digits of a byte as ASCII codes, the first in the low byte. */
export const HEX_CODES = Uint16Array.from(HEX_PAIRS, (pair) => pair.charCodeAt(0) | (pair.charCodeAt(1) << 8));

const SEPARATOR = /[\s:,;_-]/;

function badHex(offset: number, message: string): WirebenchError {
  return new WirebenchError({ code: 'bad-hex', message, remedies: ['editPayload'], facts: { offset, length: 1 } });
}

function digitAt(text: string, i: number): number {
  const c = text.charCodeAt(i);
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const letter = c | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * Bytes of hexadecimal text in common forms: digits in pairs, with white space, `:`, `-`, `,`, `;`, `_` between them,
 * and `0x` or `\x` before a pair. Throws code `bad-hex` with the `offset` of the wrong or the lone digit in its facts.
 */
export function parseHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  let length = 0;
  let high = -1;
  let highAt = 0;
  for (let i = 0; i < text.length; i++) {
    const next = text[i + 1];
    const prefixed = high < 0 && (text[i] === '0' || text[i] === '\\') && (next === 'x' || next === 'X');
    if (prefixed) {
      i++;
      if (digitAt(text, i + 1) < 0)
        throw badHex(i, `At offset ${i}: after ${text.slice(i - 1, i + 1)} come two digits.`);
      continue;
    }
    const digit = digitAt(text, i);
    if (digit >= 0 && high < 0) {
      high = digit;
      highAt = i;
    } else if (digit >= 0) {
      bytes[length++] = (high << 4) | digit;
      high = -1;
    } else if (SEPARATOR.test(text[i]!)) {
      if (high >= 0) throw lone(text, highAt);
    } else {
      const shown = visible(String.fromCodePoint(text.codePointAt(i)!));
      throw badHex(i, `At offset ${i}: “${shown}” is not a hexadecimal digit (0-9, a-f).`);
    }
  }
  if (high >= 0) throw lone(text, highAt);
  return bytes.slice(0, length);
}

function lone(text: string, at: number): WirebenchError {
  return badHex(at, `At offset ${at}: the digit ${text[at]!} is alone; a byte has two, as in 0${text[at]!}.`);
}

/** Digits in pairs, in lower case, with an ASCII separator between them. */
export function formatHex(bytes: Uint8Array, separator = ''): string {
  const width = 2 + separator.length;
  const codes = new Uint8Array(bytes.length * width);
  for (let i = 0, at = 0; i < bytes.length; i++, at += width) {
    const pair = HEX_CODES[bytes[i]!]!;
    codes[at] = pair & 0xff;
    codes[at + 1] = pair >> 8;
    for (let k = 2; k < width; k++) codes[at + k] = separator.charCodeAt(k - 2);
  }
  return fromAscii(codes.subarray(0, Math.max(0, codes.length - separator.length)));
}
