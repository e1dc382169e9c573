import { WirebenchError } from '../../../base/errors.ts';
import { formatBase64, parseBase64 } from '../../text/base64.ts';
import { formatHex } from '../../text/hex.ts';
import { DnsError } from '../error.ts';
import type { Kind } from '../field.ts';
import { tokenBytes, tokenNumber, wrongToken, type Token } from '../tokens.ts';
import { u16 as readU16 } from '../wire.ts';
import { badField, checkedBytes, fixed, plainText, quoted } from './basic.ts';

const MAX_RDATA = 65535;

/** Hexadecimal digits in pairs and nothing else; undefined for anything else. */
export function hexBytes(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function parseHexToken(token: Token, what: string): Uint8Array {
  const bytes = token.quoted ? undefined : hexBytes(token.text);
  if (!bytes) throw wrongToken(token, `The ${what} “${token.text}” is not hexadecimal: digits 0-9 and a-f in pairs.`);
  return bytes;
}

/** The remaining words joined. */
function joined(tokens: readonly Token[]): Token {
  const wrong = tokens.find((token) => token.quoted);
  if (wrong) throw wrongToken(wrong, 'Binary data isn’t quoted.');
  return {
    text: tokens.map((token) => token.text).join(''),
    quoted: false,
    start: tokens[0]!.start,
    end: tokens.at(-1)!.end,
  };
}

function rest(
  least: number,
  format: (bytes: Uint8Array) => string,
  parse: (token: Token, what: string) => Uint8Array,
  word = least > 0,
): Kind<Uint8Array> {
  return {
    measure: (_bytes, at, end) => Math.max(end, fixed(at, least, end)),
    read: (bytes, start, end) => bytes.subarray(start, end),
    write: (out, value) => out.raw(checkedBytes(value, MAX_RDATA, least)),
    format,
    parse(tokens, what) {
      if (tokens.done && word) throw tokens.missing(what);
      return tokens.done ? new Uint8Array(0) : parse(joined(tokens.rest()), what);
    },
    json: format,
  };
}

/** Bytes up to the end of the rdata as hexadecimal digits, at least one. */
export const hex = rest(1, (bytes) => formatHex(bytes), parseHexToken);
/** The same; there may be none. */
export const anyHex = rest(0, (bytes) => formatHex(bytes), parseHexToken);

export function parseBase64Token(token: Token, what: string): Uint8Array {
  try {
    // DNS uses the usual alphabet with padding (RFC 4034, section 2.2).
    if (token.text.length % 4 === 0 && !/[-_]/.test(token.text)) return parseBase64(token.text);
  } catch (error) {
    if (!(error instanceof WirebenchError)) throw error;
  }
  throw wrongToken(
    token,
    `The ${what} is not Base64: letters, digits, + and / in fours, with “=” at the end if needed.`,
  );
}

/** Bytes up to the end of the rdata as Base64, at least one. */
export const base64 = rest(1, (bytes) => formatBase64(bytes), parseBase64Token);
/** The same; there may be none. */
export const anyBase64 = rest(0, (bytes) => formatBase64(bytes), parseBase64Token);
/** The same, with `-` for none (DOA). */
export const dashBase64 = rest(
  0,
  (bytes) => (bytes.length === 0 ? '-' : formatBase64(bytes)),
  (token, what) => (token.text === '-' ? new Uint8Array(0) : parseBase64Token(token, what)),
  true,
);

/**
 * Two bytes of length and that many bytes. As text: the length and Base64, which is left out if the length is 0 (RFC
 * 8945, section 4.2).
 */
export const counted16: Kind<Uint8Array> = {
  measure(bytes, at, end) {
    fixed(at, 2, end);
    return fixed(at + 2, readU16(bytes, at), end);
  },
  read: (bytes, start, end) => bytes.subarray(start + 2, end),
  write(out, value) {
    out.u16(checkedBytes(value, 0xffff).length);
    out.raw(value);
  },
  format: (value) => (value.length === 0 ? '0' : `${value.length} ${formatBase64(value)}`),
  parse(tokens, what) {
    const length = tokenNumber(tokens.next(`length of the ${what}`), `length of the ${what}`, 0xffff);
    if (length === 0) return new Uint8Array(0);
    const token = tokens.next(what);
    const bytes = parseBase64Token(token, what);
    if (bytes.length !== length)
      throw wrongToken(token, `The ${what} has ${bytes.length} bytes, and ${length} were announced.`);
    return bytes;
  },
  json: (value) => formatBase64(value),
  parts: (bytes, start, end) => [
    { name: 'length', text: String(end - start - 2), start, end: start + 2 },
    ...(end - start > 2
      ? [{ name: 'bytes', text: formatHex(bytes.subarray(start + 2, end)), start: start + 2, end }]
      : []),
  ],
};

/**
 * Bytes whose number is in another field of the data, which is found by the offset of the data. The text is one word.
 */
export function sized(
  length: (bytes: Uint8Array, rdata: number) => number,
  format: (bytes: Uint8Array) => string,
  parse: (token: Token, what: string) => Uint8Array,
): Kind<Uint8Array> {
  return {
    measure(bytes, at, end, rdata = 0) {
      const size = length(bytes, rdata);
      if (size === 0) throw new DnsError('dns-bad-value', `The length of the field at offset ${at} is 0.`, at);
      return fixed(at, size, end);
    },
    read: (bytes, start, end) => bytes.subarray(start, end),
    write: (out, value) => out.raw(checkedBytes(value, MAX_RDATA, 1)),
    format,
    parse: (tokens, what) => parse(tokens.next(what), what),
    json: format,
  };
}

/** An address of the OSI network layer: `0x` and hexadecimal digits, with dots between for people (RFC 1706, section 5). */
export const nsap: Kind<Uint8Array> = {
  ...hex,
  format: (value) => `0x${formatHex(value)}`,
  parse(tokens, what) {
    const token = tokens.next(what);
    const [, digits = '-'] = /^0x([0-9a-f.]+)$/i.exec(token.text) ?? [];
    const bytes = token.quoted ? undefined : hexBytes(digits.replaceAll('.', ''));
    if (!bytes || bytes.length === 0)
      throw wrongToken(
        token,
        `The ${what} “${token.text}” is not an NSAP address: 0x and pairs of hexadecimal digits.`,
      );
    return bytes;
  },
  json: (value) => `0x${formatHex(value)}`,
};

const BASE32 = '0123456789ABCDEFGHIJKLMNOPQRSTUV';

/** Base 32 with the extended hexadecimal alphabet and no padding (RFC 4648, section 7). */
export function formatBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    for (count += 8; count >= 5; count -= 5) text += BASE32[(bits >> (count - 5)) & 31]!;
  }
  return count > 0 ? text + BASE32[(bits << (5 - count)) & 31]! : text;
}

function parseBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const letter of text.toUpperCase()) {
    const value = BASE32.indexOf(letter);
    if (value < 0) return undefined;
    bits = ((bits << 5) | value) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  // A digit without a byte, or bits that do not fill one.
  if (count >= 5 || (bits & ((1 << count) - 1)) !== 0) return undefined;
  return Uint8Array.from(bytes);
}

function countedBytes(
  least: number,
  format: (bytes: Uint8Array) => string,
  parse: (text: string) => Uint8Array | undefined,
  form: string,
): Kind<Uint8Array> {
  return {
    measure(bytes, at, end) {
      fixed(at, 1, end);
      if (bytes[at]! < least)
        throw new DnsError('dns-bad-value', `The length at offset ${at} is 0; the field isn't empty.`, at);
      return fixed(at + 1, bytes[at]!, end);
    },
    read: (bytes, start, end) => bytes.subarray(start + 1, end),
    write(out, value) {
      out.u8(checkedBytes(value, 255, least).length);
      out.raw(value);
    },
    format,
    parse(tokens, what) {
      const token = tokens.next(what);
      const bytes = token.quoted ? undefined : parse(token.text);
      if (!bytes || bytes.length < least || bytes.length > 255)
        throw wrongToken(token, `The ${what} “${token.text}” is not ${form}.`);
      return bytes;
    },
    json: format,
  };
}

