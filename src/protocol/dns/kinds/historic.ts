import type { DissectedField } from '../../dissect.ts';
import { formatHex } from '../../text/hex.ts';
import { DnsError } from '../error.ts';
import type { FieldValues, Kind } from '../field.ts';
import type { Name } from '../name.ts';
import { tokenNumber, wrongToken, type Token, type Tokens } from '../tokens.ts';
import { typeName } from '../typeCodes.ts';
import { formatIpv6, parseIpv6 } from '../../ip.ts';
import {
  badField,
  checkedBytes,
  checkedNumber,
  fixed,
  name,
  plainName,
  plainString,
  plainText,
  quoted,
  u8,
} from './basic.ts';
import { hexBytes } from './binary.ts';
import { type } from './dnssec.ts';

/** Bits from the left, the lowest number first. */
function bitsOf(bitmap: Uint8Array): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < bitmap.length; i++)
    for (let bit = 0; bit < 8; bit++) if ((bitmap[i]! & (0x80 >> bit)) !== 0) numbers.push(8 * i + bit);
  return numbers;
}

function bitmapOf(numbers: readonly number[]): Uint8Array {
  const bitmap = new Uint8Array(Math.floor(Math.max(-1, ...numbers) / 8) + 1);
  for (const number of numbers) bitmap[number >> 3]! |= 0x80 >> (number & 7);
  return bitmap;
}

/** The ports that old master files could give by name (RFC 1010). Most programs today accept numbers only. */
const SERVICES: Readonly<Record<string, number>> = {
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  time: 37,
  nameserver: 42,
  nicname: 43,
  domain: 53,
  tftp: 69,
  finger: 79,
  http: 80,
  pop3: 110,
  sunrpc: 111,
  nntp: 119,
  ntp: 123,
  imap2: 143,
  snmp: 161,
  https: 443,
};

const MAX_PORTS = 0x10000 / 8;

/** WKS: a bit for each port (RFC 1035, section 3.4.2). The value is the bitmap. */
export const ports: Kind<Uint8Array> = {
  measure(_bytes, at, end) {
    if (end - at > MAX_PORTS)
      throw new DnsError('dns-bad-value', `The bitmap at offset ${at} goes on behind port 65535.`, at + MAX_PORTS);
    return Math.max(at, end);
  },
  read: (bytes, start, end) => bytes.subarray(start, end),
  write: (out, value) => out.raw(checkedBytes(value, MAX_PORTS)),
  format: (value) => bitsOf(value).join(' '),
  parse(tokens) {
    return bitmapOf(
      tokens.rest().map((token) => SERVICES[token.text.toLowerCase()] ?? tokenNumber(token, 'port', 0xffff)),
    );
  },
  json: bitsOf,
  *parts(bytes, start, end) {
    for (let at = start, after; at < end; at = after) {
      after = at + 1;
      if (bytes[at] === 0) while (after < end && bytes[after] === 0) after++;
      const of = bitsOf(bytes.subarray(at, at + 1)).map((bit) => 8 * (at - start) + bit);
      const text = of.length === 0 ? 'none' : `0x${formatHex(bytes.subarray(at, after))}: ${of.join(' ')}`;
      yield { name: 'ports', text, start: at, end: after };
    }
  },
};

/** NXT: the types below 128 of the name, no zeros at the end (RFC 2535, section 5.2). */
export const oldBitmap: Kind<readonly number[]> = {
  measure(bytes, at, end) {
    const long = Math.max(0, end - at);
    if (long > 16 || (long > 0 && ((bytes[at]! & 0x80) !== 0 || bytes[end - 1] === 0)))
      throw new DnsError('dns-bad-value', `The bitmap at offset ${at} is not that of types from 1 to 127.`, at);
    return Math.max(at, end);
  },
  read: (bytes, start, end) => bitsOf(bytes.subarray(start, end)),
  write(out, value) {
    if (!Array.isArray(value)) throw badField('The types are not a list.');
    out.raw(bitmapOf((value as number[]).map((code) => checkedNumber(code, 127))));
  },
  format: (value) => value.map(typeName).join(' '),
  parse(tokens, what) {
    const types = new Set<number>();
    while (!tokens.done) {
      const token = tokens.peek();
      // Types without a name were written as plain numbers then.
      const code = /^\d+$/.test(token?.text ?? '') ? u8.parse(tokens, what, {}) : type.parse(tokens, what, {});
      if (token && (code === 0 || code > 127))
        throw wrongToken(token, `NXT has types up to 127 only, and “${token.text}” is ${code}.`);
      types.add(code);
    }
    return [...types].sort((a, b) => a - b);
  },
  json: (value) => value.map(typeName),
  parts: (bytes, start, end) =>
    Array.from(bytes.subarray(start, end), (byte, i): DissectedField => {
      const of = bitsOf(Uint8Array.of(byte)).map((bit) => 8 * i + bit);
      const text = of.map((code) => `${typeName(code)} (${code})`).join(', ') || 'none';
      return { name: 'bits', text, start: start + i, end: start + i + 1 };
    }),
};

