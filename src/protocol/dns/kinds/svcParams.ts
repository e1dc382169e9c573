import type { DissectedField } from '../../dissect.ts';
import { DnsError } from '../error.ts';
import type { JsonValue, Kind } from '../field.ts';
import { tokenBytes, wrongToken, type Token, type Tokens } from '../tokens.ts';
import { numbered } from '../typeCodes.ts';
import { u16 as readU16 } from '../wire.ts';
import { formatBase64, parseBase64 } from '../../text/base64.ts';
import { WirebenchError } from '../../../base/errors.ts';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './addresses.ts';
import { badField, checkedBytes, checkedNumber, escaped, fixed, plainText } from './basic.ts';

/** A parameter of SVCB and HTTPS (RFC 9460, section 2.1), with its value as on the wire. */
export interface SvcParam {
  readonly key: number;
  readonly value: Uint8Array;
}

/** The value of a key: `check` says what is wrong with its bytes, the others go between bytes and text. */
interface Key {
  readonly name: string;
  /** A sentence's second half, or undefined where the bytes are right. */
  check(value: Uint8Array): string | undefined;
  /** Presentation form before the escapes of a quoted string; undefined: there is no value. */
  format(value: Uint8Array): Uint8Array | string | undefined;
  /** From the presentation form with those escapes read; undefined where it is wrong. */
  parse(text: Uint8Array): Uint8Array | undefined;
  json(value: Uint8Array): JsonValue;
  /** Of a list: each item, with its offsets into the value. */
  items?(value: Uint8Array): readonly Item[];
}

