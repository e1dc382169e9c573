import { randomBytes } from 'node:crypto';
import { encodeMessage } from '../../protocol/dns/encode.ts';
import { CLASS } from '../../protocol/dns/codes.ts';
import { ednsRecord, type DnsRecord } from '../../protocol/dns/message.ts';
import { ROOT, type Name } from '../../protocol/dns/name.ts';
import { TYPES } from '../../protocol/dns/typeCodes.ts';
import { WirebenchError } from '../../base/errors.ts';
import type { DnsQuerySpec } from './exchange.ts';

const defaultUdpSize = 1232;

/** A question, ready to be encoded. */
export interface Question {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
}

/** A query with its own ID, and with the name in random case unless that is off (draft-vixie-dnsext-dns0x20). */
export function encodeQuery(
  question: Question,
  spec: Omit<DnsQuerySpec, 'name'>,
  id: number,
  edns: number | false,
): Uint8Array {
  return encodeMessage({
    id,
    recursionDesired: spec.recursion ?? true,
    authenticData: spec.authenticData ?? false,
    checkingDisabled: spec.checkingDisabled ?? false,
    questions: [spec.caseRandom === false ? question : withRandomCase(question)],
    authorities: question.type === TYPES.IXFR ? [knownZone(question, spec.serial ?? 0)] : [],
    additionals: edns === false ? [] : [ednsRecord({ udpSize: edns, dnssecOk: spec.dnssec ?? false })],
  });
}

/**
 * The start of an incremental transfer: the SOA record of the client's zone, of which only the serial counts (RFC 1995,
 * section 3).
 */
function knownZone({ name }: Question, serial: number): DnsRecord {
  const data = { mname: ROOT, rname: ROOT, serial, refresh: 0, retry: 0, expire: 0, minimum: 0 };
  return { name, type: TYPES.SOA, class: CLASS.IN, ttl: 0, data };
}

/** A forger has to guess ID and case (RFC 5452). They come from the system's generator, many at a time. */
let pool = Buffer.alloc(0);
let used = 0;

function random(count: number): Uint8Array {
  if (used + count > pool.length) {
    pool = randomBytes(4096);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

export function randomId(): number {
  const [high, low] = random(2);
  return (high! << 8) | low!;
}

function withRandomCase({ name, type, class: classCode }: Question): Question {
  return { name: inRandomCase(name), type, class: classCode };
}

function inRandomCase(name: Name): Name {
  return name.map((label) => {
    const bits = random((label.length + 7) >> 3);
    const changed = new Uint8Array(label.length);
    for (let i = 0; i < label.length; i++) {
      const byte = label[i]!;
      const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
      changed[i] = isLetter && ((bits[i >> 3]! >> (i & 7)) & 1) === 1 ? byte ^ 0x20 : byte;
    }
    return changed;
  });
}

/** Throws WirebenchError `bad-edns-size`. */
export function ednsSize(spec: Omit<DnsQuerySpec, 'name'>): number | false {
  const size = spec.edns ?? defaultUdpSize;
  if (size === false) {
    if (spec.dnssec === true) {
      throw new WirebenchError({
        code: 'bad-edns-size',
        message: 'Signatures (DO) are asked for in EDNS, which is turned off.',
      });
    }
    return false;
  }
  if (Number.isInteger(size) && size >= 512 && size <= 65_535) return size;
  throw new WirebenchError({
    code: 'bad-edns-size',
    message: `The EDNS size ${size} is out of range: it can be 512 to 65535 bytes.`,
  });
}