/** GPOS: an angle or a height in decimal digits (RFC 1712). */
export const coordinate = plainString(/^[+-]?(?:\d+\.?\d*|\.\d+)$/, 'a decimal number, as in -32.6882', plainText);

/** X.121: decimal digits, four at least (RFC 1183, section 3.1). */
export const x121 = plainString(/^\d{4,255}$/, 'an address of four digits or more', quoted);

/** A6: as many whole bytes as the bits after the prefix need (RFC 2874, section 3.1). */
function suffixLength(prefixLength: number): number {
  return Math.ceil((128 - prefixLength) / 8);
}

export const prefixLength: Kind<number> = {
  ...u8,
  measure(bytes, at, end) {
    fixed(at, 1, end);
    if (bytes[at]! > 128)
      throw new DnsError('dns-bad-value', `The prefix at offset ${at} has ${bytes[at]!} bits; 128 are the most.`, at);
    return at + 1;
  },
  write: (out, value) => out.u8(checkedNumber(value, 128)),
  parse: (tokens, what) => tokenNumber(tokens.next(what), what, 128),
};

/** The address after the prefix, with zeros before it; empty if the prefix is the whole address. */
export const addressSuffix: Kind<string> = {
  measure: (bytes, at, end, rdata = 0) => fixed(at, suffixLength(bytes[rdata]!), end),
  read(bytes, start, end) {
    if (start === end) return '';
    const address = new Uint8Array(16);
    address.set(bytes.subarray(start, end), 16 - (end - start));
    return formatIpv6(address);
  },
  write(out, value, _compress, all) {
    const length = suffixLength(all['prefixLength'] as number);
    const bytes = parseIpv6(value === '' ? '::' : value);
    if (!bytes) throw badField(`“${value}” is not an IPv6 address.`);
    out.raw(bytes.subarray(16 - length));
  },
  format: (value) => value,
  parse(tokens, what, before) {
    const bits = before['prefixLength'] as number;
    if (bits === 128) return '';
    const token = tokens.next(what);
    const bytes = token.quoted ? undefined : parseIpv6(token.text);
    if (!bytes) throw wrongToken(token, `“${token.text}” is not an IPv6 address.`);
    // The bits of the prefix come from the other name.
    for (let i = 0; i < 16; i++) bytes[i]! &= i < bits >> 3 ? 0 : i === bits >> 3 ? 0xff >> (bits & 7) : 0xff;
    return formatIpv6(bytes);
  },
  json: (value) => value,
};

/** The name that has the prefix; null if the prefix is empty. */
export const prefixName: Kind<Name | null> = {
  measure: (bytes, at, end, rdata = 0) => (bytes[rdata] === 0 ? at : name.measure(bytes, at, end)),
  read: (bytes, start, end, seen) => (start === end ? null : name.read(bytes, start, end, seen)),
  write: (out, value) => (value === null ? undefined : out.name(value, false)),
  format: (value) => (value === null ? '' : plainName.format(value)),
  parse: (tokens, what, before) => (before['prefixLength'] === 0 ? null : tokens.name(what)),
  json: (value) => value && plainName.json(value),
  folded: (value) => value && plainName.folded!(value),
};

/** An ATM address: hexadecimal digits for the format 0, `+` and decimal digits for 1 (af-dans-0152). */
interface AtmAddress {
  readonly format: number;
  readonly address: Uint8Array;
}

const AESA = 0;
const E164 = 1;

export const atmText = {
  format(data: FieldValues): string {
    const { format, address } = data as Partial<AtmAddress> as AtmAddress;
    return format === E164 ? `+${plainText(address)}` : formatHex(address);
  },
  parse(tokens: Tokens): AtmAddress {
    const token = tokens.next('address');
    return atmAddress(token);
  },
};

function atmAddress(token: Token): AtmAddress {
  const text = token.quoted ? '' : token.text.replaceAll('.', '');
  if (/^\+\d+$/.test(text))
    return { format: E164, address: Uint8Array.from(text.slice(1), (digit) => digit.charCodeAt(0)) };
  const address = hexBytes(text);
  if (!address || address.length === 0)
    throw wrongToken(
      token,
      `“${token.text}” is not an ATM address: pairs of hexadecimal digits, or + and decimal digits.`,
    );
  return { format: AESA, address };
}

/** Throws DnsError if the text has no form on the wire. */
export function checkAtm(bytes: Uint8Array, start: number, end: number): void {
  const digits = bytes[start] !== E164 || bytes.subarray(start + 1, end).every((byte) => byte >= 0x30 && byte <= 0x39);
  if (bytes[start]! > E164 || !digits)
    throw new DnsError('dns-bad-value', `The bytes at offset ${start} are not an ATM address of format 0 or 1.`, start);
}
