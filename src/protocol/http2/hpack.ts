import { bytesText, grouped } from './codes.ts';
import { entryOverhead, type HeaderTable } from './headerTable.ts';
import { decodeHuffman } from './huffman.ts';

/** The most characters of a name or a value that are kept. */
const textLength = 2048;
/** Larger whole numbers, or numbers in more bytes than `integerBytes`, are refused (RFC 7541, section 5.1). */
const largestInteger = 0x7fff_ffff;
const integerBytes = 6;
/** The most fields of a block that are kept: one byte can be a field. */
const mostFields = 10_000;

/** The representation of a header field (RFC 7541, section 6). */
export type FieldForm = 'indexed' | 'incremental' | 'literal' | 'never indexed' | 'size update';

interface FormKind {
  readonly form: FieldForm;
  /** The bits of the first byte that select the form, and those with the beginning of an integer. */
  readonly mask: number;
  readonly pattern: number;
}

const forms: readonly FormKind[] = [
  { form: 'indexed', mask: 0x80, pattern: 0x80 },
  { form: 'incremental', mask: 0xc0, pattern: 0x40 },
  { form: 'size update', mask: 0xe0, pattern: 0x20 },
  { form: 'never indexed', mask: 0xf0, pattern: 0x10 },
  { form: 'literal', mask: 0xf0, pattern: 0x00 },
];

/** A string literal. Offsets are into the block. */
export interface HpackString {
  /** The offset of its length. */
  readonly start: number;
  /** The offset of its bytes. */
  readonly data: number;
  readonly end: number;
  readonly huffman: boolean;
  /** One character for each byte; cut if it is long. */
  readonly text: string;
  /** The number of its decoded bytes. */
  readonly length: number;
  readonly problem?: string;
}

/** One representation of a header block. Offsets are into the block. */
export interface HpackField {
  readonly form: FieldForm;
  readonly start: number;
  readonly end: number;
  /**
   * The index in the table of the field or of its name; 0: the name is a literal. For a size update: the new size in
   * bytes.
   */
  readonly index: number;
  readonly indexEnd: number;
  /** Undefined if it is an unknown or missing entry. */
  readonly name: string | undefined;
  readonly value: string | undefined;
  readonly nameString?: HpackString;
  readonly valueString?: HpackString;
  /** It refers to an entry that was added before the known part. */
  readonly isUnknown?: boolean;
  readonly problem?: string;
}

export interface HpackBlock {
  /** The first fields; all fields of any block that is not made to fill memory. */
  readonly fields: readonly HpackField[];
  readonly count: number;
  /** The offset up to which it could be read. */
  readonly end: number;
  /** The reason why reading stopped, as a sentence. Undefined if the rest may still come. */
  readonly problem?: string;
}

/** The reason why reading stopped: the bytes end, or they are wrong. */
class Stop {
  readonly problem: string | undefined;
  constructor(problem?: string) {
    this.problem = problem;
  }
}

interface Whole {
  readonly value: number;
  readonly end: number;
}

