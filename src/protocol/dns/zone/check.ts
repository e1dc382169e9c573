import { encodeRdata, foldedRecord } from '../encode.ts';
import { isRecord } from '../message.ts';
import { displayName, isWithin, nameKey, parentName, type Name } from '../name.ts';
import { TYPES, typeName } from '../typeCodes.ts';
import type { ZoneCode, ZoneProblem } from './problem.ts';
import type { ZoneRecord } from './record.ts';

type Report = (severity: 'error' | 'warning', code: ZoneCode, record: ZoneRecord, message: string) => void;

/** Types that may exist beside a CNAME (RFC 2181, section 10.1; RFC 4034). */
const BESIDE_CNAME: ReadonlySet<number> = new Set([TYPES.CNAME, TYPES.RRSIG, TYPES.NSEC, TYPES.KEY]);

/** The records of a zone by owner, then by type. */
type Owners = ReadonlyMap<string, ReadonlyMap<number, readonly ZoneRecord[]>>;

/**
 * Checks a zone as a whole. Returns repeated records once, and each set with the TTL of its first record. `around`: the
 * origin that completed the first names of the file.
 */
export function checkZone(
  records: readonly ZoneRecord[],
  origin: Name,
  around: Name,
): { records: ZoneRecord[]; problems: ZoneProblem[] } {
  const problems: ZoneProblem[] = [];
  const report: Report = (severity, code, { file, line, column, endColumn }, message) =>
    problems.push({ severity, code, message, file, line, column, endColumn });
  const all = byOwner(records);
  const unique = withOneTtl(withoutDuplicates(records, all, report), all, report);
  const owners = unique.length === records.length ? all : byOwner(unique);
  checkApex(unique, owners, origin, around, problems, report);
  for (const record of unique) checkPlace(record, owners, origin, report);
  for (const types of owners.values()) checkOwner(types, report);
  return { records: unique, problems };
}

/** Only records with the same owner and type can be equal. */
function withoutDuplicates(records: readonly ZoneRecord[], owners: Owners, report: Report): ZoneRecord[] {
  const again = new Set<ZoneRecord>();
  for (const types of owners.values()) {
    for (const set of types.values()) {
      if (set.length === 1) continue;
      const seen = new Set<string>();
      for (const record of set)
        if (seen.size === seen.add(encodeRdata(foldedRecord(record)).join()).size) again.add(record);
    }
  }
  for (const record of again) {
    const message = `The same ${typeName(record.type)} record of ${displayName(record.name)} appears twice.`;
    report('warning', 'zone-duplicate', record, message);
  }
  return again.size === 0 ? [...records] : records.filter((record) => !again.has(record));
}

/**
 * RFC 2181, section 5.2: a set has one TTL, which is that of the first record, as in bind9. Signatures have the TTL of
 * the set that they cover.
 */
function withOneTtl(records: ZoneRecord[], owners: Owners, report: Report): ZoneRecord[] {
  const first = new Map<ZoneRecord, number>();
  for (const types of owners.values())
    for (const [type, set] of types)
      if (type !== TYPES.RRSIG)
        for (const record of set) if (record.ttl !== set[0]!.ttl) first.set(record, set[0]!.ttl);
  return first.size === 0
    ? records
    : records.map((record) => {
        const ttl = first.get(record);
        if (ttl === undefined) return record;
        const of = `${typeName(record.type)} records of ${displayName(record.name)}`;
        const message = `The ${of} have different TTLs (${ttl} and ${record.ttl}); a set has one TTL, and it is served with ${ttl}.`;
        report('warning', 'zone-ttl-differs', record, message);
        return { ...record, ttl };
      });
}

function byOwner(records: readonly ZoneRecord[]): Owners {
  const owners = new Map<string, Map<number, ZoneRecord[]>>();
  for (const record of records) {
    const key = nameKey(record.name);
    let types = owners.get(key);
    if (!types) owners.set(key, (types = new Map<number, ZoneRecord[]>()));
    const set = types.get(record.type);
    if (set) set.push(record);
    else types.set(record.type, [record]);
  }
  return owners;
}

function checkApex(
  records: readonly ZoneRecord[],
  owners: Owners,
  origin: Name,
  around: Name,
  problems: ZoneProblem[],
  report: Report,
): void {
  const soas = records.filter(({ type }) => type === TYPES.SOA);
  const top = { file: undefined, line: 1, column: 1, endColumn: 1 };
  if (soas.length === 0) {
    const message = `The zone ${displayName(origin)} has no SOA record, with which every zone begins.`;
    problems.push({ severity: 'error', code: 'zone-no-soa', message, ...top });
    return;
  }
  for (const soa of soas.slice(1))
    report('error', 'zone-two-soas', soa, 'This is a second SOA record; a zone has one.');
  if (!owners.get(nameKey(origin))?.has(TYPES.NS)) {
    report(
      'error',
      'zone-no-ns',
      soas[0]!,
      `The zone has no NS record at ${displayName(origin)}; it needs one at least.${dotHint(origin, around)}`,
    );
  }
}