interface Item {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Items of so many bytes each. */
function evenItems(value: Uint8Array, length: number, textAt: (at: number) => string): Item[] {
  const items: Item[] = [];
  for (let at = 0; at < value.length; at += length) items.push({ text: textAt(at), start: at, end: at + length });
  return items;
}

const MANDATORY = 0;
const ALPN = 1;
const NO_DEFAULT_ALPN = 2;

const ascii = (bytes: Uint8Array) => plainText(bytes);

const mandatory: Key = {
  name: 'mandatory',
  check(value) {
    if (value.length === 0 || value.length % 2 !== 0) return 'is not a list of keys';
    for (let at = 0; at < value.length; at += 2) {
      if (readU16(value, at) === MANDATORY) return 'lists itself';
      if (at > 0 && readU16(value, at) <= readU16(value, at - 2)) return 'has its keys out of order';
    }
    return undefined;
  },
  format: (value) => keysOf(value).map(keyName).join(','),
  parse(text) {
    const keys = ascii(text).split(',').map(keyNumber);
    if (keys.includes(undefined) || new Set(keys).size < keys.length) return undefined;
    return Uint8Array.from((keys as number[]).sort((a, b) => a - b).flatMap((key) => [key >> 8, key & 0xff]));
  },
  json: (value) => keysOf(value).map(keyName),
  items: (value) => evenItems(value, 2, (at) => `${readU16(value, at)} (${keyName(readU16(value, at))})`),
};

function keysOf(value: Uint8Array): number[] {
  return Array.from({ length: value.length / 2 }, (_, i) => readU16(value, 2 * i));
}

const alpn: Key = {
  name: 'alpn',
  check(value) {
    let at = 0;
    while (at < value.length && value[at]! > 0) at += 1 + value[at]!;
    return value.length === 0 || at !== value.length ? 'is not a list of protocol names' : undefined;
  },
  format: (value) =>
    Uint8Array.from(protocolsOf(value).flatMap((id, i) => [...(i > 0 ? [COMMA] : []), ...escapeCommas(id)])),
  parse(text) {
    const ids = splitCommas(text);
    if (ids.some((id) => id.length === 0 || id.length > 255)) return undefined;
    return Uint8Array.from(ids.flatMap((id) => [id.length, ...id]));
  },
  json: (value) => protocolsOf(value).map(plainText),
  items: (value) =>
    protocolsOf(value).map((id) => {
      const start = id.byteOffset - value.byteOffset - 1;
      return { text: escaped(id), start, end: start + 1 + id.length };
    }),
};

function protocolsOf(value: Uint8Array): Uint8Array[] {
  const ids: Uint8Array[] = [];
  for (let at = 0; at < value.length; at += 1 + value[at]!) ids.push(value.subarray(at + 1, at + 1 + value[at]!));
  return ids;
}

const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** RFC 9460, appendix A.1: in a list, `\` stands before a comma and before itself. */
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

const noDefaultAlpn: Key = {
  name: 'no-default-alpn',
  check: (value) => (value.length > 0 ? 'has a value, and takes none' : undefined),
  format: () => undefined,
  parse: (text) => (text.length === 0 ? text : undefined),
  json: () => true,
};

const port: Key = {
  name: 'port',
  check: (value) => (value.length !== 2 ? 'is not two bytes long' : undefined),
  format: (value) => String(readU16(value, 0)),
  parse(text) {
    const number = /^\d{1,5}$/.test(ascii(text)) ? Number(ascii(text)) : Infinity;
    return number <= 0xffff ? Uint8Array.of(number >> 8, number & 0xff) : undefined;
  },
  json: (value) => readU16(value, 0),
};

function hint(
  name: string,
  length: number,
  format: (bytes: Uint8Array, at: number) => string,
  parse: (text: string) => Uint8Array | undefined,
): Key {
  const addresses = (value: Uint8Array) =>
    Array.from({ length: value.length / length }, (_, i) => format(value, i * length));
  return {
    name,
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

const ech: Key = {
  name: 'ech',
  check: (value) => (value.length === 0 ? 'is empty' : undefined),
  format: (value) => formatBase64(value),
  parse(text) {
    try {
      return text.length === 0 ? undefined : parseBase64(ascii(text));
    } catch (error) {
      if (error instanceof WirebenchError) return undefined;
      throw error;
    }
  },
  json: (value) => formatBase64(value),
};

/** Any bytes. */
function opaque(name: string): Key {
  return {
    name,
    check: () => undefined,
    format: (value) => (value.length === 0 ? undefined : value),
    parse: (text) => text,
    json: (value) => plainText(value),
  };
}

const KEYS: readonly Key[] = [
  mandatory,
  alpn,
  noDefaultAlpn,
  port,
  hint('ipv4hint', 4, formatIpv4, parseIpv4),
  ech,
  hint('ipv6hint', 16, formatIpv6, parseIpv6),
  opaque('dohpath'),
  noValue('ohttp'),
];

function noValue(name: string): Key {
  return { ...noDefaultAlpn, name };
}

function keyOf(key: number): Key {
  return KEYS[key] ?? opaque(`key${key}`);
}

export function keyName(key: number): string {
  return keyOf(key).name;
}

/** `alpn`, `key65280`; undefined for what is no key. */
export function keyNumber(text: string): number | undefined {
  const lower = text.toLowerCase();
  const named = KEYS.findIndex((key) => key.name === lower);
  if (named >= 0) return named;
  return /^key0\d/.test(lower) ? undefined : numbered(lower, 'key');
}

/** What is wrong with the parameters as a whole, given each key's value. */
function wrongTogether(values: ReadonlyMap<number, Uint8Array>): string | undefined {
  const missing = keysOf(values.get(MANDATORY) ?? new Uint8Array(0)).find((key) => !values.has(key));
  if (missing !== undefined) return `${keyName(missing)} is mandatory and missing`;
  if (values.has(NO_DEFAULT_ALPN) && !values.has(ALPN)) return 'no-default-alpn stands without alpn';
  return undefined;
}

/** `ech="..."`. */
export function formatSvcParam({ key, value }: SvcParam): string {
  const { name } = keyOf(key);
  const text = keyOf(key).format(value);
  if (text === undefined) return name;
  return `${name}="${typeof text === 'string' ? text : escaped(text)}"`;
}

export const svcParams: Kind<readonly SvcParam[]> = {
  measure(bytes, at, end) {
    const values = new Map<number, Uint8Array>();
    const start = at;
    for (let last = -1; at < end;) {
      fixed(at, 4, end);
      const key = readU16(bytes, at);
      if (key <= last) {
        const how = key === last ? 'twice' : 'out of order';
        throw new DnsError(
          'dns-bad-value',
          `The parameter ${keyName(key)} at offset ${at} stands ${how}; the keys ascend.`,
          at,
        );
      }
      const after = fixed(at + 4, readU16(bytes, at + 2), end);
      const value = bytes.subarray(at + 4, after);
      const wrong = keyOf(key).check(value);
      if (wrong)
        throw new DnsError('dns-bad-value', `The value of ${keyName(key)} at offset ${at + 4} ${wrong}.`, at + 4);
      values.set(key, value);
      last = key;
      at = after;
    }
    const wrong = wrongTogether(values);
    if (wrong) throw new DnsError('dns-bad-value', `Among the parameters at offset ${start}, ${wrong}.`, start);
    return at;
  },
  read(bytes, start, end) {
    const params: SvcParam[] = [];
    for (let at = start; at < end; at += 4 + readU16(bytes, at + 2)) {
      params.push({ key: readU16(bytes, at), value: bytes.subarray(at + 4, at + 4 + readU16(bytes, at + 2)) });
    }
    return params;
  },
  write(out, value) {
    if (!Array.isArray(value)) throw badField('The parameters are not a list.');
    const params = [...(value as SvcParam[])].sort((a, b) => a.key - b.key);
    const values = new Map(params.map((param) => [param.key, param.value]));
    if (values.size < params.length) throw badField('A key stands twice among the parameters.');
    const wrong = wrongTogether(values);
    if (wrong) throw badField(`Among the parameters, ${wrong}.`);
    for (const { key, value: bytes } of params) {
      const wrongValue = keyOf(checkedNumber(key, 0xffff)).check(checkedBytes(bytes, 0xffff));
      if (wrongValue) throw badField(`The value of ${keyName(key)} ${wrongValue}.`);
      out.u16(key);
      out.u16(bytes.length);
      out.raw(bytes);
    }
  },
  format: (value) => value.map(formatSvcParam).join(' '),
  parse(tokens) {
    const params = new Map<number, SvcParam>();
    const first = tokens.peek();
    while (!tokens.done) {
      const token = tokens.peek()!;
      const param = parseParam(tokens);
      if (params.has(param.key)) throw wrongToken(token, `The parameter ${keyName(param.key)} stands twice.`);
      params.set(param.key, param);
    }
    const sorted = [...params.values()].sort((a, b) => a.key - b.key);
    const wrong = wrongTogether(new Map(sorted.map(({ key, value }) => [key, value])));
    if (wrong && first) throw wrongToken(first, `Among the parameters, ${wrong}.`);
    return sorted;
  },
  json: (value) => Object.fromEntries(value.map((param) => [keyName(param.key), keyOf(param.key).json(param.value)])),
  parts(bytes, start, end) {
    return this.read(bytes, start, end).map(({ key, value }): DissectedField => {
      const at = value.byteOffset - bytes.byteOffset;
      return {
        name: keyName(key),
        text: formatSvcParam({ key, value }),
        start: at - 4,
        end: at + value.length,
        children: [
          { name: 'key', text: `${key} (${keyName(key)})`, start: at - 4, end: at - 2 },
          { name: 'length', text: String(value.length), start: at - 2, end: at },
          valueField(key, value, at),
        ],
      };
    });
  },
};

/** A value that begins at `at`; the items of a list below it. */
function valueField(key: number, value: Uint8Array, at: number): DissectedField {
  const known = keyOf(key);
  const text = known.format(value) ?? '';
  const field = {
    name: 'value',
    text: typeof text === 'string' ? text : escaped(text),
    start: at,
    end: at + value.length,
  };
  if (known.items === undefined) return field;
  return {
    ...field,
    children: known.items(value).map((item) => ({
      name: 'item',
      text: item.text,
      start: at + item.start,
      end: at + item.end,
    })),
  };
}

/** `key=value`, `key="value"` or `key`; the value of `keyNNN` is the bytes themselves. */
function parseParam(tokens: Tokens): SvcParam {
  const token = tokens.next('parameter');
  const equals = token.text.indexOf('=');
  const text = equals < 0 ? token.text : token.text.slice(0, equals);
  const key = token.quoted ? undefined : keyNumber(text);
  if (key === undefined)
    throw wrongToken(token, `“${text}” is not the key of a parameter, as alpn, port, ipv4hint or key123.`);
  const value = equals < 0 ? new Uint8Array(0) : tokenBytes(valueToken(tokens, token, equals));
  const raw = /^key\d/i.test(text);
  const bytes = raw ? value : keyOf(key).parse(value);
  if (!bytes || keyOf(key).check(bytes) !== undefined)
    throw wrongToken(token, `The value of ${keyName(key)} is wrong: ${EXAMPLES[key] ?? 'see RFC 9460'}.`);
  return { key, value: bytes };
}

const EXAMPLES: readonly string[] = [
  'keys with commas between, as in mandatory=alpn,port, none twice',
  'protocol names with commas between, as in alpn=h2,h3',
  'it takes none',
  'a port from 0 to 65535, as in port=8443',
  'IPv4 addresses with commas between, as in ipv4hint=192.0.2.1',
  'Base64, as in ech=AEj+DQ==',
  'IPv6 addresses with commas between, as in ipv6hint=2001:db8::1',
  'any text, as in dohpath=/dns-query{?dns}',
  'it takes none',
];

/** The value: what follows `=` in the word, or the quoted string directly behind it. */
function valueToken(tokens: Tokens, token: Token, equals: number): Token {
  if (equals < token.text.length - 1) return { ...token, text: token.text.slice(equals + 1) };
  const next = tokens.peek();
  if (!next?.quoted || next.start !== token.end) return { ...token, text: '' };
  return tokens.next('value');
}
