import { formatBytes } from '../../base/quantities.ts';
import { WirebenchError } from '../../base/errors.ts';
import { decodeMessage } from '../../protocol/dns/decode.ts';
import { rcodeName } from '../../protocol/dns/codes.ts';
import type { DnsRecord } from '../../protocol/dns/message.ts';
import { isRecord } from '../../protocol/dns/message.ts';
import { displayName } from '../../protocol/dns/name.ts';
import { TYPES } from '../../protocol/dns/typeCodes.ts';
import type { Question } from './question.ts';

const mostBytes = 256 * 2 ** 20;
const mostMessages = 200_000;

/**
 * Detects the end of a transfer: the repetition of its first SOA record (RFC 5936, section 2.2; RFC 1995, section 4).
 */
export class TransferEnd {
  readonly #question: Question;
  readonly #known: number;
  #serial: number | undefined;
  #records = 0;
  #soas = 0;
  #bytes = 0;
  #messages = 0;
  /** An incremental transfer: its second record is an SOA, and its parts begin with one. */
  #incremental = false;

  /** `known`: the serial from which an incremental transfer starts. */
  constructor(question: Question, known = 0) {
    this.#question = question;
    this.#known = known;
  }

  /** Takes the next message; false: it was the last. Throws `dns-transfer`. */
  more(bytes: Uint8Array): boolean {
    const message = decodeMessage(bytes);
    this.#bytes += bytes.length;
    if (++this.#messages > mostMessages || this.#bytes > mostBytes)
      throw this.#wrong(`it is larger than ${formatBytes(mostBytes)}`);
    // An error status ends it: the caller reads it in the message.
    if (message.rcode !== 0) {
      if (this.#records > 0) throw this.#wrong(`the server ended it with ${rcodeName(message.rcode)}`);
      return false;
    }
    if (message.problem !== undefined) throw this.#wrong(message.problem.message);
    if (this.#records === 0 && message.answers.length === 0) return false;
    for (const record of message.answers) if (!this.#next(record)) return false;
    return true;
  }

  #next(record: DnsRecord): boolean {
    const index = this.#records++;
    const serial = isRecord(record, 'SOA') ? record.data.serial : undefined;
    if (index === 0) {
      if (serial === undefined) throw this.#wrong('it does not begin with an SOA record');
      this.#serial = serial;
      // The client is up to date: that record is the whole answer (RFC 1995, section 2; serials compare as in RFC
      // 1982).
      return this.#question.type !== TYPES.IXFR || (serial - this.#known) >> 0 > 0;
    }
    if (serial === undefined) return true;
    if (index === 1 && this.#question.type === TYPES.IXFR && serial !== this.#serial) this.#incremental = true;
    this.#soas++;
    if (!this.#incremental) return false;
    // Differences come in pairs of SOA records, deleted and added; the final one stands alone (RFC 1995, section 4).
    return !(serial === this.#serial && this.#soas % 2 === 1 && this.#soas > 1);
  }

  #wrong(what: string): WirebenchError {
    return new WirebenchError({
      code: 'dns-transfer',
      message: `The transfer of ${displayName(this.#question.name)} is not valid: ${what}.`,
    });
  }
}
