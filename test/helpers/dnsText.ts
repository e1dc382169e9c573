// Records and zones as text, and whole messages or none: what tests write and compare.
import { className, CLASS } from '../../src/protocol/dns/codes.ts';
import { decodeMessage } from '../../src/protocol/dns/decode.ts';
import { encodeRdata } from '../../src/protocol/dns/encode.ts';
import { DnsError } from '../../src/protocol/dns/error.ts';
import type { DecodedMessage, DnsRecord, RecordData } from '../../src/protocol/dns/message.ts';
import {
  compareNames,
  displayName,
  formatName,
  isWithin,
  ROOT,
  sameName,
  type Name,
} from '../../src/protocol/dns/name.ts';
import { formatRdata, readRdata } from '../../src/protocol/dns/recordText.ts';
import { tokenize, Tokens } from '../../src/protocol/dns/tokens.ts';
import { typeName, TYPES } from '../../src/protocol/dns/typeCodes.ts';
import { formatHex } from '../../src/protocol/text/hex.ts';

/** Throws DnsError for the first problem of a message. */
export function decodeStrict(bytes: Uint8Array): DecodedMessage {
  const message = decodeMessage(bytes);
  const { problem } = message;
  if (problem) throw new DnsError(problem.code, problem.message, problem.offset);
  return message;
}

/** Data from master-file text. Throws DnsError with the offset and the length of the first fault. */
export function parseRdata(
  type: number,
  text: string,
  origin: Name = ROOT,
  recordClass: number = CLASS.IN,
): RecordData {
  return readRdata(type, recordClass, new Tokens(tokenize(text), origin));
}

/** The text that any record's data has, whatever its type (RFC 3597, section 5). */
export function genericRdata(record: Pick<DnsRecord, 'type' | 'class' | 'data'>): string {
  const rdata = encodeRdata(record);
  return `\\# ${rdata.length} ${formatHex(rdata)}`.trimEnd();
}

/** `www.wirebench.test. 300 IN A 192.0.2.1`. */
export function formatRecord(record: DnsRecord): string {
  return `${formatName(record.name)} ${record.ttl} ${className(record.class)} ${typeName(record.type)} ${formatRdata(record)}`.trimEnd();
}

/** Relative to the origin if the name is inside of it: `@` for the origin itself. */
export function relativeName(name: Name, origin: Name): string {
  if (!isWithin(name, origin) || origin.length === 0) return formatName(name);
  return name.length === origin.length ? '@' : displayName(name.slice(0, name.length - origin.length));
}

/** A zone as a master file: SOA first, then by owner in canonical order; the most frequent TTL as $TTL. */
export function formatZone(records: readonly DnsRecord[], origin: Name): string {
  const ttl = mostFrequentTtl(records);
  const sorted = [...records].sort(
    (a, b) => rank(a, origin) - rank(b, origin) || compareNames(a.name, b.name) || a.type - b.type,
  );
  const owners = sorted.map((record, i) => {
    const before = sorted[i - 1];
    return before && formatName(before.name) === formatName(record.name) ? '' : relativeName(record.name, origin);
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
