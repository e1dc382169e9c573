import { formatHex } from '../text/hex.ts';
import type { DissectedField } from '../dissect.ts';
import type { JsonValue } from './field.ts';
import { formatIpv4, formatIpv6 } from '../ip.ts';
import { plainText, quoted } from './kinds/basic.ts';
import { u16 } from './wire.ts';
import { toUtf8, fromUtf8Replacing } from '../text/platformText.ts';
import { EXTENDED_ERRORS } from './codes.ts';

/** An option of OPT (RFC 6891, section 6.1.2), with its data as on the wire. */
export interface EdnsOption {
  readonly code: number;
  readonly data: Uint8Array;
}

const OPTIONS = { NSID: 3, ECS: 8, EXPIRE: 9, COOKIE: 10, KEEPALIVE: 11, PADDING: 12, EDE: 15 } as const;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(OPTIONS).map(([name, code]) => [code, name]));

/** `ECS`, or `option 65001`. */
export function optionName(code: number): string {
  return NAMES.get(code) ?? `option ${code}`;
}

interface OptionType {
  /** The second half of a sentence, or undefined where the data is right. */
  wrong(data: Uint8Array): string | undefined;
  describe(data: Uint8Array): string;
  json(data: Uint8Array): { readonly [name: string]: JsonValue };
  fields(data: Uint8Array, at: number): readonly DissectedField[];
}

function part(name: string, text: string, start: number, length: number): DissectedField {
  return { name, text, start, end: start + length };
}

function readEcs(data: Uint8Array) {
  const padded = new Uint8Array(16);
  padded.set(data.subarray(4, 20));
  const family = u16(data, 0);
  const address = family === 1 ? formatIpv4(padded) : formatIpv6(padded);
  return { family, sourcePrefix: data[2]!, scopePrefix: data[3]!, address };
}

const ecs: OptionType = {
  wrong(data) {
    if (data.length < 4) return 'is shorter than its four fixed bytes';
    const bits = { 1: 32, 2: 128 }[u16(data, 0)];
    if (bits === undefined) return `is of the family ${u16(data, 0)}; 1 is IPv4 and 2 is IPv6`;
    if (data[2]! > bits || data[3]! > bits) return `has a prefix longer than ${bits} bits`;
    if (data.length !== 4 + Math.ceil(data[2]! / 8)) return 'has an address that is not as long as its prefix';
    const spare = (8 - (data[2]! % 8)) % 8;
    return data.length > 4 && (data.at(-1)! & ((1 << spare) - 1)) !== 0
      ? 'has address bits set beyond its prefix'
      : undefined;
  },
  describe(data) {
    const { address, sourcePrefix, scopePrefix } = readEcs(data);
    return `client subnet ${address}/${sourcePrefix}, answer holds for /${scopePrefix}`;
  },
  json(data) {
    const { address, family, sourcePrefix, scopePrefix } = readEcs(data);
    return { family, address, sourcePrefix, scopePrefix };
  },
  fields: (data, at) => [
    part('family', u16(data, 0) === 1 ? '1 (IPv4)' : '2 (IPv6)', at, 2),
    part('source prefix', String(data[2]!), at + 2, 1),
    part('scope prefix', String(data[3]!), at + 3, 1),
    part('address', readEcs(data).address, at + 4, data.length - 4),
  ],
};

const cookie: OptionType = {
  wrong: (data) =>
    data.length === 8 || (data.length >= 16 && data.length <= 40)
      ? undefined
      : `has ${data.length} bytes; a cookie has 8, or 16 to 40`,
  describe(data) {
    const client = `client cookie ${formatHex(data.subarray(0, 8))}`;
    return data.length > 8 ? `${client}, server cookie ${formatHex(data.subarray(8))}` : client;
  },
  json: (data) => ({ client: formatHex(data.subarray(0, 8)), server: formatHex(data.subarray(8)) }),
  fields: (data, at) => [
    part('client cookie', formatHex(data.subarray(0, 8)), at, 8),
    ...(data.length > 8 ? [part('server cookie', formatHex(data.subarray(8)), at + 8, data.length - 8)] : []),
  ],
};

