import { className, CLASS } from '../codes.ts';
import type { DnsRecord } from '../message.ts';
import { compareNames, formatName, identicalNames, relativeName, sameName, type Name } from '../name.ts';
import { formatRdata } from '../recordText.ts';
import { TYPES, typeName } from '../typeCodes.ts';

/** A zone as a master file: SOA first, then by owner in canonical order, with the most frequent TTL as $TTL. */
export function formatZone(records: readonly DnsRecord[], origin: Name): string {
  const ttl = mostFrequentTtl(records);
  const sorted = [...records].sort(
    (a, b) => rank(a, origin) - rank(b, origin) || compareNames(a.name, b.name) || a.type - b.type,
  );
  const owners = sorted.map((record, i) => {
    const before = sorted[i - 1];
    return before && identicalNames(before.name, record.name) ? '' : relativeName(record.name, origin);
  });
  const width = Math.min(24, Math.max(0, ...owners.map((owner) => owner.length)));
  const lines = sorted.map((record, i) => {
    const own = record.ttl === ttl ? '' : `${record.ttl} `;
    const head = `${owners[i]!.padEnd(width)} ${own}${className(record.class)} ${typeName(record.type)}`;
    return `${head} ${formatRdata(record)}`.trimEnd();
  });
  return [`$ORIGIN ${formatName(origin)}`, ...(ttl === undefined ? [] : [`$TTL ${ttl}`]), ...lines, ''].join('\n');
}

function rank(record: DnsRecord, origin: Name): number {
  if (record.type === TYPES.SOA && record.class !== CLASS.ANY && sameName(record.name, origin)) return 0;
  return sameName(record.name, origin) ? 1 : 2;
}

function mostFrequentTtl(records: readonly DnsRecord[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { ttl } of records) counts.set(ttl, (counts.get(ttl) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
