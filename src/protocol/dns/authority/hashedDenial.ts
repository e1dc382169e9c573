import { sameBytes } from '../../../base/sameBytes.ts';
import { formatBase32 } from '../kinds/binary.ts';
import { isRecord, type DnsRecord } from '../message.ts';
import { nameKey, type Name } from '../name.ts';
import { TYPES } from '../typeCodes.ts';
import { ASTERISK, Chain, signaturesOf, type Denial, type Link } from './denial.ts';
import { sha1 } from './sha1.ts';

/** The only defined hash algorithm (RFC 5155, section 11). */
const SHA1 = 1;
/** The maximum of any zone (RFC 5155, section 10.3). With more iterations, a question would take too long. */
const MAX_ITERATIONS = 2500;

interface Hashing {
  readonly iterations: number;
  readonly salt: Uint8Array;
}

/**
 * The proofs of a zone with NSEC3 records (RFC 5155, section 7.2). `hashed`: these records and their signatures.
 * Undefined if the records at its top do not give the parameters of the hash.
 */
export function hashedDenial(
  top: readonly DnsRecord[] | undefined,
  hashed: readonly DnsRecord[],
  origin: Name,
): Denial | undefined {
  const hashing = top?.map(hashingOf).find((one) => one !== undefined);
  if (hashing === undefined) return undefined;
  const chain = chainOf(hashing, hashed);
  if (chain === undefined) return undefined;
  const keyOf = (name: Name) => hashName(name, hashing);
  const around = (name: Name) => chain.around(keyOf(name));

  /** Proves that the closest enclosing name exists, and that the next closer name does not. */
  const enclosed = (name: Name, encloser: Name) => {
    // In a zone with opt-out, names that exist only for unsigned delegations have no record.
    for (let { length } = encloser; length >= origin.length; length--) {
      const nearest = name.slice(name.length - length);
      const exists = chain.at(keyOf(nearest));
      if (exists !== undefined) return { nearest, proof: [...exists, ...around(name.slice(name.length - length - 1))] };
    }
    return { nearest: origin, proof: [] };
  };
  return {
    noType: (name) => chain.at(keyOf(name)) ?? enclosed(name, name.slice(1)).proof,
    noName(name, encloser) {
      const { nearest, proof } = enclosed(name, encloser);
      return [...proof, ...around([ASTERISK, ...nearest])];
    },
    expanded: (name, encloser) => around(name.slice(name.length - encloser.length - 1)),
    expandedNoType: (name, encloser) => [...enclosed(name, encloser).proof, ...around([ASTERISK, ...encloser])],
  };
}

function hashingOf(record: DnsRecord): Hashing | undefined {
  if (!isRecord(record, 'NSEC3PARAM')) return undefined;
  const { hashAlgorithm, flags, iterations, salt } = record.data;
  return hashAlgorithm === SHA1 && flags === 0 && iterations <= MAX_ITERATIONS ? { iterations, salt } : undefined;
}

/** The NSEC3 records of the zone with these hash parameters. During a change there may be others. */
function chainOf({ iterations, salt }: Hashing, hashed: readonly DnsRecord[]): Chain<string> | undefined {
  const byName = new Map<string, DnsRecord[]>();
  for (const record of hashed) {
    const key = labelOf(record.name);
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [record]);
    else known.push(record);
  }
  const links: Link<string>[] = [];
  for (const [key, records] of byName) {
    const own = records.find(
      (record) =>
        isRecord(record, 'NSEC3') && record.data.iterations === iterations && sameBytes(record.data.salt, salt),
    );
    if (own !== undefined) links.push({ key, proof: [own, ...signaturesOf(records, TYPES.NSEC3)] });
  }
  return links.length === 0 ? undefined : new Chain(links, (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The first label, in lower case. */
function labelOf([label]: Name): string {
  return String.fromCharCode(...(label ?? [])).toLowerCase();
}

/** RFC 5155, section 5, in Base 32, whose order is that of the bytes. */
export function hashName(name: Name, { iterations, salt }: Hashing): string {
  const key = nameKey(name);
  const wire = new Uint8Array(key.length + 1);
  for (let i = 0; i < key.length; i++) wire[i] = key.charCodeAt(i);
  let hash = wire;
  for (let i = 0; i <= iterations; i++) hash = sha1(Uint8Array.of(...hash, ...salt));
  return formatBase32(hash).toLowerCase();
}
