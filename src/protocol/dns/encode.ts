import { DnsError } from './error.ts';
import { CLASS, FLAGS } from './codes.ts';
import { SECTIONS, type DnsRecord, type Header, type MessageParts, type Question, type Section } from './message.ts';
import { sameName } from './name.ts';
import { recordType } from './recordTypes.ts';
import { TYPES, typeName } from './typeCodes.ts';
import { MessageWriter } from './writer.ts';

interface EncodeOptions {
  /** The most bytes: records that do not fit are left out by whole sets, and TC says so. */
  readonly maxSize?: number;
  /** The additional records are glue without which an answer is of no use (RFC 9471): TC says so when they do not fit. */
  readonly glue?: boolean;
}

/** Every message is made in the same memory, and copied out of it when it is whole. */
const shared = new MessageWriter(4096);

const LIMITED = ['answers', 'authorities', 'additionals'] as const;

/**
 * A message as bytes, with names compressed where RFC 3597 allows it. Throws DnsError `dns-bad-field` for a value that
 * its field can't have, and `dns-too-large`.
 */
export function encodeMessage(message: MessageParts, options: EncodeOptions = {}): Uint8Array {
  const out = shared;
  out.rewind(0);
  const rcode = message.rcode ?? 0;
  const opt = message.additionals?.find((record) => record.type === TYPES.OPT);
  if (rcode > 15 && !opt)
    throw new DnsError('dns-bad-field', `The status ${rcode} needs EDNS: an OPT record that takes its upper bits.`);
  out.u16(message.id ?? 0);
  out.u16(flagBits(message));
  for (const section of SECTIONS) out.u16(message[section]?.length ?? 0);
  for (const question of message.questions ?? []) writeQuestion(out, question);
  const size = options.maxSize ?? Infinity;
  const rest = size === Infinity ? undefined : { opt, room: size - (opt ? sizeOf(opt) : 0) };
  let cut = false;
  for (const section of LIMITED) {
    const records = message[section] ?? [];
    const written: number = writeRecords(out, records, rcode, rest, cut);
    if (rest) out.setU16(COUNT_AT[section], written);
    const missing: boolean = written < records.length;
    cut ||= missing && (section !== 'additionals' || options.glue === true);
  }
  if (cut) out.setU16(2, flagBits({ ...message, truncated: true }));
  return out.bytes();
}

const COUNT_AT: Readonly<Record<Section, number>> = { questions: 4, answers: 6, authorities: 8, additionals: 10 };

function flagBits(header: Partial<Header>): number {
  let bits = (((header.opcode ?? 0) & 15) << 11) | ((header.rcode ?? 0) & 15);
  for (const { mask, property } of FLAGS) if (header[property as keyof Header] === true) bits |= mask;
  return bits;
}

function writeQuestion(out: MessageWriter, question: Question): void {
  out.name(question.name, true);
  out.u16(question.type);
  out.u16(question.class);
}

/** The records in order, by whole sets while there is room, and OPT in any case; how many were written. */
function writeRecords(
  out: MessageWriter,
  records: readonly DnsRecord[],
  rcode: number,
  rest: { opt: DnsRecord | undefined; room: number } | undefined,
  cut: boolean,
): number {
  let written = 0;
  let setStart = out.length;
  let setCount = 0;
  let full = cut;
  for (const [i, record] of records.entries()) {
    const isOpt = rest !== undefined && record === rest.opt;
    if (full && !isOpt) continue;
    const before = records[i - 1];
    if (!before || isOpt || before.type !== record.type || !sameName(before.name, record.name)) {
      setStart = out.length;
      setCount = 0;
    }
    writeRecord(out, record, rcode);
    if (isOpt) rest.room += sizeOf(record);
    if (rest && out.length > rest.room) {
      out.rewind(setStart);
      written -= setCount;
      full = true;
      continue;
    }
    written++;
    setCount++;
  }
  return written;
}

function sizeOf(record: DnsRecord): number {
  const out = new MessageWriter();
  writeRecord(out, record, 0);
  return out.length;
}

function writeRecord(out: MessageWriter, record: DnsRecord, rcode: number): void {
  out.name(record.name, true);
  out.u16(record.type);
  out.u16(record.class);
  out.u32(record.type === TYPES.OPT ? ((record.ttl & 0xffffff) | ((rcode >> 4) << 24)) >>> 0 : record.ttl);
  out.u16(0);
  const start = out.length;
  writeRdata(out, record, true);
  out.setU16(start - 2, out.length - start);
}

function writeRdata(out: MessageWriter, record: Pick<DnsRecord, 'type' | 'class' | 'data'>, compress: boolean): void {
  if (isEmptyOfUpdate(record)) return;
  const type = recordType(record.type, record.class);
  const start = out.length;
  for (const { name, kind } of type.fields) {
    const value = record.data[name];
    if (value === undefined) throw new DnsError('dns-bad-field', `The ${typeName(record.type)} record has no ${name}.`);
    kind.write(out, value, compress && type.compress, record.data);
  }
  if (type.check) {
    const rdata = out.bytes(start);
    type.check(rdata, 0, rdata.length);
  }
}

/** RFC 2136, section 2.5: a record of the class ANY or NONE may have no data at all. */
function isEmptyOfUpdate(record: Pick<DnsRecord, 'class' | 'data'>): boolean {
  return (record.class === CLASS.ANY || record.class === CLASS.NONE) && Object.keys(record.data).length === 0;
}

/** The data of a record as bytes, its names not compressed. Throws DnsError. */
export function encodeRdata(record: Pick<DnsRecord, 'type' | 'class' | 'data'>): Uint8Array {
  const out = new MessageWriter(64);
  writeRdata(out, record, false);
  return out.bytes();
}

/** The same record with small letters in the names of its data, where they make no difference (RFC 4343). */
export function foldedRecord<R extends Pick<DnsRecord, 'type' | 'class' | 'data'>>(record: R): R {
  const data: Record<string, unknown> = { ...record.data };
  for (const { name, kind } of recordType(record.type, record.class).fields)
    if (kind.folded && data[name] !== undefined) data[name] = kind.folded(data[name]);
  return { ...record, data };
}
