import { className, rcodeName, opcodeName, FLAGS } from './codes.ts';
import { decodeRdata } from './rdata.ts';
import { optionJson } from './ednsOptions.ts';
import { encodeRdata } from './encode.ts';
import { DnsError } from './error.ts';
import type { JsonValue } from './field.ts';
import { plainText } from './kinds/basic.ts';
import { hexBytes } from './kinds/binary.ts';
import {
  ednsOf,
  type DecodedMessage,
  type DnsRecord,
  type Message,
  type Question,
  type RecordData,
} from './message.ts';
import { displayName } from './name.ts';
import { isKnownType, recordType } from './recordTypes.ts';
import type { Tokens } from './tokens.ts';
import { tokenNumber, wrongToken } from './tokens.ts';
import { TYPES, typeName } from './typeCodes.ts';
import { formatHex } from '../text/hex.ts';

/** A record's data as master-file text; `\# 4 0a000001` for a type without fields of its own (RFC 3597, section 5). */
export function formatRdata(record: Pick<DnsRecord, 'type' | 'class' | 'data'>): string {
  const type = recordType(record.type, record.class);
  if (type.name === 'unknown') return genericText(record.data['data'] as Uint8Array | undefined);
  // If the data is wrong, only its first fields are present.
  const whole = type.fields.every(({ name }) => record.data[name] !== undefined);
  if (type.text && whole) return type.text.format(record.data);
  return type.fields
    .map(({ name, kind }) => (record.data[name] === undefined ? '' : kind.format(record.data[name])))
    .filter((text) => text !== '')
    .join(' ');
}

function genericText(rdata: Uint8Array = new Uint8Array(0)): string {
  return rdata.length === 0 ? '\\# 0' : `\\# ${rdata.length} ${formatHex(rdata)}`;
}

/** Data from the words of master-file text; every word must be used. Throws DnsError with the offset and the length of the first fault. */
export function readRdata(type: number, recordClass: number, tokens: Tokens): RecordData {
  const first = tokens.peek();
  if (first?.text === '\\#' && !first.quoted) return readGeneric(type, recordClass, tokens);
  const definition = recordType(type, recordClass);
  if (definition.name === 'unknown') {
    const which = `${typeName(type)}${isKnownType(type) ? ` in the class ${className(recordClass)}` : ''}`;
    throw new DnsError(
      'dns-text',
      `Wirebench has no fields for ${which}: write the data as bytes, their number first, as in \\# 4 0a000001.`,
      first?.start ?? 0,
      first ? first.end - first.start : 0,
    );
  }
  const data = definition.text ? (definition.text.parse(tokens) as RecordData) : readFields(definition.fields, tokens);
  const left = tokens.peek();
  if (left) throw wrongToken(left, `“${left.text}” is one word too many for a record of the type ${typeName(type)}.`);
  checkWhole({ type, class: recordClass, data }, tokens);
  return data;
}

function readFields(fields: ReturnType<typeof recordType>['fields'], tokens: Tokens): RecordData {
  const data: Record<string, unknown> = {};
  for (const { name, label, kind } of fields) data[name] = kind.parse(tokens, label, data);
  return data;
}

/** Checks the rules that span several words, and the size. */
function checkWhole(record: Pick<DnsRecord, 'type' | 'class' | 'data'>, tokens: Tokens): void {
  try {
    encodeRdata(record);
  } catch (error) {
    if (!(error instanceof DnsError)) throw error;
    throw tokens.whole ? wrongToken(tokens.whole, error.message) : error;
  }
}

/** `\# length hex...`: RFC 3597, section 5. */
function readGeneric(type: number, recordClass: number, tokens: Tokens): RecordData {
  const mark = tokens.next('data');
  const length = tokenNumber(tokens.next('length'), 'length', 0xffff);
  const words = tokens.rest();
  const bytes = hexBytes(words.map((word) => word.text).join(''));
  if (!bytes || words.some((word) => word.quoted))
    throw wrongToken(words[0] ?? mark, 'The data is not hexadecimal: digits 0-9 and a-f in pairs.');
  if (bytes.length !== length)
    throw wrongToken(words[0] ?? mark, `The data has ${bytes.length} bytes, and ${length} were announced.`);
  try {
    return decodeRdata(type, recordClass, bytes);
  } catch (error) {
    if (!(error instanceof DnsError)) throw error;
    throw new DnsError(
      'dns-text',
      `These are not the bytes of a record of the type ${typeName(type)}. ${error.message}`,
      mark.start,
      (words.at(-1) ?? mark).end - mark.start,
    );
  }
}

/**
 * A record for the checks of request files: `name`, `type`, `class`, `ttl` and the fields of its data, names without
 * the final dot. Records with `strings` also have them joined as `text`.
 */
export function recordJson(record: DnsRecord): { readonly [name: string]: JsonValue } {
  const type = recordType(record.type, record.class);
  const json: Record<string, JsonValue> = {
    name: displayName(record.name),
    type: typeName(record.type),
    class: className(record.class),
    ttl: record.ttl,
  };
  for (const { name, kind } of type.fields) {
    const value = record.data[name];
    if (value !== undefined) json[name] = kind.json(value);
  }
  const { strings } = record.data;
  if (Array.isArray(strings)) json['text'] = strings.map((one) => plainText(one as Uint8Array)).join('');
  json['data'] ??= formatRdata(record);
  return json;
}

function questionJson({ name, type, class: questionClass }: Question): JsonValue {
  return { name: displayName(name), type: typeName(type), class: className(questionClass) };
}

/**
 * A message for the checks of request files: `id`, `opcode`, `status`, `flags` (with dig's names), one boolean for each
 * flag, `questions`, `answers`, `authorities`, `additionals` (without OPT) and `edns`.
 */
export function messageJson(message: Message | DecodedMessage): { readonly [name: string]: JsonValue } {
  const set = FLAGS.filter(({ property }) => message[property as keyof Message] === true);
  const edns = ednsOf(message.additionals);
  return {
    id: message.id,
    opcode: opcodeName(message.opcode),
    status: rcodeName(message.rcode),
    flags: set.map(({ name }) => name),
    ...Object.fromEntries(FLAGS.map((flag) => [flag.name, set.includes(flag)])),
    questions: message.questions.map(questionJson),
    answers: message.answers.map(recordJson),
    authorities: message.authorities.map(recordJson),
    additionals: message.additionals.filter((record) => record.type !== TYPES.OPT).map(recordJson),
    edns: edns
      ? { udpSize: edns.udpSize, version: edns.version, do: edns.dnssecOk, options: edns.options.map(optionJson) }
      : null,
  };
}
