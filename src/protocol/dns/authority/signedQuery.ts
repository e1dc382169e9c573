import { CLASS } from '../codes.ts';
import { isRecord, type DecodedMessage, type DecodedRecord, type DnsRecord } from '../message.ts';
import { TYPES } from '../typeCodes.ts';

/** The error of a TSIG record whose key the server does not have (RFC 8945, section 3). */
const BADKEY = 17;
/** The TSIG record of a query that asks for a signed answer. */
export function signatureOf(query: DecodedMessage): DecodedRecord | undefined {
  const last = query.additionals.at(-1);
  return last?.type === TYPES.TSIG ? last : undefined;
}

/**
 * The TSIG record of the answer to a query signed with an unknown key; all keys are unknown here. It has the key's
 * name, the algorithm and the times of the query, no signature, and BADKEY (RFC 8945, section 5.2.1). Undefined for
 * data that is not a TSIG record.
 */
export function unknownKey(tsig: DecodedRecord, id: number): DnsRecord | undefined {
  if (tsig.problem !== undefined || !isRecord(tsig, 'TSIG')) return undefined;
  const none = new Uint8Array(0);
  const data = { ...tsig.data, mac: none, originalId: id, error: BADKEY, other: none };
  return { name: tsig.name, type: TYPES.TSIG, class: CLASS.ANY, ttl: 0, data };
}
