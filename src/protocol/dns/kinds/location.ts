import { DnsError } from '../error.ts';
import type { Kind } from '../field.ts';
import { wrongToken, type Tokens } from '../tokens.ts';
import { u32 as readU32 } from '../wire.ts';
import { badField, checkedNumber, fixed, u32, u8 } from './basic.ts';

/** The fields of LOC (RFC 1876). Its text has its own form: see `locationText` and `parseLocation`. */
export const version: Kind<number> = {
  ...u8,
  measure(bytes, at, end) {
    fixed(at, 1, end);
    if (bytes[at] !== 0)
      throw new DnsError(
        'dns-bad-value',
        `The version of a location at offset ${at} is ${bytes[at]!}; only 0 is defined.`,
        at,
      );
    return at + 1;
  },
};

/** A diameter or a precision in centimetres: a digit and a power of ten. */
export const centimetres: Kind<number> = {
  ...u8,
  measure(bytes, at, end) {
    fixed(at, 1, end);
    if (bytes[at]! >> 4 > 9 || (bytes[at]! & 15) > 9)
      throw new DnsError('dns-bad-value', `The size at offset ${at} has a digit above 9.`, at);
    return at + 1;
  },
  read: (bytes, at) => (bytes[at]! >> 4) * 10 ** (bytes[at]! & 15),
  write: (out, value) => out.u8(sizeByte(value)),
  json: (value) => value / 100,
};

function sizeByte(value: number): number {
  let exponent = 0;
  let digit = checkedNumber(value, 9e9);
  for (; digit > 9; exponent++) digit = Math.floor(digit / 10);
  return (digit << 4) | exponent;
}

/** Thousandths of a second of arc from the equator or the meridian, north and east positive. */
function angle(degrees: number): Kind<number> {
  const most = degrees * 3_600_000;
  return {
    ...u32,
    measure(bytes, at, end) {
      fixed(at, 4, end);
      if (Math.abs(readU32(bytes, at) - 2 ** 31) > most)
        throw new DnsError('dns-bad-value', `The angle at offset ${at} is beyond ${degrees} degrees.`, at);
      return at + 4;
    },
    read: (bytes, at) => readU32(bytes, at) - 2 ** 31,
    write(out, value) {
      if (!Number.isInteger(value) || Math.abs(value) > most)
        throw badField(`The angle ${value} is beyond ${degrees} degrees.`);
      out.u32(value + 2 ** 31);
    },
    json: (value) => value / 3_600_000,
  };
}

export const latitude = angle(90);
export const longitude = angle(180);

/** Centimetres above the WGS 84 spheroid. */
export const altitude: Kind<number> = {
  ...u32,
  read: (bytes, at) => readU32(bytes, at) - 10_000_000,
  write: (out, value) => out.u32(checkedNumber(value + 10_000_000, 0xffffffff)),
  json: (value) => value / 100,
};

export interface Location {
  readonly version: number;
  readonly size: number;
  readonly horizontalPrecision: number;
  readonly verticalPrecision: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly altitude: number;
}

const DEFAULTS = { size: 100, horizontalPrecision: 1_000_000, verticalPrecision: 1000 };

/**
 * `42 21 54.000 N 71 06 18.000 W -24.00m 30.00m 10000.00m 10.00m`; the last three only if they are not the defaults.
 */
export function locationText(data: Location): string {
  const place = `${angleText(data.latitude, 'N', 'S')} ${angleText(data.longitude, 'E', 'W')} ${metres(data.altitude)}`;
  const sizes = [data.size, data.horizontalPrecision, data.verticalPrecision];
  const usual = Object.values(DEFAULTS).every((size, i) => size === sizes[i]);
  return usual ? place : `${place} ${sizes.map(metres).join(' ')}`;
}

function angleText(value: number, positive: string, negative: string): string {
  const all = Math.abs(value);
  const seconds = ((all % 60_000) / 1000).toFixed(3);
  return `${Math.floor(all / 3_600_000)} ${Math.floor(all / 60_000) % 60} ${seconds} ${value < 0 ? negative : positive}`;
}

function metres(centimetres: number): string {
  return `${(centimetres / 100).toFixed(2)}m`;
}

export function parseLocation(tokens: Tokens): Location {
  const latitude = parseAngle(tokens, 'latitude', 90, 'N', 'S');
  const longitude = parseAngle(tokens, 'longitude', 180, 'E', 'W');
  const altitude = parseMetres(tokens, 'altitude', -10_000_000, 0xffffffff - 10_000_000);
  const size = tokens.done ? DEFAULTS.size : parseSize(tokens, 'size');
  const horizontalPrecision = tokens.done ? DEFAULTS.horizontalPrecision : parseSize(tokens, 'horizontal precision');
  const verticalPrecision = tokens.done ? DEFAULTS.verticalPrecision : parseSize(tokens, 'vertical precision');
  return { version: 0, size, horizontalPrecision, verticalPrecision, latitude, longitude, altitude };
}

function parseAngle(tokens: Tokens, what: string, most: number, positive: string, negative: string): number {
  const parts: number[] = [];
  for (;;) {
    const token = tokens.next(what);
    const letter = token.text.toUpperCase();
    if (parts.length > 0 && (letter === positive || letter === negative)) {
      const [degrees, minutes = 0, seconds = 0] = parts;
      const value = degrees! * 3_600_000 + minutes * 60_000 + Math.round(seconds * 1000);
      if (value > most * 3_600_000) throw wrongToken(token, `The ${what} is beyond ${most} degrees.`);
      return letter === positive ? value : -value;
    }
    const right = parts.length === 2 ? /^\d{1,2}(?:\.\d{1,3})?$/ : /^\d{1,3}$/;
    const limit = [most, 59, 59.999][parts.length];
    if (limit === undefined || !right.test(token.text) || Number(token.text) > limit) {
      throw wrongToken(
        token,
        `“${token.text}” can't stand in a ${what}: degrees up to ${most}, minutes and seconds below 60, then ${positive} or ${negative}.`,
      );
    }
    parts.push(Number(token.text));
  }
}

function parseMetres(tokens: Tokens, what: string, least: number, most: number): number {
  const token = tokens.next(what);
  const [, digits] = /^(-?\d{1,8}(?:\.\d{1,2})?)m?$/i.exec(token.text) ?? [];
  const value = Math.round(Number(digits) * 100);
  if (digits === undefined || value < least || value > most)
    throw wrongToken(token, `The ${what} “${token.text}” is not a length in metres, as in 10.50m.`);
  return value;
}

/** The nearest value of one digit and a power of ten, as on the wire. */
function parseSize(tokens: Tokens, what: string): number {
  const byte = sizeByte(parseMetres(tokens, what, 0, 9e9));
  return (byte >> 4) * 10 ** (byte & 15);
}
