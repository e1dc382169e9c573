import { answerQuery, zoneOf } from '../../protocol/dns/authority/answer.ts';
import { signatureOf } from '../../protocol/dns/authority/signedQuery.ts';
import type { ZoneIndex } from '../../protocol/dns/authority/zoneIndex.ts';
import { CLASS, OPCODE, RCODE } from '../../protocol/dns/codes.ts';
import { decodeMessage } from '../../protocol/dns/decode.ts';
import { encodeMessage } from '../../protocol/dns/encode.ts';
import { DnsError } from '../../protocol/dns/error.ts';
import {
  ednsRecord,
  isRecord,
  type DecodedMessage,
  type DnsRecord,
  type MessageParts,
} from '../../protocol/dns/message.ts';
import { sameName } from '../../protocol/dns/name.ts';
import { TYPES } from '../../protocol/dns/typeCodes.ts';
import { HEADER_LENGTH } from '../../protocol/dns/wire.ts';
import { faultsFor, type Fault } from './faults.ts';
import { ReadyAnswers } from './readyAnswers.ts';

/** The largest answer without EDNS (RFC 1035, section 4.2.1). */
const plainUdpSize = 512;
/** The largest UDP message that the server accepts and sends: no fragments on today's networks (DNS flag day 2020). */
const largestUdp = 1232;
/** The approximate bytes of records in one message of a transfer. */
const transferMessage = 16_384;
const largestMessage = 65_535;

export type Via = 'udp' | 'tcp';

/** Messages to send in order, and the delay in milliseconds. No messages: no answer. */
export interface Response {
  readonly messages: readonly Uint8Array[];
  readonly delay: number;
}

const nothing: Response = { messages: [], delay: 0 };

/** Turns queries into answers, bytes to bytes. Its data is read-only until the zones are replaced. */
export class Responder {
  #zones: readonly ZoneIndex[];
  readonly #faults: readonly Fault[];
  /** A repeated question gets the same answer until the zones change. */
  readonly #ready = new ReadyAnswers();

  constructor(zones: readonly ZoneIndex[], faults: readonly Fault[] = []) {
    this.#zones = zones;
    this.#faults = faults;
  }

  get zones(): readonly ZoneIndex[] {
    return this.#zones;
  }

  replaceZones(zones: readonly ZoneIndex[]): void {
    this.#zones = zones;
    this.#ready.clear();
  }

  /** The answer to a plain query over UDP that was asked before, in a new buffer. */
  quick(query: Uint8Array): Uint8Array | undefined {
    return this.#ready.answerTo(query);
  }

  /** `transfer`: whether this client may receive whole zones. */
  respond(query: Uint8Array, via: Via, transfer: boolean): Response {
    // Without a complete header, there is no ID for an answer.
    if (query.length < HEADER_LENGTH) return nothing;
    const message = decodeMessage(query);
    if (message.response) return nothing;
    const faults = this.#faults.length === 0 ? this.#faults : faultsFor(this.#faults, message.questions[0]?.name);
    if (faults.length > 0) return this.#withFaults(message, via, transfer, faults);
    const messages = this.#messages(message, via, transfer);
    const only = messages[0];
    // Not kept: answers that only some clients may get, and answers that repeat the ID of the query elsewhere.
    const forAll = message.questions[0]?.type !== TYPES.IXFR && signatureOf(message) === undefined;
    const mayKeep = via === 'udp' && message.problem === undefined && forAll;
    if (mayKeep && only !== undefined && only[5] === 1) this.#ready.keep(query, only);
    return { messages, delay: 0 };
  }

  #messages(query: DecodedMessage, via: Via, transfer: boolean): Uint8Array[] {
    const question = query.questions[0];
    if (isPlain(query) && question !== undefined) {
      if (question.type === TYPES.IXFR && !query.authorities.some((record) => isRecord(record, 'SOA')))
        return [encoded({ ...responseTo(query), rcode: RCODE.FORMERR }, largestMessage)];
      if (via === 'tcp' && (question.type === TYPES.AXFR || question.type === TYPES.IXFR))
        return this.#transfer(query, transfer);
      if (question.type === TYPES.IXFR) return this.#newest(query, transfer);
    }
    const answer = answerQuery(this.#zones, query, { udpSize: largestUdp });
    if (answer === undefined) return [];
    return [encoded(answer.message, sizeFor(query, via), answer.glue)];
  }

