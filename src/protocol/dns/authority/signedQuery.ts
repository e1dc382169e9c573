import { CLASS } from '../codes.ts';
import type { DecodedMessage, DecodedRecord, DnsRecord } from '../message.ts';
import { TYPES } from '../typeCodes.ts';

/** The error of a TSIG record: the key is none that the server has (RFC 8945, section 3). */
const BADKEY = 17;
/** Of the time at which it was signed, and how much clocks may differ. */
const TIMES = 8;

/** The TSIG record of a query, with which it asks for a signed answer. */
export function signatureOf(query: DecodedMessage): DecodedRecord | undefined {
  const last = query.additionals.at(-1);
  return last?.type === TYPES.TSIG ? last : undefined;
}

/**
 * The TSIG record of the answer to who signs with a key that we do not have, as we have none: the key's name, the algorithm
 * and the times as they came, no signature, and BADKEY (RFC 8945, section 5.2.1). Undefined for what is no TSIG record.
 */
export function unknownKey(tsig: DecodedRecord, id: number): DnsRecord | undefined {
  const { rdata } = tsig;
  let at = 0;
  while (at < rdata.length && rdata[at]! > 0 && rdata[at]! < 64) at += rdata[at]! + 1;
  if (rdata[at] !== 0) return undefined;
  const head = rdata.slice(0, at + 1 + TIMES);
  const size = (rdata[head.length]! << 8) | rdata[head.length + 1]!;
  const otherAt = head.length + 2 + size + 4;
  if (rdata.length < otherAt + 2) return undefined;
  if (rdata.length !== otherAt + 2 + ((rdata[otherAt]! << 8) | rdata[otherAt + 1]!)) return undefined;
  // No signature, the query's ID, the error, no other data.
  const data = Uint8Array.of(...head, 0, 0, id >> 8, id & 0xff, 0, BADKEY, 0, 0);
  return { name: tsig.name, type: TYPES.TSIG, class: CLASS.ANY, ttl: 0, data: { data } };
}
