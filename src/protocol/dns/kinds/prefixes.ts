import type { DissectedField } from '../../dissect.ts';
import { formatHex } from '../../text/hex.ts';
import { DnsError } from '../error.ts';
import type { Kind } from '../field.ts';
import { wrongToken, type Token } from '../tokens.ts';
import { u16 as readU16 } from '../wire.ts';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../ip.ts';
import { badField, checkedBytes, checkedNumber, fixed } from './basic.ts';
import { hexBytes } from './binary.ts';

/** An item of APL (RFC 3123): addresses with the same first bits. */
interface Prefix {
  /** IANA's number: 1 for IPv4, 2 for IPv6. */
  readonly family: number;
  readonly bits: number;
  /** True: the item excludes these addresses. */
  readonly negated: boolean;
  /** Without zeros at the end. */
  readonly address: Uint8Array;
}

const FAMILIES: Readonly<
  Record<number, { length: number; format(bytes: Uint8Array): string; parse(text: string): Uint8Array | undefined }>
> = {
  1: { length: 4, format: (bytes) => formatIpv4(bytes), parse: parseIpv4 },
  2: { length: 16, format: (bytes) => formatIpv6(bytes), parse: parseIpv6 },
};

/** For a family without its own text: as many bytes as the item's length allows. */
const MAX_OTHER = 127;

function wrong({ family, bits, address }: Prefix): string | undefined {
  const length = FAMILIES[family]?.length ?? MAX_OTHER;
  if (address.length > length) return `has an address of ${address.length} bytes`;
  if (address.at(-1) === 0) return 'has zeros at the end of its address';
  return FAMILIES[family] && bits > length * 8 ? `has a prefix of ${bits} bits` : undefined;
}

function text({ family, bits, negated, address }: Prefix): string {
  const known = FAMILIES[family];
  const whole = new Uint8Array(known?.length ?? 0);
  if (known) whole.set(address);
  return `${negated ? '!' : ''}${family}:${known ? known.format(whole) : formatHex(address)}/${bits}`;
}

function withoutZeros(bytes: Uint8Array): Uint8Array {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return bytes.subarray(0, length);
}

function parse(token: Token): Prefix {
  const [, negation, family, address, bits] = /^(!?)(\d{1,5}):([^/]*)\/(\d{1,3})$/.exec(token.text) ?? [];
  const known = FAMILIES[Number(family)];
  const bytes = known ? known.parse(address ?? '') : hexBytes(address ?? '-');
  const prefix = bytes && {
    family: Number(family),
    bits: Number(bits),
    negated: negation === '!',
    address: withoutZeros(bytes),
  };
  if (token.quoted || !prefix || prefix.family > 0xffff || prefix.bits > 255 || wrong(prefix) !== undefined)
    throw wrongToken(
      token,
      `“${token.text}” is not a prefix: a family, an address and bits, as in 1:192.0.2.0/24 or !2:2001:db8::/32.`,
    );
  return prefix;
}

function itemAt(bytes: Uint8Array, at: number): Prefix {
  const length = bytes[at + 3]!;
  return {
    family: readU16(bytes, at),
    bits: bytes[at + 2]!,
    negated: length > 127,
    address: bytes.subarray(at + 4, at + 4 + (length & 127)),
  };
}

function part(bytes: Uint8Array, at: number): DissectedField {
  const item = itemAt(bytes, at);
  const end = at + 4 + item.address.length;
  return {
    name: 'prefix',
    text: text(item),
    start: at,
    end,
    children: [
      { name: 'family', text: String(item.family), start: at, end: at + 2 },
      { name: 'bits', text: String(item.bits), start: at + 2, end: at + 3 },
      { name: 'negated', text: item.negated ? '1: all but these' : '0', start: at + 3, end: at + 4 },
      { name: 'length', text: `${item.address.length} bytes of address`, start: at + 3, end: at + 4 },
      ...(item.address.length > 0 ? [{ name: 'address', text: formatHex(item.address), start: at + 4, end }] : []),
    ],
  };
}

/** Prefixes up to the end of the rdata; there may be none. */
export const prefixes: Kind<readonly Prefix[]> = {
  measure(bytes, at, end) {
    while (at < end) {
      fixed(at, 4, end);
      const after = fixed(at + 4, bytes[at + 3]! & 127, end);
      const why = wrong(itemAt(bytes, at));
      if (why) throw new DnsError('dns-bad-value', `The prefix at offset ${at} ${why}.`, at);
      at = after;
    }
    return at;
  },
  read(bytes, start, end) {
    const items: Prefix[] = [];
    for (let at = start; at < end; at += 4 + (bytes[at + 3]! & 127)) items.push(itemAt(bytes, at));
    return items;
  },
  write(out, value) {
    if (!Array.isArray(value)) throw badField('The prefixes are not a list.');
    for (const item of value as Prefix[]) {
      const address = checkedBytes(item.address, MAX_OTHER);
      const why = wrong(item);
      if (why) throw badField(`A prefix ${why}.`);
      out.u16(checkedNumber(item.family, 0xffff));
      out.u8(checkedNumber(item.bits, 0xff));
      out.u8((item.negated ? 128 : 0) | address.length);
      out.raw(address);
    }
  },
  format: (value) => value.map(text).join(' '),
  parse: (tokens) => tokens.rest().map(parse),
  json: (value) => value.map(text),
  parts(bytes, start, end) {
    const items: DissectedField[] = [];
    for (let at = start; at < end; at = items.at(-1)!.end) items.push(part(bytes, at));
    return items;
  },
};
