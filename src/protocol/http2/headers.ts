import type { DissectedField } from '../dissect.ts';
import { bytesText, grouped } from './codes.ts';
import type { FieldForm, HpackBlock, HpackField, HpackString } from './hpack.ts';
import { STATIC_TABLE } from './staticTable.ts';
import { field, shown } from './parts.ts';

const FORMS: Readonly<Record<FieldForm, string>> = {
  indexed: 'indexed: name and value are an entry of the table',
  incremental: 'literal, which becomes the newest entry of the table',
  literal: 'literal, which is not entered in the table',
  'never indexed': 'literal, which nobody may enter in a table',
  'size update': 'the size of the dynamic table',
};

/** The text for an entry that was added before the known part. */
const unknownEntry = 'unknown: it was entered before the bytes shown here';

/** The fields of a block, with offsets into it, up to a number. An unreadable rest is the last one. */
export function blockFields(block: HpackBlock, length: number, most: number): DissectedField[] {
  const given = block.fields.slice(0, most);
  let hasRegular = false;
  const fields = given.map((one) => {
    const shownField = headerField(one, hasRegular);
    hasRegular ||= one.form !== 'size update' && one.name?.startsWith(':') === false;
    return shownField;
  });
  const at = given.length < block.count ? (given.at(-1)?.end ?? 0) : block.end;
  if (given.length < block.count)
    return [...fields, field('more', `${grouped(block.count - given.length)} more header fields`, at, length)];
  if (at === length) return fields;
  const { problem } = block;
  const rest = problem === undefined ? 'begins' : bytesText(length - at);
  return [...fields, field(problem === undefined ? 'header field' : 'unreadable', rest, at, length, { problem })];
}

function headerField(one: HpackField, hasRegular: boolean): DissectedField {
  const { form, start, end, index, indexEnd, nameString, valueString } = one;
  if (form === 'size update')
    return field('dynamic table size', bytesText(index), start, end, {
      children: [field('representation', FORMS[form], start, start + 1), field('size', grouped(index), start, end)],
      problem: one.problem,
    });
  const problem = one.problem ?? nameString?.problem ?? valueString?.problem ?? nameProblem(one, hasRegular);
  return field(displayName(one), displayValue(one), start, end, {
    children: [
      field('representation', FORMS[form], start, start + 1),
      ...(index === 0 && form !== 'indexed' ? [] : [field('index', indexText(one), start, indexEnd)]),
      ...(nameString === undefined ? [] : stringFields('name', nameString)),
      ...(valueString === undefined ? [] : stringFields('value', valueString)),
    ],
    problem,
  });
}

function displayName({ name, index }: HpackField): string {
  if (name === undefined) return `entry ${grouped(index)}`;
  return name === '' ? 'header field' : name;
}

function displayValue({ value, isUnknown }: HpackField): string {
  return value === undefined ? (isUnknown === true ? unknownEntry : 'not known') : shown(value);
}

function indexText({ form, index, name, isUnknown }: HpackField): string {
  const what = form === 'indexed' || name === undefined ? '' : `, for the name ${shown(name)}`;
  if (index > 0 && index <= STATIC_TABLE.length) return `${index} (of the static table${what})`;
  const entry = index - STATIC_TABLE.length;
  return index === 0
    ? '0'
    : `${grouped(index)} (${isUnknown ? unknownEntry : `of the dynamic table: ${place(entry)}${what}`})`;
}

function place(entry: number): string {
  return entry === 1 ? 'the newest entry' : `entry ${grouped(entry)} from the newest on`;
}

function stringFields(name: string, { start, data, end, huffman, text, problem }: HpackString): DissectedField[] {
  const coded = huffman ? ', in Huffman code' : '';
  return [
    field(`${name} length`, `${bytesText(end - data)}${coded}`, start, data),
    ...(end > data ? [field(name, shown(text), data, end, { problem })] : []),
  ];
}

const pseudoFields = new Set([':method', ':scheme', ':authority', ':path', ':protocol', ':status']);
/** Fields that HTTP/2 replaces by other means (RFC 9113, section 8.2.2). */
const ofConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

/** RFC 9113, section 8.2.1. */
function nameProblem({ name, value }: HpackField, hasRegular: boolean): string | undefined {
  if (name === undefined) return undefined;
  if (name.startsWith(':')) {
    if (!pseudoFields.has(name)) return 'HTTP/2 has no such pseudo-header field.';
    return hasRegular ? 'Pseudo-header fields come before the others.' : undefined;
  }
  if (/[A-Z]/.test(name)) return 'Names have no upper-case letters in HTTP/2.';
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return 'This name has characters that a name cannot have.';
  if (ofConnection.has(name) || (name === 'te' && value !== undefined && value !== 'trailers'))
    return 'HTTP/2 has no fields that are about the connection.';
  if (value !== undefined && /[\0\r\n]/.test(value)) return 'The value has characters that a value cannot have.';
  return undefined;
}

/** One line about a block: `GET /path`, `200`, `trailers`. */
export function summaryOf(fields: readonly HpackField[]): string {
  const said = (name: string) => fields.find((one) => one.name === name)?.value;
  const [method, path, status] = [said(':method'), said(':path'), said(':status')];
  if (method !== undefined) return shown(`${method} ${path ?? said(':authority') ?? ''}`.trim().slice(0, 300));
  if (status !== undefined) return shown(status.slice(0, 20));
  if (path !== undefined) return shown(path.slice(0, 300));
  const count = fields.filter(({ form }) => form !== 'size update').length;
  return count === 1 ? '1 header field' : `${count} header fields`;
}
