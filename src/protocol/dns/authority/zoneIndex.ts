import { isRecord, type DnsRecord } from '../message.ts';
import { isWithin, nameKey, type Name } from '../name.ts';
import { TYPES } from '../typeCodes.ts';
import type { Denial } from './denial.ts';
import { hashedDenial } from './hashedDenial.ts';
import { plainDenial } from './plainDenial.ts';

/** The records of a zone at one name. A name without records is listed too if there are names below it. */
export interface ZoneNode {
  readonly name: Name;
  /** By type; the records of a set in the order of the file. */
  readonly sets: ReadonlyMap<number, readonly DnsRecord[]>;
}

/** A zone by name, for the look-ups of an authoritative server (RFC 1034, section 4.3.2). */
export interface ZoneIndex {
  readonly origin: Name;
  readonly soa: DnsRecord<{ minimum: number; serial: number }>;
  /** By `nameKey`. */
  readonly nodes: ReadonlyMap<string, ZoneNode>;
  /** All records, SOA first, by name and type: the content of a transfer between its two SOA records. */
  readonly records: readonly DnsRecord[];
  /** How a signed zone proves that something does not exist; undefined if it has no records for that. */
  readonly denial: Denial | undefined;
}

/** Sorts a zone's records by name. Undefined if the zone has no SOA record: it cannot be served. */
export function indexZone(origin: Name, records: readonly DnsRecord[]): ZoneIndex | undefined {
  const soa = records.find((record) => isRecord(record, 'SOA'));
  if (soa === undefined) return undefined;
  const nodes = new Map<string, { name: Name; sets: Map<number, DnsRecord[]> }>();
  const nodeOf = (name: Name) => {
    const key = nameKey(name);
    let node = nodes.get(key);
    if (node === undefined) nodes.set(key, (node = { name, sets: new Map<number, DnsRecord[]>() }));
    return node;
  };
  const hashed: DnsRecord[] = [];
  for (const record of records) {
    if (!isWithin(record.name, origin)) continue;
    // Their names are hashes, which nobody may ask for (RFC 5155, section 7.2.8).
    if (isHashed(record)) {
      hashed.push(record);
      continue;
    }
    const { sets } = nodeOf(record.name);
    const set = sets.get(record.type);
    if (set === undefined) sets.set(record.type, [record]);
    // The records of a set have one TTL (RFC 2181, section 5.2): the first one's. A signature has the TTL of the set
    // that it covers.
    else set.push(record.ttl === set[0]!.ttl || record.type === TYPES.RRSIG ? record : { ...record, ttl: set[0]!.ttl });
    // A name above an existing name exists too, even without records (RFC 4592, section 2.2.2).
    for (let up = record.name.slice(1); up.length > origin.length; up = up.slice(1)) nodeOf(up);
  }
  nodeOf(origin);
  const rest = [...nodes.values()].flatMap((node) => [...node.sets.values()].flat());
  const all = [soa, ...rest.filter(({ type }) => type !== TYPES.SOA), ...hashed];
  return { origin, soa, nodes, records: all, denial: denialOf(nodes, hashed, origin) };
}

function isHashed(record: DnsRecord): boolean {
  return record.type === TYPES.NSEC3 || (isRecord(record, 'RRSIG') && record.data.typeCovered === TYPES.NSEC3);
}

function denialOf(
  nodes: ReadonlyMap<string, ZoneNode>,
  hashed: readonly DnsRecord[],
  origin: Name,
): Denial | undefined {
  const top = nodes.get(nameKey(origin))!.sets;
  return plainDenial(nodes, origin) ?? hashedDenial(top.get(TYPES.NSEC3PARAM), hashed, origin);
}
