import { WirebenchError } from '../../base/errors.ts';
import { fromAscii } from './platformText.ts';
import { visible } from './visible.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0));
const VALUES = new Int8Array(128).fill(-1);
CODES.forEach((code, value) => (VALUES[code] = value));
// The alphabet for addresses and file names (RFC 4648, section 5); a text uses one of the two.
VALUES[0x2d] = 62;
VALUES[0x5f] = 63;

function badBase64(offset: number, message: string): WirebenchError {
  return new WirebenchError({ code: 'bad-base64', message, remedies: ['editPayload'], facts: { offset, length: 1 } });
}

/**
 * Bytes of Base64 (RFC 4648), in the usual or the URL-safe alphabet but not both. White space is skipped, padding is
 * optional, and the bits after the last byte must be zero. Throws code `bad-base64` with the `offset` in its facts.
 */
export function parseBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(((text.length * 3) >> 2) + 3);
  let length = 0;
  let count = 0;
  let bits = 0;
  let lastAt = 0;
  let padding = 0;
  let alphabet = '';
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (/\s/.test(letter)) continue;
    if (letter === '=') {
      padding++;
      if (count % 4 < 2 || padding > 4 - (count % 4)) throw badBase64(i, `At offset ${i}: “=” is one too many.`);
      continue;
    }
    const value = VALUES[text.charCodeAt(i)] ?? -1;
    if (value < 0) {
      const shown = visible(String.fromCodePoint(text.codePointAt(i)!));
      throw badBase64(i, `At offset ${i}: “${shown}” is not a Base64 character.`);
    }
    if (padding > 0) throw badBase64(i, `At offset ${i}: nothing may follow the padding “=”.`);
    if (value >= 62) {
      const uses = letter === '+' || letter === '/' ? '+/' : '-_';
      if (alphabet !== '' && alphabet !== uses) {
        throw badBase64(i, `At offset ${i}: “${letter}” is of the other alphabet; use +/ or -_ throughout.`);
      }
      alphabet = uses;
    }
    bits = ((bits << 6) | value) & 0xffffff;
    count++;
    lastAt = i;
    if (count % 4 === 0) {
      bytes[length++] = bits >> 16;
      bytes[length++] = (bits >> 8) & 0xff;
      bytes[length++] = bits & 0xff;
    }
  }
  const rest = count % 4;
  if (rest === 1)
    throw badBase64(lastAt, `At offset ${lastAt}: one character is left over; the text is cut or too long.`);
  if (padding > 0 && padding !== (4 - rest) % 4) {
    throw badBase64(text.length, `At offset ${text.length}: a “=” is missing.`);
  }
  if (rest === 2) bytes[length++] = (bits >> 4) & 0xff;
  if (rest === 3) {
    bytes[length++] = (bits >> 10) & 0xff;
    bytes[length++] = (bits >> 2) & 0xff;
  }
  const unused = rest === 2 ? bits & 15 : rest === 3 ? bits & 3 : 0;
  if (unused !== 0) throw badBase64(lastAt, `At offset ${lastAt}: the last character has bits that belong to no byte.`);
  return bytes.slice(0, length);
}

/** Base64 with padding; `urlSafe` writes `-_` and no padding. */
export function formatBase64(bytes: Uint8Array, urlSafe = false): string {
  const n = bytes.length;
  const codes = new Uint8Array(Math.ceil(n / 3) * 4);
  let at = 0;
  for (let i = 0; i < n; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    codes[at++] = CODES[bits >> 18]!;
    codes[at++] = CODES[(bits >> 12) & 63]!;
    codes[at++] = i + 1 < n ? CODES[(bits >> 6) & 63]! : 0x3d;
    codes[at++] = i + 2 < n ? CODES[bits & 63]! : 0x3d;
  }
  const text = fromAscii(codes);
  return urlSafe ? text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : text;
}
