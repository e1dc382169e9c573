import { WirebenchError } from '../../../base/errors.ts';
import { formatBase64, parseBase64 } from '../../text/base64.ts';
import { strictUtf8 } from '../../text/platformText.ts';
import type { JsonValue } from '../field.ts';
import { numbered } from '../typeCodes.ts';
import { u16 as readU16 } from '../wire.ts';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../ip.ts';
import { escaped, plainText } from './basic.ts';

/** The value of a key: `check` finds errors in its bytes; the others convert between bytes and text. */
interface SvcValue {
  /** The expected form of the value, for a sentence. */
  readonly example: string;
  /** The second half of a sentence, or undefined if the bytes are valid. */
  check(value: Uint8Array): string | undefined;
  /** Presentation form before the escapes of a quoted string; undefined: there is no value. */
  format(value: Uint8Array): Uint8Array | string | undefined;
  /** From the presentation form after its escapes were read; undefined if it is wrong. */
  parse(text: Uint8Array): Uint8Array | undefined;
  json(value: Uint8Array): JsonValue;
  /** For a list: each item, with its offsets into the value. */
  items?(value: Uint8Array): readonly SvcItem[];
}

interface SvcItem {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export const MANDATORY = 0;
export const ALPN = 1;
export const NO_DEFAULT_ALPN = 2;

const ascii = (bytes: Uint8Array) => plainText(bytes);

/** Items of so many bytes each. */
function evenItems(value: Uint8Array, length: number, textAt: (at: number) => string): SvcItem[] {
  const items: SvcItem[] = [];
  for (let at = 0; at < value.length; at += length) items.push({ text: textAt(at), start: at, end: at + length });
  return items;
}

export function numbersOf(value: Uint8Array): number[] {
  return Array.from({ length: value.length / 2 }, (_, i) => readU16(value, 2 * i));
}

/** A list of 16-bit numbers, at least one, without repeats. */
function numbers(list: {
  readonly example: string;
  readonly noun: string;
  readonly ascending: boolean;
  readonly check?: (number: number) => string | undefined;
  readonly format: (number: number) => string;
  readonly parse: (text: string) => number | undefined;
  readonly json: (number: number) => JsonValue;
}): SvcValue {
  return {
    example: list.example,
    check(value) {
      if (value.length === 0 || value.length % 2 !== 0) return `is not a list of ${list.noun}`;
      const all = numbersOf(value);
      const wrong = all.map((number) => list.check?.(number)).find((why) => why !== undefined);
      if (wrong !== undefined) return wrong;
      if (list.ascending && all.some((number, i) => number <= (all[i - 1] ?? -1)))
        return `has its ${list.noun} out of order`;
      return new Set(all).size < all.length ? `has one of its ${list.noun} twice` : undefined;
    },
    format: (value) => numbersOf(value).map(list.format).join(','),
    parse(text) {
      const parsed = ascii(text).split(',').map(list.parse);
      if (parsed.includes(undefined) || new Set(parsed).size < parsed.length) return undefined;
      const all = parsed as number[];
      if (list.ascending) all.sort((a, b) => a - b);
      return Uint8Array.from(all.flatMap((number) => [number >> 8, number & 0xff]));
    },
    json: (value) => numbersOf(value).map(list.json),
    items: (value) =>
      evenItems(value, 2, (at) => {
        const [number, text] = [readU16(value, at), list.format(readU16(value, at))];
        return text === String(number) ? text : `${number} (${text})`;
      }),
  };
}

const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** A list of texts of 1 to 255 bytes each, `least` at least: RFC 9460, section 7.1. */
function texts(noun: string, least: number, example: string): SvcValue {
  return {
    example,
    check(value) {
      let at = 0;
      while (at < value.length && value[at]! > 0) at += 1 + value[at]!;
      return value.length < least || at !== value.length ? `is not a list of ${noun}` : undefined;
    },
    format: (value) =>
      value.length === 0
        ? undefined
        : Uint8Array.from(textsOf(value).flatMap((id, i) => [...(i > 0 ? [COMMA] : []), ...escapeCommas(id)])),
    parse(text) {
      if (text.length === 0) return text;
      const ids = splitCommas(text);
      if (ids.some((id) => id.length === 0 || id.length > 255)) return undefined;
      return Uint8Array.from(ids.flatMap((id) => [id.length, ...id]));
    },
    json: (value) => textsOf(value).map(plainText),
    items: (value) =>
      textsOf(value).map((id) => {
        const start = id.byteOffset - value.byteOffset - 1;
        return { text: escaped(id), start, end: start + 1 + id.length };
      }),
  };
}

function textsOf(value: Uint8Array): Uint8Array[] {
  const ids: Uint8Array[] = [];
  for (let at = 0; at < value.length; at += 1 + value[at]!) ids.push(value.subarray(at + 1, at + 1 + value[at]!));
  return ids;
}

/** RFC 9460, appendix A.1: in a list, a `\` precedes a comma and itself. */
function escapeCommas(id: Uint8Array): number[] {
  const codes: number[] = [];
  for (const byte of id) {
    if (byte === COMMA || byte === BACKSLASH) codes.push(BACKSLASH, byte);
    else codes.push(byte);
  }
  return codes;
}

function splitCommas(text: Uint8Array): number[][] {
  const items: number[][] = [[]];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === COMMA) items.push([]);
    else {
      if (text[i] === BACKSLASH && i + 1 < text.length) i++;
      items.at(-1)!.push(text[i]!);
    }
  }
  return items;
}

