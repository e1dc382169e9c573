import type { ErrorData } from '../../base/errors.ts';
import { isErrorData } from '../../base/pageMessages.ts';
import { visible } from '../../protocol/text/visible.ts';
import type { EncodingChoice } from './protocol.ts';
import { numbersAt } from '../common/byteText.ts';
import { count, formatBytes } from '../../base/quantities.ts';
import { timeOfDay } from '../common/format.ts';
import { Fields } from '../common/fields.tsx';
import type { Detail, TrafficPage } from './page.ts';
import { Action, Icon, Menu, Notice, Slot } from '../common/widgets.tsx';

/** The selected event: its facts, its bytes as hex and as text, and the selected bytes as numbers. */
export function Details({ page }: { readonly page: TrafficPage }) {
  const { detail, selectedRows, init } = page.model;
  if (!detail) return null;
  const hasBytes = detail.row.kind === 'data' || detail.row.kind === 'frame';
  const copy = (init?.copyFormats ?? []).map(({ format, label }) => ({
    label: `Copy as ${label}`,
    run: () => void page.copyAs(format),
  }));
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      page.grid.focus();
    } else if (event.key === 'c' && (event.ctrlKey || event.metaKey) && hasBytes) {
      event.preventDefault();
      const onHex = event.target instanceof Element && event.target.classList.contains('hex');
      void page.copyAs(onHex ? 'spaced-hex' : 'text');
    }
  };
  return (
    <section class="details" aria-label="Details" onKeyDown={key}>
      <div class="details-bar">
        <Facts detail={detail} selectedRows={selectedRows} />
        {hasBytes && <Reading page={page} />}
        {hasBytes && <Menu icon="copy" label="Copy the selected bytes, or all" choices={copy} />}
        <Action icon="close" label="Close the details" onClick={() => page.toggleDetails()} />
      </div>
      {detail.problem !== undefined && <Notice kind="error">{detail.problem}</Notice>}
      {hasBytes ? <Bytes page={page} detail={detail} /> : <Happening detail={detail} />}
    </section>
  );
}

function Facts({ detail: { row }, selectedRows }: { readonly detail: Detail; readonly selectedRows: number }) {
  const hasBytes = row.kind === 'data' || row.kind === 'frame';
  const way = { in: 'from', out: 'to', none: 'with' }[row.direction];
  return (
    <div class="facts">
      <span class="fact-seq">#{count(row.seq)}</span>
      {selectedRows > 1 && <span>{count(selectedRows)} rows selected</span>}
      <span class={`fact-direction ${row.direction}`}>
        {row.direction !== 'none' && <Icon name={row.direction === 'in' ? 'arrow-down' : 'arrow-up'} />}
        {row.kind === 'data' ? row.direction : row.kind}
      </span>
      {hasBytes && <span>{count(row.length, 'byte')}</span>}
      {row.peer !== '' && (
        <span>
          {way} {visible(row.peer)}
        </span>
      )}
      <span class="fact-time">{timeOfDay(row.time)}</span>
    </div>
  );
}