/** A missing final dot gives a name that has the origin twice. */
function dotHint(name: Name, origin: Name): string {
  const twice = origin.length > 0 && isWithin(name, [...origin, ...origin]);
  if (!twice) return '';
  return ` Is a dot missing at the end of “${displayName(name.slice(0, name.length - origin.length))}”?`;
}

function checkPlace(record: ZoneRecord, owners: Owners, origin: Name, report: Report): void {
  const type = typeName(record.type);
  if (!isWithin(record.name, origin)) {
    report(
      'error',
      'zone-out-of-zone',
      record,
      `${displayName(record.name)} is not in the zone ${displayName(origin)}.`,
    );
    return;
  }
  checkTarget(record, owners, origin, report);
  for (let above = parentName(record.name); above.length >= origin.length; above = parentName(above)) {
    const types = owners.get(nameKey(above));
    if (types?.has(TYPES.DNAME))
      report('error', 'zone-dname', record, `${displayName(above)} has a DNAME record, so nothing may stand below it.`);
    const delegated = above.length > origin.length && types?.has(TYPES.NS) === true;
    const glue = record.type === TYPES.A || record.type === TYPES.AAAA;
    if (delegated && !glue) {
      report(
        'warning',
        'zone-occluded',
        record,
        `This ${type} record is hidden: ${displayName(above)} is delegated to other servers by its NS records.`,
      );
    }
    if (above.length === 0) return;
  }
}

/** A host in the zone that a record names should exist, and should not be an alias (RFC 2181, section 10.3). */
function checkTarget(record: ZoneRecord, owners: Owners, origin: Name, report: Report): void {
  const target = hostOf(record);
  if (!target || target.length === 0 || !isWithin(target, origin)) return;
  const types = owners.get(nameKey(target));
  const type = typeName(record.type);
  if (types?.has(TYPES.CNAME)) {
    report(
      'warning',
      'zone-target',
      record,
      `The ${type} record names ${displayName(target)}, which is an alias; it should name a host.`,
    );
    return;
  }
  const hasAddress = types?.has(TYPES.A) === true || types?.has(TYPES.AAAA) === true;
  const elsewhere = record.type !== TYPES.NS && isDelegated(target, owners, origin);
  if (hasAddress || elsewhere || isSynthesized(target, owners, origin)) return;
  report(
    'warning',
    'zone-target',
    record,
    `The ${type} record names ${displayName(target)}, which has no address in this zone.${dotHint(target, origin)}`,
  );
}

function hostOf(record: ZoneRecord): Name | undefined {
  if (isRecord(record, 'NS') || isRecord(record, 'SRV')) return record.data.target;
  return isRecord(record, 'MX') ? record.data.exchange : undefined;
}

/** In another zone, which has its addresses. The targets of NS records need theirs here, as glue. */
function isDelegated(name: Name, owners: Owners, origin: Name): boolean {
  for (let at = name; at.length > origin.length; at = parentName(at))
    if (owners.get(nameKey(at))?.has(TYPES.NS)) return true;
  return false;
}

function isSynthesized(name: Name, owners: Owners, origin: Name): boolean {
  const star = Uint8Array.of(0x2a);
  for (let at = parentName(name); at.length >= origin.length; at = parentName(at)) {
    if (owners.has(nameKey([star, ...at])) || owners.get(nameKey(at))?.has(TYPES.DNAME)) return true;
    if (at.length === 0) return false;
  }
  return false;
}

function checkOwner(types: ReadonlyMap<number, readonly ZoneRecord[]>, report: Report): void {
  const aliases = types.get(TYPES.CNAME);
  if (aliases) {
    for (const second of aliases.slice(1))
      report(
        'error',
        'zone-cname',
        second,
        `${displayName(second.name)} has two CNAME records; an alias has one target.`,
      );
    for (const [type, [first]] of types) {
      if (first && !BESIDE_CNAME.has(type)) {
        report(
          'error',
          'zone-cname',
          first,
          `${displayName(first.name)} has a CNAME record, so it can't have ${typeName(type)} records beside it.`,
        );
      }
    }
  }
  for (const second of types.get(TYPES.DNAME)?.slice(1) ?? [])
    report('error', 'zone-dname', second, `${displayName(second.name)} has two DNAME records.`);
}
