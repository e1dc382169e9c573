import { useEffect, useState } from 'preact/hooks';
import { className } from '../../protocol/dns/codes.ts';
import type { ByteRange, DecodedMessage, DecodedRecord, Section } from '../../protocol/dns/message.ts';
import { displayName } from '../../protocol/dns/name.ts';
import { formatRdata } from '../../protocol/dns/recordText.ts';
import { formatTtl } from '../../protocol/dns/ttl.ts';
import { recordType } from '../../protocol/dns/recordTypes.ts';
import { TYPES, typeName } from '../../protocol/dns/typeCodes.ts';
import { visible } from '../../protocol/text/visible.ts';
import { count } from '../../base/quantities.ts';
import type { NamesPage, ShownMessage } from './page.ts';

/** The maximum of records that are shown for a section. */
const mostRecords = 500;

const sections: readonly { readonly section: Exclude<Section, 'questions'>; readonly label: string; about: string }[] =
  [
    { section: 'answers', label: 'Answer', about: 'The requested records.' },
    { section: 'authorities', label: 'Authority', about: 'The name servers of the zone, or its SOA.' },
    { section: 'additionals', label: 'Additional', about: 'Records that the client is likely to need next.' },
  ];

/** The sections of an answer as tables. A cell highlights its bytes. */
export function Sections({ page, shown, answeredAt }: { page: NamesPage; shown: ShownMessage; answeredAt: number }) {
  const now = useNow();
  const seconds = Math.max(0, Math.floor((now - answeredAt) / 1000));
  return (
    <>
      {sections.map(({ section, label, about }) => {
        const records = shown.message[section].filter(({ type }) => type !== TYPES.OPT);
        if (records.length === 0 && section !== 'answers') return null;
        return (
          <section class="records" key={section} aria-label={`${label} section`}>
            <h2 title={about}>
              {label} <span class="count">{count(records.length)}</span>
            </h2>
            {records.length === 0 ? (
              <p class="none">{nothingFound(shown.message)}</p>
            ) : (
              <Records page={page} records={records} label={label} passed={seconds} />
            )}
          </section>
        );
      })}
    </>
  );
}

/** The reason for an empty answer: RFC 2308 distinguishes these cases. */
function nothingFound({ rcode, authorities, truncated }: DecodedMessage): string {
  const types = authorities.map(({ type }) => type);
  if (truncated) return 'No records: the answer was truncated.';
  if (rcode === 0 && types.includes(TYPES.SOA)) return 'The name exists, but it has no record of this type (NODATA).';
  if (rcode === 0 && types.includes(TYPES.NS)) return 'A referral: ask the servers below about this name.';
  return 'No records.';
}

interface RecordsProps {
  readonly page: NamesPage;
  readonly records: readonly DecodedRecord[];
  readonly label: string;
  /** Seconds since the answer arrived. */
  readonly passed: number;
}

function Records({ page, records, label, passed }: RecordsProps) {
  return (
    <div class="table-scroll">
      <table class="record-table" aria-label={`${label} records`}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="number" title="Seconds until the record expires">
              TTL
            </th>
            <th scope="col">Class</th>
            <th scope="col">Type</th>
            <th scope="col">Data</th>
          </tr>
        </thead>
        <tbody>
          {records.slice(0, mostRecords).map((record) => (
            <tr key={record.start}>
              <Cell page={page} range={record.ranges['name']} text={displayName(record.name)} />
              <TtlCell page={page} record={record} passed={passed} />
              <Cell page={page} range={record.ranges['class']} text={className(record.class)} />
              <Cell
                page={page}
                range={record.ranges['type']}
                text={typeName(record.type)}
                about={recordType(record.type).about}
                kind="type"
              />
              <Cell
                page={page}
                range={record.ranges['rdata']}
                text={record.problem === undefined ? formatRdata(record) : record.problem.message}
                kind={record.problem === undefined ? 'data' : 'data bad'}
              />
            </tr>
          ))}
        </tbody>
      </table>
      {records.length > mostRecords && (
        <p class="none">{count(records.length - mostRecords)} more records are only in the bytes below.</p>
      )}
    </div>
  );
}

/** The remaining lifetime of a record. */
function TtlCell({ page, record, passed }: { page: NamesPage; record: DecodedRecord; passed: number }) {
  const left = Math.max(0, record.ttl - passed);
  const about = `${record.ttl} s${record.ttl >= 60 ? ` (${formatTtl(record.ttl)})` : ''} when it came${left === 0 ? '; expired now' : ''}`;
  return (
    <Cell
      page={page}
      range={record.ranges['ttl']}
      text={String(left)}
      about={about}
      kind={left === 0 ? 'number expired' : 'number'}
    />
  );
}

interface CellProps {
  readonly page: NamesPage;
  readonly range: ByteRange | undefined;
  readonly text: string;
  readonly about?: string;
  readonly kind?: string;
}

function Cell({ page, range, text, about, kind = '' }: CellProps) {
  const lit = isLit(page, range);
  return (
    <td class={kind}>
      <button
        type="button"
        class={`cell${lit ? ' lit' : ''}`}
        aria-pressed={lit}
        disabled={range === undefined}
        title={about}
        onClick={() => range && page.select(range, 'answer')}
      >
        {visible(text, { limit: 2000 })}
      </button>
    </td>
  );
}

/** Whether the highlighted bytes are those of the cell, or a part of them. */
function isLit(page: NamesPage, range: ByteRange | undefined): boolean {
  const { selected } = page;
  if (selected === undefined || range === undefined || page.side !== 'answer') return false;
  return selected.start >= range.start && selected.end <= range.end;
}

/** The current time, updated once a second. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
