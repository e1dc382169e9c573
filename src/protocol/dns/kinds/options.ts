import { formatHex } from '../../text/hex.ts';
import type { DissectedField } from '../../dissect.ts';
import { DnsError } from '../error.ts';
import type { JsonValue, Kind } from '../field.ts';
import { describeOption, optionFields, optionJson, optionName, wrongOption, type EdnsOption } from '../ednsOptions.ts';
import { tokenNumber } from '../tokens.ts';
import { u16 as readU16 } from '../wire.ts';
import { badField, checkedBytes, checkedNumber, fixed } from './basic.ts';
import { parseHexToken } from './binary.ts';

function readOptions(bytes: Uint8Array, start: number, end: number): EdnsOption[] {
  const options: EdnsOption[] = [];
  for (let at = start; at < end; at += 4 + readU16(bytes, at + 2)) {
    options.push({ code: readU16(bytes, at), data: bytes.subarray(at + 4, at + 4 + readU16(bytes, at + 2)) });
  }
  return options;
}

function part({ code, data }: EdnsOption, at: number): DissectedField {
  const end = at + 4 + data.length;
  return {
    name: optionName(code),
    text: describeOption({ code, data }),
    start: at,
    end,
    children: [
      { name: 'code', text: `${code} (${optionName(code)})`, start: at, end: at + 2 },
      { name: 'length', text: String(data.length), start: at + 2, end: at + 4 },
      ...optionFields({ code, data }, at + 4),
    ],
  };
}

export const options: Kind<readonly EdnsOption[]> = {
  measure(bytes, at, end) {
    while (at < end) {
      fixed(at, 4, end);
      const after = fixed(at + 4, readU16(bytes, at + 2), end);
      const code = readU16(bytes, at);
      const wrong = wrongOption({ code, data: bytes.subarray(at + 4, after) });
      if (wrong) throw new DnsError('dns-bad-value', `The option ${optionName(code)} at offset ${at} ${wrong}.`, at);
      at = after;
    }
    return at;
  },
  read: readOptions,
  write(out, value) {
    if (!Array.isArray(value)) throw badField('The options are not a list.');
    for (const { code, data } of value as EdnsOption[]) {
      const wrong = wrongOption({ code: checkedNumber(code, 0xffff), data: checkedBytes(data, 0xffff) });
      if (wrong) throw badField(`The option ${optionName(code)} ${wrong}.`);
      out.u16(code);
      out.u16(data.length);
      out.raw(data);
    }
  },
  // OPT never occurs in a master file. This text is for people and for copying.
  format: (value) =>
    value.map(({ code, data }) => (data.length === 0 ? `${code}` : `${code}:${formatHex(data)}`)).join(' '),
  parse(tokens, what) {
    return tokens.rest().map((token): EdnsOption => {
      const [code = '', data = ''] = token.text.split(':', 2);
      return {
        code: tokenNumber({ ...token, text: code }, what, 0xffff),
        data: parseHexToken({ ...token, text: data }, what),
      };
    });
  },
  json: (value) => value.map((option): JsonValue => optionJson(option)),
  parts(bytes, start, end) {
    return readOptions(bytes, start, end).map((option) => part(option, option.data.byteOffset - bytes.byteOffset - 4));
  },
};
