import { CLASS, OPCODE } from './codes.ts';
import { FIXED_LENGTH, QuestionOfBytes, RecordOfBytes } from './decodedItems.ts';
import { DnsError, problemOf, type Problem } from './error.ts';
import {
  SECTIONS,
  ednsOf,
  type DecodedMessage,
  type DecodedQuestion,
  type DecodedRecord,
  type Edns,
  type Section,
} from './message.ts';
import { TYPES } from './typeCodes.ts';
import { isWithoutData, updateProblem, zoneProblem } from './update.ts';
import { HEADER_LENGTH, nameEnd, u16, type NamesSeen } from './wire.ts';

/** The most problems that a message lists. A hostile one could have thousands. */
const MAX_PROBLEMS = 100;

/** Reads as far as possible and never throws: errors are in `problems`. The bytes are not copied. */
export function decodeMessage(bytes: Uint8Array): DecodedMessage {
  return new MessageOfBytes(bytes);
}

class MessageOfBytes implements DecodedMessage {
  readonly bytes: Uint8Array;
  readonly id: number;
  readonly opcode: number;
  readonly questions: DecodedQuestion[] = [];
  readonly answers: DecodedRecord[] = [];
  readonly authorities: DecodedRecord[] = [];
  readonly additionals: DecodedRecord[] = [];
  readonly problems: Problem[] = [];
  readonly #flags: number;
  readonly #seen: NamesSeen = new Map();
  #end = 0;
  #opt: DecodedRecord | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    // Missing bytes read as 0.
    this.id = u16(bytes, 0);
    this.#flags = u16(bytes, 2);
    this.opcode = (this.#flags >> 11) & 15;
    if (bytes.length < HEADER_LENGTH) {
      this.#end = bytes.length;
      this.problems.push({
        code: 'dns-short',
        message: `A DNS message has a header of ${HEADER_LENGTH} bytes; this one has ${bytes.length}.`,
        offset: bytes.length,
      });
      return;
    }
    this.#end = HEADER_LENGTH;
    try {
      this.#readQuestions();
      if (this.opcode === OPCODE.UPDATE) this.#checkZone();
      this.#readRecords('answers');
      this.#readRecords('authorities');
      this.#readRecords('additionals');
      this.#checkEnd();
    } catch (error) {
      this.#note(problemOf(error));
    }
  }

