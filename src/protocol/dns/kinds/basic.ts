import { DnsError } from '../error.ts';
import type { DissectedField } from '../../dissect.ts';
import type { Kind } from '../field.ts';
import { tokenBytes, tokenNumber, wrongToken, type Token } from '../tokens.ts';
import { displayName, foldedName, formatName, type Name } from '../name.ts';
import { nameEnd, readName, u16 as readU16, u32 as readU32 } from '../wire.ts';
import type { MessageWriter } from '../writer.ts';

/** The end of a field of `length` bytes. */
export function fixed(at: number, length: number, end: number): number {
  if (at + length > end) {
    throw new DnsError(
      'dns-rdata-short',
      `The record's data ends inside a field: ${length} bytes were expected at offset ${at}, and ${Math.max(0, end - at)} are left.`,
      at,
    );
  }
  return at + length;
}

export function badField(message: string): DnsError {
  return new DnsError('dns-bad-field', message);
}

export function checkedNumber(value: unknown, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) {
    throw badField(`${String(value)} is not a whole number from 0 to ${max}.`);
  }
  return value;
}

export function checkedBytes(value: unknown, max: number, min = 0): Uint8Array {
  if (!(value instanceof Uint8Array)) throw badField('The value of a field of bytes is not an array of bytes.');
  if (value.length > max || value.length < min)
    throw badField(`${value.length} bytes do not fit: the field takes ${min} to ${max}.`);
  return value;
}

function number(
  length: number,
  max: number,
  read: (bytes: Uint8Array, at: number) => number,
  write: (out: MessageWriter, value: number) => void,
): Kind<number> {
  return {
    measure: (_bytes, at, end) => fixed(at, length, end),
    read: (bytes, start) => read(bytes, start),
    write: (out, value) => write(out, checkedNumber(value, max)),
    format: String,
    parse: (tokens, what) => tokenNumber(tokens.next(what), what, max),
    json: (value) => value,
  };
}

export const u8 = number(
  1,
  0xff,
  (bytes, at) => bytes[at]!,
  (out, value) => out.u8(value),
);
export const u16 = number(2, 0xffff, readU16, (out, value) => out.u16(value));
export const u32 = number(4, 0xffffffff, readU32, (out, value) => out.u32(value));

/** 48 bits: seconds since 1970 of TSIG. */
export const u48 = number(
  6,
  2 ** 48 - 1,
  (bytes, at) => readU16(bytes, at) * 2 ** 32 + readU32(bytes, at + 2),
  (out, value) => {
    out.u16(Math.floor(value / 2 ** 32));
    out.u32(value % 2 ** 32);
  },
);

/** 64 bits, in decimal digits, since a JavaScript number cannot hold them. */
export const u64: Kind<bigint> = {
  measure: (_bytes, at, end) => fixed(at, 8, end),
  read: (bytes, start) => (BigInt(readU32(bytes, start)) << 32n) | BigInt(readU32(bytes, start + 4)),
  write(out, value) {
    if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value)
      throw badField(`${String(value)} is not a whole number of 64 bits.`);
    out.u32(Number(value >> 32n));
    out.u32(Number(value & 0xffffffffn));
  },
  format: String,
  parse(tokens, what) {
    const token = tokens.next(what);
    const value = /^\d{1,20}$/.test(token.text) && !token.quoted ? BigInt(token.text) : -1n;
    if (BigInt.asUintN(64, value) !== value)
      throw wrongToken(token, `The ${what} “${token.text}” is not a whole number of 64 bits.`);
    return value;
  },
  json: String,
};

/** Sixteen bits with octal text: an address of the Chaosnet (RFC 1035, section 3.4.1 has only the Internet's). */
export const octal: Kind<number> = {
  ...u16,
  format: (value) => value.toString(8),
  parse(tokens, what) {
    const token = tokens.next(what);
    const value = /^[0-7]{1,6}$/.test(token.text) ? parseInt(token.text, 8) : Infinity;
    if (value > 0xffff) throw wrongToken(token, `“${token.text}” is not an octal number up to 177777.`);
    return value;
  },
};

/** A name. Only the types of RFC 1035 have compressed names (RFC 3597, section 4). */
export const name: Kind<Name> = {
  measure: nameEnd,
  read: (bytes, start, _end, seen) => readName(bytes, start, seen),
  write: (out, value, compress) => out.name(value, compress),
  format: formatName,
  parse: (tokens, what) => tokens.name(what),
  json: displayName,
  folded: foldedName,
};

/** The same, never compressed even in a type of RFC 1035. */
export const plainName: Kind<Name> = { ...name, write: (out, value) => out.name(value, false) };