function readInteger(bytes: Uint8Array, start: number, mask: number): Whole | Stop {
  const first = bytes[start];
  if (first === undefined) return new Stop();
  let value = first & mask;
  if (value < mask) return { value, end: start + 1 };
  for (let at = start + 1, factor = 1; ; at++, factor *= 128) {
    const byte = bytes[at];
    if (byte === undefined) return new Stop();
    value += (byte & 0x7f) * factor;
    if (value > largestInteger || at - start >= integerBytes)
      return new Stop(`A whole number is larger than ${grouped(largestInteger)}, or in too many bytes.`);
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

function readString(bytes: Uint8Array, start: number): HpackString | Stop {
  const length = readInteger(bytes, start, 0x7f);
  if (length instanceof Stop) return length;
  const data = length.end;
  const end = data + length.value;
  if (end > bytes.length) return new Stop();
  const huffman = (bytes[start]! & 0x80) !== 0;
  const decoded = huffman ? decodeHuffman(bytes, data, end, textLength) : plain(bytes, data, end);
  return { start, data, end, huffman, ...decoded };
}

function plain(bytes: Uint8Array, start: number, end: number): { text: string; length: number } {
  let text = '';
  for (let at = start; at < Math.min(end, start + textLength); at++) text += String.fromCharCode(bytes[at]!);
  return { text, length: end - start };
}

/** One representation. Adds its entry to the table if it has one. */
function readField(bytes: Uint8Array, start: number, table: HeaderTable, isFirst: boolean): HpackField | Stop {
  const { form, mask } = forms.find(({ mask: bits, pattern }) => (bytes[start]! & bits) === pattern)!;
  const whole = readInteger(bytes, start, ~mask & 0xff);
  if (whole instanceof Stop) return whole;
  const { value: index, end: indexEnd } = whole;
  if (form === 'size update') {
    table.resize(index);
    const problem = isFirst ? undefined : 'The size of the table changes only at the beginning of a header block.';
    return { form, start, end: indexEnd, index, indexEnd, name: undefined, value: undefined, ...wrong(problem) };
  }
  const entry = index === 0 ? undefined : table.at(index);
  const found = entry === 'unknown' ? undefined : entry;
  const missing = index > 0 && entry === undefined ? noEntry(index, table) : undefined;
  const unknown = entry === 'unknown' ? { isUnknown: true } : {};
  if (form === 'indexed') {
    const problem = index === 0 ? 'The table has no entry 0.' : missing;
    const { name, value } = found ?? {};
    return { form, start, end: indexEnd, index, indexEnd, name, value, ...unknown, ...wrong(problem) };
  }
  const nameString = index === 0 ? readString(bytes, indexEnd) : undefined;
  if (nameString instanceof Stop) return nameString;
  const valueString = readString(bytes, nameString?.end ?? indexEnd);
  if (valueString instanceof Stop) return valueString;
  const name = nameString?.text ?? found?.name;
  const value = valueString.text;
  if (form === 'incremental') {
    const nameLength = nameString?.length ?? found?.nameLength ?? 0;
    table.insert({ name, value, nameLength, size: entryOverhead + nameLength + valueString.length });
  }
  const literal = nameString === undefined ? {} : { nameString };
  const end = valueString.end;
  return { form, start, end, index, indexEnd, name, value, ...literal, valueString, ...unknown, ...wrong(missing) };
}

function wrong(problem: string | undefined): { problem?: string } {
  return problem === undefined ? {} : { problem };
}

function noEntry(index: number, table: HeaderTable): string {
  const entries = table.dynamicEntries;
  const has = entries === 0 ? 'no entries' : entries === 1 ? 'one entry' : `${entries} entries`;
  return `The table has no entry ${grouped(index)}: the dynamic table, which begins at 62, has ${has}.`;
}

/**
 * Decodes a header block (RFC 7541), or its beginning if it is incomplete, with the table before it, and leaves the
 * table after it. Decodes as much as possible: reading ends only if the end of a representation is unknown.
 */
export function decodeBlock(bytes: Uint8Array, table: HeaderTable, isWhole: boolean): HpackBlock {
  const fields: HpackField[] = [];
  let [at, count] = [0, 0];
  let isFirst = true;
  while (at < bytes.length) {
    const field = readField(bytes, at, table, isFirst);
    if (field instanceof Stop) {
      const cut = isWhole ? `The header block ends ${bytesText(bytes.length - at)} into a field.` : undefined;
      const problem = field.problem ?? cut;
      if (problem !== undefined) table.lose();
      return { fields, count, end: at, ...wrong(problem) };
    }
    if (count++ < mostFields) fields.push(field);
    isFirst &&= field.form === 'size update';
    at = field.end;
  }
  return { fields, count, end: at };
}