  /** A whole zone between its SOA records, in as many messages as it takes (RFC 5936, section 2.2). */
  #transfer(query: DecodedMessage, allowed: boolean): Uint8Array[] {
    const [question] = query.questions;
    const zone = zoneOf(this.#zones, question!.name);
    const base = responseTo(query);
    if (!allowed) return [encoded({ ...base, rcode: RCODE.REFUSED }, largestMessage)];
    if (zone === undefined || !sameName(zone.origin, question!.name))
      return [encoded({ ...base, rcode: RCODE.NOTAUTH }, largestMessage)];
    const known = query.authorities.find((record) => isRecord(record, 'SOA'));
    const isCurrent =
      question!.type === TYPES.IXFR &&
      known !== undefined &&
      isRecord(known, 'SOA') &&
      known.data.serial === zone.soa.data.serial;
    // No earlier versions are kept: a client with another version gets the whole zone (RFC 1995, section 4).
    const records = isCurrent ? [zone.soa] : [...zone.records, zone.records[0]!];
    return batches(records).map((answers, index) =>
      encoded({ ...base, ...(index === 0 ? {} : later), authoritative: true, answers }, largestMessage),
    );
  }

  /**
   * An incremental transfer over UDP: only the zone's serial. A client that wants more uses TCP (RFC 1995, section 2).
   */
  #newest(query: DecodedMessage, allowed: boolean): Uint8Array[] {
    return this.#transfer(query, allowed)
      .slice(0, 1)
      .map((bytes) => {
        const { rcode, authoritative, answers } = decodeMessage(bytes);
        return encoded({ ...responseTo(query), rcode, authoritative, answers: answers.slice(0, 1) }, plainUdpSize);
      });
  }

  #withFaults(query: DecodedMessage, via: Via, transfer: boolean, faults: readonly Fault[]): Response {
    const has = (kind: Fault['kind']) => faults.some((fault) => fault.kind === kind);
    if (has('silent')) return nothing;
    const delay = faults.reduce((sum, fault) => sum + fault.delay, 0);
    const status = has('servfail') ? RCODE.SERVFAIL : has('refused') ? RCODE.REFUSED : undefined;
    const base = responseTo(query);
    let messages: Uint8Array[];
    if (status !== undefined) messages = [encoded({ ...base, rcode: status }, largestMessage)];
    else if (has('truncated') && via === 'udp')
      messages = [encoded({ ...base, authoritative: true, truncated: true }, largestMessage)];
    else messages = this.#messages(query, via, transfer);
    if (has('ttl-0')) messages = messages.map(withoutTtl);
    // All bits inverted, so that it differs from every ID.
    if (has('wrong-id')) for (const message of messages) message[0]! ^= 0xff;
    return { messages, delay };
  }
}

/** A valid unsigned query of today's DNS, without EDNS or with a supported version. */
function isPlain(query: DecodedMessage): boolean {
  const { problem, opcode, questions, edns } = query;
  if (signatureOf(query) !== undefined) return false;
  const isQuery = problem === undefined && opcode === OPCODE.QUERY && questions.length === 1;
  return isQuery && questions[0]!.class === CLASS.IN && (edns?.version ?? 0) === 0;
}

/** The parts of its query that every response repeats, with EDNS if the query has it (RFC 6891, section 6.1.1). */
function responseTo(query: DecodedMessage): MessageParts {
  const { id, recursionDesired, questions, edns } = query;
  return {
    ...{ id, response: true, recursionDesired, questions },
    additionals: edns === undefined ? [] : [ednsRecord({ udpSize: largestUdp, dnssecOk: edns.dnssecOk })],
  };
}

/** Only the first message of a transfer has the question and EDNS (RFC 5936, sections 2.2.1 and 2.2.5). */
const later: MessageParts = { questions: [], additionals: [] };

function sizeFor(query: DecodedMessage, via: Via): number {
  if (via === 'tcp') return largestMessage;
  return query.edns === undefined ? plainUdpSize : Math.min(largestUdp, Math.max(plainUdpSize, query.edns.udpSize));
}

function encoded(message: MessageParts, maxSize: number, glue = false): Uint8Array {
  try {
    return encodeMessage(message, { maxSize, glue });
  } catch (error) {
    // A query may ask for an answer that does not fit into any message. The client gets SERVFAIL.
    if (!(error instanceof DnsError)) throw error;
    return encodeMessage({
      id: message.id ?? 0,
      response: true,
      rcode: RCODE.SERVFAIL,
      questions: message.questions ?? [],
    });
  }
}

/** Records in lists whose messages are not much larger than `transferMessage`. */
function batches(records: readonly DnsRecord[]): DnsRecord[][] {
  const result: DnsRecord[][] = [];
  let list: DnsRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = encodeMessage({ answers: [record] }).length - HEADER_LENGTH;
    if (list.length > 0 && bytes + size > transferMessage) {
      result.push(list);
      list = [];
      bytes = 0;
    }
    list.push(record);
    bytes += size;
  }
  if (list.length > 0) result.push(list);
  return result;
}

function withoutTtl(bytes: Uint8Array): Uint8Array {
  const message = decodeMessage(bytes);
  const copy = bytes.slice();
  for (const record of [...message.answers, ...message.authorities, ...message.additionals]) {
    const range = record.ranges['ttl'];
    if (record.type !== TYPES.OPT && range !== undefined) copy.fill(0, range.start, range.end);
  }
  return copy;
}
