import { problemOf, type Problem } from './error.ts';
import type { ByteRange, DecodedQuestion, DecodedRecord, RecordData } from './message.ts';
import type { Name } from './name.ts';
import { measureRdata } from './rdata.ts';
import { recordType } from './recordTypes.ts';
import { typeName } from './typeCodes.ts';
import { readName, u16, u32, type NamesSeen } from './wire.ts';

/** Type, class, TTL and RDLENGTH. */
export const FIXED_LENGTH = 10;

/** A question that is decoded on demand. */
export class QuestionOfBytes implements DecodedQuestion {
  readonly start: number;
  readonly type: number;
  readonly class: number;
  readonly #bytes: Uint8Array;
  readonly #fixedAt: number;
  readonly #seen: NamesSeen;
  #name: Name | undefined;

  constructor(bytes: Uint8Array, start: number, fixedAt: number, seen: NamesSeen) {
    this.start = start;
    this.type = u16(bytes, fixedAt);
    this.class = u16(bytes, fixedAt + 2);
    this.#bytes = bytes;
    this.#fixedAt = fixedAt;
    this.#seen = seen;
  }

  get end(): number {
    return this.#fixedAt + 4;
  }

  get name(): Name {
    return (this.#name ??= nameAt(this.#bytes, this.start, this.#seen));
  }

  get ranges(): Readonly<Record<string, ByteRange>> {
    const at = this.#fixedAt;
    return {
      name: { start: this.start, end: at },
      type: { start: at, end: at + 2 },
      class: { start: at + 2, end: at + 4 },
    };
  }
}

/** A name that others may point to. */
function nameAt(bytes: Uint8Array, at: number, seen: NamesSeen): Name {
  const known = seen.get(at);
  if (known) return known;
  const name = readName(bytes, at, seen);
  seen.set(at, name);
  return name;
}

/** A record that is decoded on demand; its data is read only if it is used. */
export class RecordOfBytes implements DecodedRecord {
  readonly start: number;
  readonly end: number;
  readonly type: number;
  readonly class: number;
  problem: Problem | undefined;
  readonly #bytes: Uint8Array;
  readonly #fixedAt: number;
  readonly #seen: NamesSeen;
  readonly #empty: boolean;
  #name: Name | undefined;
  #data: RecordData | undefined;
  #ends: readonly number[] | undefined;

  /** `empty`: a record of an update without data, which stands for all records of its kind, or for none. */
  constructor(bytes: Uint8Array, start: number, fixedAt: number, end: number, seen: NamesSeen, empty: boolean) {
    this.start = start;
    this.end = end;
    this.type = u16(bytes, fixedAt);
    this.class = u16(bytes, fixedAt + 2);
    this.problem = undefined;
    this.#bytes = bytes;
    this.#fixedAt = fixedAt;
    this.#seen = seen;
    this.#empty = empty;
    this.#name = undefined;
    this.#data = undefined;
    this.#ends = undefined;
  }

  get ttl(): number {
    return u32(this.#bytes, this.#fixedAt + 4);
  }

  get name(): Name {
    return (this.#name ??= nameAt(this.#bytes, this.start, this.#seen));
  }

  get rdata(): Uint8Array {
    return this.#bytes.subarray(this.#fixedAt + FIXED_LENGTH, this.end);
  }

  get data(): RecordData {
    return (this.#data ??= this.#readData());
  }

  #readData(): RecordData {
    const data: Record<string, unknown> = {};
    const ends = this.#fieldEnds();
    const { fields } = recordType(this.type, this.class);
    const rdataAt = this.#fixedAt + FIXED_LENGTH;
    let start = rdataAt;
    for (let i = 0; i < ends.length; i++) {
      const { name, kind } = fields[i]!;
      data[name] = kind.read(this.#bytes, start, ends[i]!, this.#seen, rdataAt);
      start = ends[i]!;
    }
    return data;
  }

  get ranges(): Readonly<Record<string, ByteRange>> {
    const at = this.#fixedAt;
    const rdataAt = at + FIXED_LENGTH;
    const ranges: Record<string, ByteRange> = {
      name: { start: this.start, end: at },
      type: { start: at, end: at + 2 },
      class: { start: at + 2, end: at + 4 },
      ttl: { start: at + 4, end: at + 8 },
      rdlength: { start: at + 8, end: rdataAt },
      rdata: { start: rdataAt, end: this.end },
    };
    const { fields } = recordType(this.type, this.class);
    let start = rdataAt;
    for (const [i, end] of this.#fieldEnds().entries()) {
      ranges[fields[i]!.name] = { start, end };
      start = end;
    }
    return ranges;
  }

  /** Checks the data once and keeps the problem if there is one. */
  check(): void {
    if (this.#empty) return;
    try {
      measureRdata(this.#bytes, this.#fixedAt + FIXED_LENGTH, this.end, recordType(this.type, this.class));
    } catch (error) {
      const { code, message, offset } = problemOf(error);
      this.problem = { code, message: `${typeName(this.type)} record at offset ${this.start}: ${message}`, offset };
    }
  }

  /** The ends of the fields before the problem. */
  #fieldEnds(): readonly number[] {
    return (this.#ends ??= this.#findEnds());
  }

  #findEnds(): number[] {
    const ends: number[] = [];
    if (this.#empty) return ends;
    const { fields } = recordType(this.type, this.class);
    const stop = Math.min(this.end, this.#bytes.length);
    const rdataAt = this.#fixedAt + FIXED_LENGTH;
    try {
      for (let i = 0, at = rdataAt; i < fields.length; i++) {
        at = fields[i]!.kind.measure(this.#bytes, at, stop, rdataAt);
        ends.push(at);
      }
    } catch (error) {
      // Reported when the message was read.
      problemOf(error);
    }
    return ends;
  }
}