/** NSEC3's salt: a length byte and hexadecimal digits, `-` for none (RFC 5155, section 3.3). */
export const salt = countedBytes(
  0,
  (bytes) => (bytes.length === 0 ? '-' : formatHex(bytes)),
  (text) => (text === '-' ? new Uint8Array(0) : hexBytes(text)),
  'hexadecimal, or “-” for none',
);

/** NSEC3's next hashed owner: a length byte and Base 32. */
export const hashedOwner = countedBytes(
  1,
  (bytes) => formatBase32(bytes).toLowerCase(),
  parseBase32,
  'Base 32 of the extended alphabet (0-9, a-v)',
);

/** Bytes to the end of the rdata as one quoted string, as CAA's value and URI's target. */
export function quotedRest(least: number): Kind<Uint8Array> {
  return {
    measure: (_bytes, at, end) => Math.max(end, fixed(at, least, end)),
    read: (bytes, start, end) => bytes.subarray(start, end),
    write: (out, value) => out.raw(checkedBytes(value, MAX_RDATA, least)),
    format: quoted,
    parse(tokens, what) {
      const token = tokens.next(what);
      const bytes = tokenBytes(token);
      if (bytes.length < least) throw wrongToken(token, `The ${what} is empty.`);
      return bytes;
    },
    json: plainText,
  };
}

const TAG = /^[A-Za-z0-9]{1,255}$/;

/** CAA's property tag: letters and digits (RFC 8659, section 4.1). */
export const tag: Kind<string> = {
  measure(bytes, at, end) {
    fixed(at, 1, end);
    const after = fixed(at + 1, bytes[at]!, end);
    if (!TAG.test(plainText(bytes.subarray(at + 1, after)))) {
      throw new DnsError(
        'dns-bad-value',
        `The tag at offset ${at} is empty or has something other than letters and digits.`,
        at,
      );
    }
    return after;
  },
  read: (bytes, start, end) => plainText(bytes.subarray(start + 1, end)),
  write(out, value) {
    if (typeof value !== 'string' || !TAG.test(value))
      throw badField(`The tag “${value}” is not made of letters and digits.`);
    out.u8(value.length);
    for (let i = 0; i < value.length; i++) out.u8(value.charCodeAt(i));
  },
  format: (value) => value,
  parse(tokens, what) {
    const token = tokens.next(what);
    if (!TAG.test(token.text))
      throw wrongToken(token, `The ${what} “${token.text}” is not made of letters and digits.`);
    return token.text;
  },
  json: (value) => value,
};

/** An EUI-48 or EUI-64 address: pairs of digits with hyphens (RFC 7043). */
export function eui(length: number): Kind<Uint8Array> {
  const format = (bytes: Uint8Array) => formatHex(bytes, '-');
  const pattern = new RegExp(`^[0-9a-f]{2}(?:-[0-9a-f]{2}){${length - 1}}$`, 'i');
  return {
    measure: (_bytes, at, end) => fixed(at, length, end),
    read: (bytes, start, end) => bytes.subarray(start, end),
    write: (out, value) => out.raw(checkedBytes(value, length, length)),
    format,
    parse(tokens, what) {
      const token = tokens.next(what);
      if (!pattern.test(token.text))
        throw wrongToken(
          token,
          `The ${what} “${token.text}” is not ${length} pairs of hexadecimal digits with hyphens between.`,
        );
      return hexBytes(token.text.replaceAll('-', ''))!;
    },
    json: format,
  };
}