const nothing: SvcValue = {
  example: 'it takes none',
  check: (value) => (value.length > 0 ? 'has a value, and takes none' : undefined),
  format: () => undefined,
  parse: (text) => (text.length === 0 ? text : undefined),
  json: () => true,
};

const port: SvcValue = {
  example: 'a port from 0 to 65535, as in port=8443',
  check: (value) => (value.length !== 2 ? 'is not two bytes long' : undefined),
  format: (value) => String(readU16(value, 0)),
  parse(text) {
    const number = parseNumber(ascii(text));
    return number === undefined ? undefined : Uint8Array.of(number >> 8, number & 0xff);
  },
  json: (value) => readU16(value, 0),
};

function parseNumber(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 0xffff ? Number(text) : undefined;
}

function hint(
  length: number,
  format: (bytes: Uint8Array, at: number) => string,
  parse: (text: string) => Uint8Array | undefined,
  example: string,
): SvcValue {
  const addresses = (value: Uint8Array) =>
    Array.from({ length: value.length / length }, (_, i) => format(value, i * length));
  return {
    example,
    check: (value) =>
      value.length === 0 || value.length % length !== 0 ? `is not a list of addresses of ${length} bytes` : undefined,
    format: (value) => addresses(value).join(','),
    parse(text) {
      const parsed = ascii(text).split(',').map(parse);
      return parsed.includes(undefined)
        ? undefined
        : Uint8Array.from((parsed as Uint8Array[]).flatMap((bytes) => [...bytes]));
    },
    json: addresses,
    items: (value) => evenItems(value, length, (at) => format(value, at)),
  };
}

const ech: SvcValue = {
  example: 'Base64, as in ech=AEj+DQ==',
  check: (value) => (value.length === 0 ? 'is empty' : undefined),
  format: (value) => formatBase64(value),
  parse(text) {
    const written = ascii(text);
    try {
      return written.length === 0 || written.length % 4 !== 0 || /[-_]/.test(written)
        ? undefined
        : parseBase64(written);
    } catch (error) {
      if (error instanceof WirebenchError) return undefined;
      throw error;
    }
  },
  json: (value) => formatBase64(value),
};

/** Any bytes. */
const opaque: SvcValue = {
  example: 'any text',
  check: () => undefined,
  format: (value) => (value.length === 0 ? undefined : value),
  parse: (text) => text,
  json: (value) => plainText(value),
};

/** RFC 9461, section 5: a URI Template in UTF-8, relative to the server, with the variable `dns`. */
const dohpath: SvcValue = {
  ...opaque,
  example: 'a path with the variable dns, as in dohpath=/dns-query{?dns}',
  check: (value) => (isDohPath(value) ? undefined : 'is not a path with the variable dns'),
};

/** An expression of RFC 6570: an operator, and variables separated by commas, each with an optional modifier. */
const EXPRESSION = /\{[+#./;?&]?([^{}]*)\}/g;

function isDohPath(value: Uint8Array): boolean {
  const template = strictUtf8(value);
  if (template?.startsWith('/') !== true) return false;
  const variables = [...template.matchAll(EXPRESSION)].flatMap(([, list]) => list!.split(','));
  const balanced = !/[{}]/.test(template.replace(EXPRESSION, ''));
  return balanced && variables.some((one) => /^dns(?:\*|:\d{1,4})?$/.test(one));
}

/** By number: IANA's registry of service parameter keys. */
const KEYS: readonly (readonly [name: string, value: SvcValue])[] = [
  [
    'mandatory',
    numbers({
      example: 'keys with commas between, as in mandatory=alpn,port, none twice',
      noun: 'keys',
      ascending: true,
      check: (key) => (key === MANDATORY ? 'lists itself' : undefined),
      format: keyName,
      parse: keyNumber,
      json: keyName,
    }),
  ],
  ['alpn', texts('protocol names', 1, 'protocol names with commas between, as in alpn=h2,h3')],
  ['no-default-alpn', nothing],
  ['port', port],
  ['ipv4hint', hint(4, formatIpv4, parseIpv4, 'IPv4 addresses with commas between, as in ipv4hint=192.0.2.1')],
  ['ech', ech],
  ['ipv6hint', hint(16, formatIpv6, parseIpv6, 'IPv6 addresses with commas between, as in ipv6hint=2001:db8::1')],
  ['dohpath', dohpath],
  ['ohttp', nothing],
  [
    'tls-supported-groups',
    numbers({
      example: 'numbers of groups with commas between, as in tls-supported-groups=29,23, none twice',
      noun: 'groups',
      ascending: false,
      format: String,
      parse: parseNumber,
      json: (group) => group,
    }),
  ],
  // RFC 9953, section 3.2: the path of the root has no segments.
  ['docpath', texts('segments of a path', 0, 'segments of a path with commas between, as in docpath=dns')],
];

export function svcValue(key: number): SvcValue {
  return KEYS[key]?.[1] ?? opaque;
}

export function keyName(key: number): string {
  return KEYS[key]?.[0] ?? `key${key}`;
}

/** `alpn`, `key65280`, in small letters (RFC 9460, section 2.1); undefined for anything else. */
export function keyNumber(text: string): number | undefined {
  const named = KEYS.findIndex(([name]) => name === text);
  if (named >= 0) return named;
  return /^key0\d/.test(text) ? undefined : numbered(text, 'key');
}