/** Names up to the end of the rdata; there may be none. */
export const names: Kind<readonly Name[]> = {
  measure(bytes, at, end) {
    while (at < end) at = nameEnd(bytes, at, end);
    return at;
  },
  read(bytes, start, end, seen) {
    const list: Name[] = [];
    for (let at = start; at < end; at = nameEnd(bytes, at, end)) list.push(readName(bytes, at, seen));
    return list;
  },
  write(out, value) {
    if (!Array.isArray(value)) throw badField('The names are not a list.');
    for (const one of value as Name[]) out.name(one, false);
  },
  format: (value) => value.map(formatName).join(' '),
  parse(tokens, what) {
    const list: Name[] = [];
    while (!tokens.done) list.push(tokens.name(what));
    return list;
  },
  json: (value) => value.map(displayName),
  folded: (value) => value.map(foldedName),
  parts(bytes, start, end) {
    const list: DissectedField[] = [];
    for (let at = start, after; at < end; at = after) {
      after = nameEnd(bytes, at, end);
      list.push({ name: `name ${list.length + 1}`, text: formatName(readName(bytes, at)), start: at, end: after });
    }
    return list;
  },
};

/** A byte in a quoted string (RFC 1035, section 5.1). */
const QUOTED: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString().padStart(3, '0')}`;
});

export function quoted(bytes: Uint8Array): string {
  return `"${escaped(bytes)}"`;
}

/** The bytes as text, with `\"`, `\\` and `\DDD`. */
export function escaped(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += QUOTED[bytes[i]!]!;
  return text;
}

/** For checks and tables: the text itself, with `\DDD` for invisible characters and `\\` for the backslash. */
export function plainText(bytes: Uint8Array): string {
  return escaped(bytes).replaceAll('\\"', '"');
}

function shortString(token: Token, what: string, max = 255): Uint8Array {
  const bytes = tokenBytes(token);
  if (bytes.length > max)
    throw wrongToken(token, `The ${what} has ${bytes.length} bytes; ${max} is the most that fit into one string.`);
  return bytes;
}

function counted(bytes: Uint8Array, at: number, end: number): number {
  fixed(at, 1, end);
  return fixed(at + 1, bytes[at]!, end);
}

function writeCounted(out: MessageWriter, value: Uint8Array): void {
  out.u8(checkedBytes(value, 255).length);
  out.raw(value);
}

/** A `<character-string>`: a length byte and that many bytes. */
export const charString: Kind<Uint8Array> = {
  measure: counted,
  read: (bytes, start, end) => bytes.subarray(start + 1, end),
  write: writeCounted,
  format: quoted,
  parse: (tokens, what) => shortString(tokens.next(what), what),
  json: plainText,
};

/** A `<character-string>` that may be left out at the end of the rdata; null if it is. */
export const optionalString: Kind<Uint8Array | null> = {
  measure: (bytes, at, end) => (at === end ? at : counted(bytes, at, end)),
  read: (bytes, start, end) => (start === end ? null : bytes.subarray(start + 1, end)),
  write: (out, value) => (value === null ? undefined : writeCounted(out, value)),
  format: (value) => (value === null ? '' : quoted(value)),
  parse: (tokens, what) => (tokens.done ? null : shortString(tokens.next(what), what)),
  json: (value) => value && plainText(value),
};

/** A `<character-string>` of digits and signs, written without quotes. `wrong` describes the expected form. */
export function plainString(pattern: RegExp, wrong: string, format: (bytes: Uint8Array) => string): Kind<Uint8Array> {
  return {
    ...charString,
    measure(bytes, at, end) {
      const after = counted(bytes, at, end);
      if (!pattern.test(escaped(bytes.subarray(at + 1, after))))
        throw new DnsError('dns-bad-value', `The string at offset ${at} is not ${wrong}.`, at);
      return after;
    },
    write(out, value) {
      if (!pattern.test(escaped(checkedBytes(value, 255)))) throw badField(`“${escaped(value)}” is not ${wrong}.`);
      writeCounted(out, value);
    },
    format,
    parse(tokens, what) {
      const token = tokens.next(what);
      const bytes = shortString(token, what);
      if (!pattern.test(escaped(bytes))) throw wrongToken(token, `The ${what} “${token.text}” is not ${wrong}.`);
      return bytes;
    },
  };
}

/** One or more `<character-string>`s up to the end of the rdata. */
export const charStrings: Kind<readonly Uint8Array[]> = {
  measure(bytes, at, end) {
    if (at === end) throw new DnsError('dns-rdata-short', 'The record has no string; one at least is needed.', at);
    while (at < end) at = counted(bytes, at, end);
    return at;
  },
  read(bytes, start, end) {
    const strings: Uint8Array[] = [];
    for (let at = start; at < end; at += 1 + bytes[at]!) strings.push(bytes.subarray(at + 1, at + 1 + bytes[at]!));
    return strings;
  },
  write(out, value) {
    if (!Array.isArray(value) || value.length === 0) throw badField('One string at least is needed.');
    for (const one of value as Uint8Array[]) writeCounted(out, one);
  },
  format: (value) => value.map(quoted).join(' '),
  parse(tokens, what) {
    if (tokens.done) throw tokens.missing(what);
    return tokens.rest().map((token) => shortString(token, what));
  },
  json: (value) => value.map(plainText),
  parts(bytes, start, end) {
    return this.read(bytes, start, end).map((string, i) => {
      const at = string.byteOffset - bytes.byteOffset;
      return { name: `string ${i + 1}`, text: quoted(string), start: at - 1, end: at + string.length };
    });
  },
};
