import type { DissectedField } from '../../dissect.ts';
import { DnsError } from '../error.ts';
import type { Kind } from '../field.ts';
import { tokenBytes, wrongToken, type Token, type Tokens } from '../tokens.ts';
import { u16 as readU16 } from '../wire.ts';
import { badField, checkedBytes, checkedNumber, escaped, fixed } from './basic.ts';
import { ALPN, keyName, keyNumber, MANDATORY, NO_DEFAULT_ALPN, numbersOf, svcValue } from './svcKeys.ts';

/** A parameter of SVCB and HTTPS (RFC 9460, section 2.1), with its value as on the wire. */
interface SvcParam {
  readonly key: number;
  readonly value: Uint8Array;
}

/** The problem with the parameters as a whole, given their keys and the value of `mandatory`. */
function wrongTogether(keys: ReadonlySet<number>, mandatory: Uint8Array | undefined): string | undefined {
  const missing = mandatory && numbersOf(mandatory).find((key) => !keys.has(key));
  if (missing !== undefined) return `${keyName(missing)} is mandatory and missing`;
  if (keys.has(NO_DEFAULT_ALPN) && !keys.has(ALPN)) return 'no-default-alpn stands without alpn';
  return undefined;
}

function wrongList(params: readonly SvcParam[]): string | undefined {
  const mandatory = params.find(({ key }) => key === MANDATORY)?.value;
  return wrongTogether(new Set(params.map(({ key }) => key)), mandatory);
}

/** `ech="..."`. */
function formatSvcParam({ key, value }: SvcParam): string {
  const text = svcValue(key).format(value);
  if (text === undefined) return keyName(key);
  return `${keyName(key)}="${typeof text === 'string' ? text : escaped(text)}"`;
}

export const svcParams: Kind<readonly SvcParam[]> = {
  measure(bytes, at, end) {
    const keys = new Set<number>();
    let mandatory: Uint8Array | undefined;
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
      const wrong = svcValue(key).check(value);
      if (wrong)
        throw new DnsError('dns-bad-value', `The value of ${keyName(key)} at offset ${at + 4} ${wrong}.`, at + 4);
      keys.add(key);
      if (key === MANDATORY) mandatory = value;
      last = key;
      at = after;
    }
    const wrong = wrongTogether(keys, mandatory);
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
    if (new Set(params.map(({ key }) => key)).size < params.length)
      throw badField('A key stands twice among the parameters.');
    const wrong = wrongList(params);
    if (wrong) throw badField(`Among the parameters, ${wrong}.`);
    for (const { key, value: bytes } of params) {
      const wrongValue = svcValue(checkedNumber(key, 0xffff)).check(checkedBytes(bytes, 0xffff));
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
    const wrong = wrongList(sorted);
    if (wrong && first) throw wrongToken(first, `Among the parameters, ${wrong}.`);
    return sorted;
  },
  json: (value) =>
    Object.fromEntries(value.map((param) => [keyName(param.key), svcValue(param.key).json(param.value)])),
  *parts(bytes, start, end) {
    for (let at = start, after; at < end; at = after) {
      after = at + 4 + readU16(bytes, at + 2);
      yield part({ key: readU16(bytes, at), value: bytes.subarray(at + 4, after) }, at);
    }
  },
};

function part({ key, value }: SvcParam, at: number): DissectedField {
  return {
    name: keyName(key),
    text: formatSvcParam({ key, value }),
    start: at,
    end: at + 4 + value.length,
    children: [
      { name: 'key', text: `${key} (${keyName(key)})`, start: at, end: at + 2 },
      { name: 'length', text: String(value.length), start: at + 2, end: at + 4 },
      valueField(key, value, at + 4),
    ],
  };
}

/** A value that begins at `at`, with the items of a list below it. */
function valueField(key: number, value: Uint8Array, at: number): DissectedField {
  const known = svcValue(key);
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

/** `key=value`, `key="value"` or `key`. The value of `keyNNN` is the bytes themselves. */
function parseParam(tokens: Tokens): SvcParam {
  const token = tokens.next('parameter');
  const equals = token.text.indexOf('=');
  const text = equals < 0 ? token.text : token.text.slice(0, equals);
  const key = token.quoted ? undefined : keyNumber(text);
  if (key === undefined) {
    const small = keyNumber(text.toLowerCase()) === undefined ? '' : ' Keys are written in small letters.';
    throw wrongToken(token, `“${text}” is not the key of a parameter, as alpn, port, ipv4hint or key123.${small}`);
  }
  const written = equals < 0 ? undefined : valueToken(tokens, token, equals);
  const value = written ? tokenBytes(written) : new Uint8Array(0);
  const bytes = /^key\d/.test(text) ? value : svcValue(key).parse(value);
  if (!bytes || svcValue(key).check(bytes) !== undefined)
    throw wrongToken(token, `The value of ${keyName(key)} is wrong: ${svcValue(key).example}.`);
  const next = tokens.peek();
  if (written?.quoted && next?.start === written.end) throw wrongToken(next, 'Between parameters there is a space.');
  return { key, value: bytes };
}

/** The value: the text after `=` in the word, or the quoted string directly after it. */
function valueToken(tokens: Tokens, token: Token, equals: number): Token {
  if (equals < token.text.length - 1) return { ...token, text: token.text.slice(equals + 1) };
  const next = tokens.peek();
  if (!next?.quoted || next.start !== token.end) return { ...token, text: '' };
  return tokens.next('value');
}