/** The choice of how bytes are decoded as text. */
function Reading({ page }: { readonly page: TrafficPage }) {
  const { init, saved } = page.model;
  return (
    <div class="reading">
      <EncodingPicker
        value={page.encoding}
        choices={init?.encodings ?? []}
        pick={(encoding) => page.setReading({ encoding })}
      />
      <select
        aria-label="Error handler"
        title="Treatment of bytes that are not valid in the encoding"
        value={saved.errors}
        onChange={(event) => page.setReading({ errors: event.currentTarget.value })}
      >
        {(init?.errorHandlers ?? []).map((handler) => (
          <option key={handler} value={handler}>
            {handler}
          </option>
        ))}
      </select>
      <select
        class="dissector"
        aria-label="Dissect as"
        title="Dissect as: the protocol whose fields are shown"
        value={saved.dissector}
        onChange={(event) => void page.setDissector(event.currentTarget.value)}
      >
        {(init?.dissectors ?? []).map(({ name, sentence }) => (
          <option key={name} value={name} title={sentence}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Bytes({ page, detail }: { readonly page: TrafficPage; readonly detail: Detail }) {
  const { bytes } = page.model;
  const { payload, decoded } = detail;
  const failure = decoded?.failure;
  return (
    <>
      {failure && (
        <Notice kind="warning">
          <Icon name="warning" />
          <span class="failure">{visible(failure.reason)}</span>
          <button
            type="button"
            class="link"
            onClick={() =>
              page.bytesView.select({ start: failure.start, end: Math.max(failure.end, failure.start + 1) })
            }
          >
            Select these bytes
          </button>
        </Notice>
      )}
      {payload && detail.row.length > payload.bytes.length && (
        <Notice kind="info">
          The first {formatBytes(payload.bytes.length)} of {formatBytes(detail.row.length)} are shown. Copy and save
          take all.
        </Notice>
      )}
      {detail.row.length === 0 && (
        <div class="empty">
          <p>No bytes: an empty datagram.</p>
        </div>
      )}
      <div class="reads">
        {detail.dissection !== undefined && detail.dissection.fields.length > 0 && (
          <Fields
            key={detail.row.seq}
            dissection={detail.dissection}
            selected={bytes}
            select={(range) => page.bytesView.select(range)}
          />
        )}
        <Slot className={detail.row.length === 0 ? 'bytes-slot gone' : 'bytes-slot'} element={page.bytesView.element} />
      </div>
      <div class="inspector">
        {bytes && payload ? (
          <Numbers bytes={payload.bytes} start={bytes.start} end={bytes.end} />
        ) : (
          <span>No bytes selected</span>
        )}
      </div>
    </>
  );
}

function Numbers({ bytes, start, end }: { readonly bytes: Uint8Array; readonly start: number; readonly end: number }) {
  return (
    <>
      <span>
        <i>offset</i> {start} (0x{start.toString(16)})
      </span>
      <span>
        <i>selected</i> {count(end - start, 'byte')}
      </span>
      {numbersAt(bytes, start).map(({ name, value }) => (
        <span key={name}>
          <i>{name}</i> {value}
        </span>
      ))}
    </>
  );
}

interface PickerProps {
  readonly value: string;
  readonly choices: readonly EncodingChoice[];
  readonly pick: (encoding: string) => void;
}

function EncodingPicker({ value, choices, pick }: PickerProps) {
  const families = [...new Set(choices.map((choice) => choice.family))];
  return (
    <select
      class="encoding"
      aria-label="Encoding"
      title="Encoding"
      value={value}
      onChange={(event) => pick(event.currentTarget.value)}
    >
      {!choices.some((choice) => choice.name === value) && <option value={value}>{value}</option>}
      {families.map((family) => (
        <optgroup key={family} label={family}>
          {choices
            .filter((choice) => choice.family === family)
            .map(({ name, label }) => (
              <option key={name} value={name} title={label}>
                {name}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}

/** The error in an error event; undefined if its payload is not loaded yet, or is cut. */
function errorOf(detail: Detail): ErrorData | undefined {
  if (detail.row.kind !== 'error' || !detail.payload) return undefined;
  try {
    const data: unknown = JSON.parse(new TextDecoder().decode(detail.payload.bytes));
    return isErrorData(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** An event other than traffic: a sentence with its facts. */
function Happening({ detail }: { readonly detail: Detail }) {
  const { row } = detail;
  const error = errorOf(detail);
  const facts: [string, string][] = [
    ['Endpoint', row.endpointName],
    ...(row.peer === '' ? [] : [['Peer', row.peer] as [string, string]]),
    ['Time', timeOfDay(row.time)],
    ...(error
      ? ([
          ['Code', error.code],
          ...(error.system === undefined ? [] : [['The system said', error.system]]),
          ...Object.entries(error.facts ?? {}).map(([name, value]) => [name, String(value)]),
        ] as [string, string][])
      : []),
  ];
  return (
    <div class="happening">
      <p>
        {row.kind === 'error' && <Icon name="error" />}
        {visible(error?.message ?? row.preview)}
      </p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{visible(name)}</dt>
            <dd>{visible(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