const nsid: OptionType = {
  wrong: () => undefined,
  describe: (data) => (data.length === 0 ? 'asks for the server’s identifier' : `server identifier ${quoted(data)}`),
  json: (data) => ({ identifier: plainText(data) }),
  fields: (data, at) => (data.length > 0 ? [part('identifier', quoted(data), at, data.length)] : []),
};

const padding: OptionType = {
  wrong: () => undefined,
  describe: (data) => `${data.length} bytes of padding`,
  json: (data) => ({ length: data.length }),
  fields: (data, at) => (data.length > 0 ? [part('padding', `${data.length} bytes`, at, data.length)] : []),
};

/** The text may end in a zero byte (RFC 8914, section 2). */
function errorText(data: Uint8Array): string {
  const end = data.length > 2 && data.at(-1) === 0 ? data.length - 1 : data.length;
  return fromUtf8Replacing(data.subarray(2, end));
}

const ede: OptionType = {
  wrong(data) {
    if (data.length < 2) return 'is shorter than its code';
    const end = data.length > 2 && data.at(-1) === 0 ? data.length - 1 : data.length;
    const again = toUtf8(errorText(data));
    return again?.length === end - 2 && again.every((byte, i) => byte === data[i + 2])
      ? undefined
      : 'has a text that is not UTF-8';
  },
  describe(data) {
    const code = u16(data, 0);
    const meaning = `extended error ${code} (${EXTENDED_ERRORS[code] ?? 'unknown'})`;
    return data.length > 2 ? `${meaning}: ${errorText(data)}` : meaning;
  },
  json: (data) => ({ infoCode: u16(data, 0), purpose: EXTENDED_ERRORS[u16(data, 0)] ?? '', text: errorText(data) }),
  fields: (data, at) => [
    part('info code', `${u16(data, 0)} (${EXTENDED_ERRORS[u16(data, 0)] ?? 'unknown'})`, at, 2),
    ...(data.length > 2 ? [part('extra text', errorText(data), at + 2, data.length - 2)] : []),
  ],
};

const keepalive: OptionType = {
  wrong: (data) => (data.length === 0 || data.length === 2 ? undefined : `has ${data.length} bytes; it has none or 2`),
  describe: (data) =>
    data.length === 2 ? `TCP idle time ${u16(data, 0) / 10} s` : 'asks how long the TCP connection may stay open',
  json: (data) => (data.length === 2 ? { timeout: u16(data, 0) / 10 } : {}),
  fields: (data, at) => (data.length === 2 ? [part('timeout', `${u16(data, 0) / 10} s`, at, 2)] : []),
};

const other: OptionType = {
  wrong: () => undefined,
  describe: (data) => (data.length === 0 ? 'no data' : formatHex(data)),
  json: (data) => ({ data: formatHex(data) }),
  fields: (data, at) => (data.length > 0 ? [part('data', formatHex(data), at, data.length)] : []),
};

const TYPES: ReadonlyMap<number, OptionType> = new Map([
  [OPTIONS.ECS, ecs],
  [OPTIONS.COOKIE, cookie],
  [OPTIONS.NSID, nsid],
  [OPTIONS.PADDING, padding],
  [OPTIONS.EDE, ede],
  [OPTIONS.KEEPALIVE, keepalive],
] as const);

function typeOf(option: EdnsOption): OptionType {
  return TYPES.get(option.code) ?? other;
}

/** The second half of a sentence about what is wrong with an option's data. */
export function wrongOption(option: EdnsOption): string | undefined {
  return typeOf(option).wrong(option.data);
}

export function describeOption(option: EdnsOption): string {
  return wrongOption(option) === undefined ? typeOf(option).describe(option.data) : other.describe(option.data);
}

export function optionJson(option: EdnsOption): JsonValue {
  const type = wrongOption(option) === undefined ? typeOf(option) : other;
  return { name: optionName(option.code), code: option.code, ...type.json(option.data) };
}

export function optionFields(option: EdnsOption, at: number): readonly DissectedField[] {
  const type = wrongOption(option) === undefined ? typeOf(option) : other;
  return type.fields(option.data, at);
}
