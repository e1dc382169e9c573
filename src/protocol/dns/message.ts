import type { Problem } from './error.ts';
import type { Name } from './name.ts';
import type { DataFor, RecordTypeName } from './recordTypes.ts';
import { TYPES } from './typeCodes.ts';
import type { EdnsOption } from './ednsOptions.ts';

/** Offsets into the message's bytes; `end` is exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface Question {
  readonly name: Name;
  /** By number: see TYPES and `typeName`. */
  readonly type: number;
  readonly class: number;
}

/** The fields of a record's data by name, as in the table of recordTypes.ts. */
export type RecordData = Readonly<Record<string, unknown>>;

export interface DnsRecord<D = RecordData> {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  /** Seconds, 32 bits as on the wire; one above 2147483647 counts as 0 (RFC 2181, section 8). */
  readonly ttl: number;
  readonly data: D;
}

/** A record whose type is known to the compiler: `isRecord(record, 'MX')` gives `record.data.exchange`. */
export function isRecord<T extends RecordTypeName>(record: DnsRecord, type: T): record is DnsRecord<DataFor<T>> {
  return record.type === TYPES[type];
}

export interface Header {
  readonly id: number;
  /** QR */
  readonly response: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  /** The bit between RA and AD, which must be 0. */
  readonly reserved: boolean;
  readonly authenticData: boolean;
  readonly checkingDisabled: boolean;
  /** Includes EDNS's upper eight bits if there is an OPT record. */
  readonly rcode: number;
}

export interface Message extends Header {
  readonly questions: readonly Question[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  /** Includes the OPT record, in the order of the wire. */
  readonly additionals: readonly DnsRecord[];
}

/** The parts of a message. A part that is left out is 0, false or empty. */
export type MessageParts = Partial<Message>;

/** The four sections by the message's property, in the order of the wire. */
export const SECTIONS = ['questions', 'answers', 'authorities', 'additionals'] as const;
export type Section = (typeof SECTIONS)[number];

/** The content of an OPT record (RFC 6891). */
export interface Edns {
  /** The largest UDP payload that its sender accepts. */
  readonly udpSize: number;
  readonly version: number;
  /** DNSSEC records are wanted (RFC 3225). */
  readonly dnssecOk: boolean;
  readonly options: readonly EdnsOption[];
}

/** An OPT record for the additional records of a message. `encodeMessage` adds the upper bits of the rcode. */
export function ednsRecord(edns: Partial<Edns> = {}): DnsRecord {
  const { udpSize = 1232, version = 0, dnssecOk = false, options = [] } = edns;
  return {
    name: [],
    type: TYPES.OPT,
    class: udpSize,
    ttl: ((version << 16) | (dnssecOk ? 0x8000 : 0)) >>> 0,
    data: { options },
  };
}

export function ednsOf(records: readonly DnsRecord[]): Edns | undefined {
  const opt = records.find((record) => record.type === TYPES.OPT);
  if (!opt) return undefined;
  return {
    udpSize: opt.class,
    version: (opt.ttl >>> 16) & 0xff,
    dnssecOk: (opt.ttl & 0x8000) !== 0,
    options: (opt.data as Partial<DataFor<'OPT'>>).options ?? [],
  };
}

export interface DecodedQuestion extends Question {
  /** The ranges of the whole question and of its parts: `name`, `type`, `class`. */
  readonly start: number;
  readonly end: number;
  readonly ranges: Readonly<Record<string, ByteRange>>;
}

export interface DecodedRecord extends DnsRecord {
  readonly start: number;
  readonly end: number;
  /**
   * The ranges of its parts: `name`, `type`, `class`, `ttl`, `rdlength`, `rdata`, and each readable field of the data.
   */
  readonly ranges: Readonly<Record<string, ByteRange>>;
  /** The data as on the wire. Its names may be compressed. */
  readonly rdata: Uint8Array;
  /** The problem in its data, which then has only the fields before it. */
  readonly problem: Problem | undefined;
}

/** A message as far as it could be read. Records and fields keep views of `bytes`, which must not change afterwards. */
export interface DecodedMessage extends Message {
  readonly bytes: Uint8Array;
  readonly questions: readonly DecodedQuestion[];
  readonly answers: readonly DecodedRecord[];
  readonly authorities: readonly DecodedRecord[];
  readonly additionals: readonly DecodedRecord[];
  /** The number of items that the header claims, by section. */
  readonly counts: Readonly<Record<Section, number>>;
  readonly edns: Edns | undefined;
  /** All problems in the order of the bytes; empty for a message that a resolver may accept. */
  readonly problems: readonly Problem[];
  /** The first of them. */
  readonly problem: Problem | undefined;
  /** The offset where reading stopped: the end of the message, or the first part that could not be read. */
  readonly end: number;
}
