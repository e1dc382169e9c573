import { CLASS } from '../codes.ts';
import { isRecord, type DecodedMessage, type DecodedRecord, type DnsRecord } from '../message.ts';
import { TYPES } from '../typeCodes.ts';

/** The error of a TSIG record: the key is none that the server has (RFC 8945, section 3). */
const BADKEY = 17;
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
  if (tsig.problem !== undefined || !isRecord(tsig, 'TSIG')) return undefined;
  const none = new Uint8Array(0);
  const data = { ...tsig.data, mac: none, originalId: id, error: BADKEY, other: none };
  return { name: tsig.name, type: TYPES.TSIG, class: CLASS.ANY, ttl: 0, data };
}