  get response(): boolean {
    return (this.#flags & 0x8000) !== 0;
  }
  get authoritative(): boolean {
    return (this.#flags & 0x0400) !== 0;
  }
  get truncated(): boolean {
    return (this.#flags & 0x0200) !== 0;
  }
  get recursionDesired(): boolean {
    return (this.#flags & 0x0100) !== 0;
  }
  get recursionAvailable(): boolean {
    return (this.#flags & 0x0080) !== 0;
  }
  get reserved(): boolean {
    return (this.#flags & 0x0040) !== 0;
  }
  get authenticData(): boolean {
    return (this.#flags & 0x0020) !== 0;
  }
  get checkingDisabled(): boolean {
    return (this.#flags & 0x0010) !== 0;
  }
  get rcode(): number {
    return (this.#opt ? (this.#opt.ttl >>> 24) << 4 : 0) | (this.#flags & 15);
  }

  get counts(): Readonly<Record<Section, number>> {
    const [questions = 0, answers = 0, authorities = 0, additionals = 0] = SECTIONS.map((section) =>
      this.#count(section),
    );
    return { questions, answers, authorities, additionals };
  }

  get edns(): Edns | undefined {
    return this.#opt && ednsOf([this.#opt]);
  }

  get problem(): Problem | undefined {
    return this.problems[0];
  }

  get end(): number {
    return this.#end;
  }

  #count(section: Section): number {
    return u16(this.bytes, COUNT_AT[section]);
  }

  #note(problem: Problem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }

  #readQuestions(): void {
    const { bytes } = this;
    for (let left = this.#count('questions'); left > 0; left--) {
      const start = this.#startOf('questions', left);
      const fixedAt = nameEnd(bytes, start, bytes.length);
      if (fixedAt + 4 > bytes.length) throw cut('question', start, bytes.length);
      this.#end = fixedAt + 4;
      this.questions.push(new QuestionOfBytes(bytes, start, fixedAt, this.#seen));
    }
  }

  #readRecords(section: 'answers' | 'authorities' | 'additionals'): void {
    const { bytes } = this;
    const update = this.opcode === OPCODE.UPDATE;
    for (let left = this.#count(section); left > 0; left--) {
      const start = this.#startOf(section, left);
      const fixedAt = nameEnd(bytes, start, bytes.length);
      const rdataAt = fixedAt + FIXED_LENGTH;
      if (rdataAt > bytes.length) throw cut('record', start, bytes.length);
      const length = u16(bytes, rdataAt - 2);
      const end = rdataAt + length;
      const empty = update && length === 0 && isWithoutData(section, u16(bytes, fixedAt + 2));
      const record = new RecordOfBytes(bytes, start, fixedAt, end, this.#seen, empty);
      if (end > bytes.length) {
        this[section].push(record);
        throw new DnsError(
          'dns-rdata-short',
          `The record at offset ${start} claims ${length} bytes of data; the message has ${bytes.length - rdataAt} more.`,
          rdataAt - 2,
        );
      }
      this.#end = end;
      record.check();
      if (record.problem) this.#note(record.problem);
      if (update) this.#checkUpdate(section, record, length);
      if (record.type === TYPES.OPT) this.#takeOpt(section, record);
      else if (record.type === TYPES.TSIG) this.#checkTsig(section, record, left);
      this[section].push(record);
    }
  }

  #checkZone(): void {
    const bare = this.response && u16(this.bytes, 6) + u16(this.bytes, 8) + u16(this.bytes, 10) === 0;
    const why = zoneProblem(this.questions, bare);
    if (why) this.#note({ code: 'dns-update', message: `The update ${why}.`, offset: COUNT_AT.questions });
  }

  #checkUpdate(section: Section, { type, class: recordClass, ttl, start }: DecodedRecord, length: number): void {
    const why = updateProblem(section, { type, class: recordClass, ttl, length }, this.questions[0]?.class ?? CLASS.IN);
    if (why) this.#note({ code: 'dns-update', message: `The record at offset ${start} ${why}.`, offset: start });
  }

  /** The start of the next question or record. Throws if the bytes end before the number that the header claims. */
  #startOf(section: Section, left: number): number {
    if (this.#end < this.bytes.length) return this.#end;
    const claimed = this.#count(section);
    throw new DnsError(
      'dns-count',
      `The header claims ${claimed} ${SECTION_WORDS[section]}; the message ends after ${claimed - left}.`,
      COUNT_AT[section],
    );
  }

  #takeOpt(section: Section, record: DecodedRecord): void {
    const why = this.#opt
      ? 'is the second; there may be one'
      : section !== 'additionals'
        ? 'stands outside the additional section'
        : this.bytes[record.start] !== 0
          ? 'has another name than the root'
          : undefined;
    if (why)
      this.#note({
        code: 'dns-opt',
        message: `The OPT record at offset ${record.start} ${why}.`,
        offset: record.start,
      });
    else this.#opt = record;
  }

  #checkTsig(section: Section, record: DecodedRecord, left: number): void {
    if (section === 'additionals' && left === 1 && record.class === CLASS.ANY) return;
    this.#note({
      code: 'dns-tsig',
      message: `The TSIG record at offset ${record.start} is not the last of the message, or not of the class ANY.`,
      offset: record.start,
    });
  }

  #checkEnd(): void {
    const trailing = this.bytes.length - this.#end;
    if (trailing > 0)
      throw new DnsError(
        'dns-trailing',
        `${trailing} bytes follow the last record, at offset ${this.#end}.`,
        this.#end,
      );
  }
}

const COUNT_AT: Readonly<Record<Section, number>> = { questions: 4, answers: 6, authorities: 8, additionals: 10 };

const SECTION_WORDS: Readonly<Record<Section, string>> = {
  questions: 'questions',
  answers: 'answers',
  authorities: 'authority records',
  additionals: 'additional records',
};

function cut(what: string, start: number, length: number): DnsError {
  return new DnsError('dns-short', `The message ends inside the ${what} that begins at offset ${start}.`, length);
}
