import type { DissectedField } from '../../dissect.ts';
import { DnsError } from '../error.ts';
import type { Kind } from '../field.ts';
import { tokenNumber, wrongToken } from '../tokens.ts';
import { typeCode, typeName } from '../typeCodes.ts';
import { parseTtl } from '../ttl.ts';
import { badField, checkedNumber, fixed, u16, u32 } from './basic.ts';

/** A record type as a field. */
export const type: Kind<number> = {
  ...u16,
  format: typeName,
  parse(tokens, what) {
    const token = tokens.next(what);
    const code = typeCode(token.text);
    if (code === undefined) throw wrongToken(token, `The ${what} “${token.text}” is not a record type.`);
    return code;
  },
  json: typeName,
};

/** Seconds, which can have units in text: `1h30m`. */
export const seconds: Kind<number> = {
  ...u32,
  parse(tokens, what) {
    const token = tokens.next(what);
    const value = token.quoted ? undefined : parseTtl(token.text);
    if (value === undefined)
      throw wrongToken(
        token,
        `The ${what} “${token.text}” is not a time: seconds, or units as in 1h30m, up to 4294967295.`,
      );
    return value;
  },
};

/** Seconds since 1970 as `YYYYMMDDHHmmSS` (RFC 4034, section 3.2), the years of the first 32 bits. */
export const time: Kind<number> = {
  ...u32,
  format: formatTime,
  parse(tokens, what) {
    const token = tokens.next(what);
    if (/^\d{1,10}$/.test(token.text)) return tokenNumber(token, what, 0xffffffff);
    const value = parseTime(token.text);
    if (value === undefined) throw wrongToken(token, `The ${what} “${token.text}” is not a time as YYYYMMDDHHmmSS.`);
    return value;
  },
  json: formatTime,
};

function formatTime(value: number): string {
  return new Date(value * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
}

function parseTime(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const value = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff || formatTime(value) !== text) return undefined;
  return value;
}

/** The types of NSEC, NSEC3 and CSYNC, in ascending order, each window without zeros at its end (RFC 4034, section 4.1.2). */
export const typeBitmap: Kind<readonly number[]> = {
  measure(bytes, at, end) {
    for (let last = -1; at < end;) {
      fixed(at, 2, end);
      const [window, length] = [bytes[at]!, bytes[at + 1]!];
      if (window <= last)
        throw new DnsError('dns-bad-value', `The windows of the type bitmap are out of order at offset ${at}.`, at);
      if (length === 0 || length > 32)
        throw new DnsError(
          'dns-bad-value',
          `A window of the type bitmap has 1 to 32 bytes; at offset ${at + 1} it claims ${length}.`,
          at + 1,
        );
      at = fixed(at + 2, length, end);
      if (bytes[at - 1] === 0)
        throw new DnsError(
          'dns-bad-value',
          `A window of the type bitmap ends in a zero byte at offset ${at - 1}.`,
          at - 1,
        );
      last = window;
    }
    return at;
  },
  read(bytes, start, end) {
    const types: number[] = [];
    for (let at = start; at < end; at += 2 + bytes[at + 1]!) {
      for (let bit = 0; bit < bytes[at + 1]! * 8; bit++) {
        if ((bytes[at + 2 + (bit >> 3)]! & (0x80 >> (bit & 7))) !== 0) types.push(bytes[at]! * 256 + bit);
      }
    }
    return types;
  },
  write(out, value) {
    if (!Array.isArray(value)) throw badField('The types are not a list.');
    const sorted = [...new Set(value as number[])].sort((a, b) => a - b);
    for (let i = 0; i < sorted.length;) {
      const window = checkedNumber(sorted[i], 0xffff) >> 8;
      const bitmap = new Uint8Array(32);
      let length = 0;
      for (; i < sorted.length && checkedNumber(sorted[i], 0xffff) >> 8 === window; i++) {
        const bit = sorted[i]! & 0xff;
        bitmap[bit >> 3]! |= 0x80 >> (bit & 7);
        length = (bit >> 3) + 1;
      }
      out.u8(window);
      out.u8(length);
      out.raw(bitmap.subarray(0, length));
    }
  },
  format: (value) => value.map(typeName).join(' '),
  parse(tokens, what) {
    const types = new Set<number>();
    while (!tokens.done) {
      const token = tokens.peek()!;
      const code = type.parse(tokens, what, {});
      if (code === 0) throw wrongToken(token, 'No record has the type TYPE0.');
      types.add(code);
    }
    return [...types].sort((a, b) => a - b);
  },
  json: (value) => value.map(typeName),
  parts(bytes, start, end) {
    const windows: DissectedField[] = [];
    for (let at = start; at < end; at += 2 + bytes[at + 1]!) windows.push(windowField(bytes, at));
    return windows;
  },
};

/** The types of one window, grouped by byte. */
function windowField(bytes: Uint8Array, at: number): DissectedField {
  const [window, length] = [bytes[at]!, bytes[at + 1]!];
  const end = at + 2 + length;
  const types = typeBitmap.read(bytes, at, end);
  return {
    name: 'window',
    text: types.map(typeName).join(' '),
    start: at,
    end,
    children: [
      { name: 'number', text: `${window}: types from ${window * 256} on`, start: at, end: at + 1 },
      { name: 'length', text: `${length} byte${length === 1 ? '' : 's'}`, start: at + 1, end: at + 2 },
      ...Array.from({ length }, (_, i) => {
        const ofByte = types.filter((code) => (code & 0xff) >> 3 === i);
        const text = ofByte.map((code) => `${typeName(code)} (${code})`).join(', ');
        return { name: 'bits', text: text === '' ? 'none' : text, start: at + 2 + i, end: at + 3 + i };
      }),
    ],
  };
}
