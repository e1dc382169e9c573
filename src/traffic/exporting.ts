import { formatAddress, isTraffic, type EventRow } from './event.ts';
import type { Journal } from './journal.ts';
import { happeningText } from './preview.ts';
import type { TrafficView } from './view.ts';

/**
 * One line of a JSON lines export. Without a payload, `base64` and `text` are absent.
 *
 *     {"seq":12,"time":"2025-01-31T14:05:30.123456Z","endpoint":1,"endpointName":"echo","connection":3,
 *      "peer":"127.0.0.1:5555","kind":"data","direction":"in","length":5,"base64":"aGVsbG8=","text":"hello"}
 *
 * `time` is UTC with microseconds; `base64` is the whole payload; `text` is the payload in the chosen encoding. For
 * events that are not traffic (an error, a note, the end of a connection), `text` is their message and `length` is 0.
 */
export interface ExportedEvent {
  readonly seq: number;
  readonly time: string;
  readonly endpoint: number;
  readonly endpointName: string;
  readonly connection: number;
  readonly peer: string;
  readonly kind: EventRow['kind'];
  readonly direction: EventRow['direction'];
  readonly length: number;
  readonly base64?: string;
  readonly text?: string;
}

/** Lines of text with a hex dump, or JSON lines. */
export const exportFormats = ['text', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

interface ExportOptions {
  readonly format: ExportFormat;
  /** A payload as text; absent: JSON lines have no text. */
  readonly decode?: (bytes: Uint8Array) => string;
  /** A payload as lines of offsets, hex and characters, each ended; needed for the text format. */
  readonly hexDump?: (bytes: Uint8Array) => string;
  /** Rejects with the signal's reason when it is aborted. */
  readonly signal?: AbortSignal;
  /** Events written, and events to write in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The target of an export: the stream of a file. */
interface ExportSink {
  write(chunk: string): Promise<void>;
}

/** Characters that are gathered before a chunk is passed on. */
const chunkChars = 64 * 1024;

/** The sequence numbers to export: the content of the view (or the journal) when the export began. */
interface Selection {
  readonly total: number;
  readonly at: (index: number) => number;
}

function selection(source: Journal | TrafficView): Selection {
  if ('seqAt' in source) {
    const forgotten = source.snapshot().forgottenRows;
    // Indexes shift down by the number of events that are forgotten during the export.
    const at = (index: number) => source.seqAt(index - (source.forgottenRows - forgotten));
    return { total: source.rowCount, at };
  }
  const { first, next } = source;
  return { total: next - first, at: (index) => first + index };
}

/**
 * The export of a view's rows, or of the whole journal, in chunks of text. The consumer sets the pace. Events that are
 * forgotten before their turn are left out.
 */
export async function* exportChunks(
  journal: Journal,
  source: Journal | TrafficView,
  options: ExportOptions,
): AsyncGenerator<{ readonly text: string; readonly events: number }> {
  const { total, at } = selection(source);
  const format = options.format === 'jsonl' ? jsonLine : textLines;
  let gathered = '';
  let events = 0;
  for (let index = 0; index < total; index++) {
    options.signal?.throwIfAborted();
    const seq = at(index);
    const event = seq < 0 ? undefined : await journal.readEvent(seq);
    if (event) {
      gathered += format(journal, event.row, event.bytes, options);
      events++;
    }
    if (gathered.length < chunkChars && index + 1 < total) continue;
    options.onProgress?.(index + 1, total);
    if (gathered !== '') yield { text: gathered, events };
    gathered = '';
    events = 0;
  }
}

/**
 * Writes an export, and waits for the sink after each chunk. Resolves with the number of events and of bytes (UTF-8)
 * written.
 */
export async function writeExport(
  journal: Journal,
  source: Journal | TrafficView,
  sink: ExportSink,
  options: ExportOptions,
): Promise<{ events: number; bytes: number }> {
  let events = 0;
  let bytes = 0;
  for await (const chunk of exportChunks(journal, source, options)) {
    await sink.write(chunk.text);
    events += chunk.events;
    bytes += Buffer.byteLength(chunk.text);
    // Reading from memory and writing to a fast disk must not delay the traffic.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { events, bytes };
}

function jsonLine(journal: Journal, row: EventRow, bytes: Uint8Array, options: ExportOptions): string {
  const event: ExportedEvent = {
    seq: row.seq,
    time: isoMicroseconds(row.time),
    endpoint: row.endpoint,
    endpointName: journal.endpointName(row.endpoint),
    connection: row.connection,
    peer: peerOf(journal, row),
    kind: row.kind,
    direction: row.direction,
    length: isTraffic(row.kind) ? row.length : 0,
    ...payloadOf(journal, row, bytes, options),
  };
  return `${JSON.stringify(event)}\n`;
}

function payloadOf(
  journal: Journal,
  row: EventRow,
  bytes: Uint8Array,
  options: ExportOptions,
): Pick<ExportedEvent, 'base64' | 'text'> {
  if (!isTraffic(row.kind)) {
    const text = happeningText(row, bytes, journal.connection(row.connection));
    return text === '' ? {} : { text };
  }
  if (bytes.length === 0) return {};
  return {
    base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
    ...(options.decode ? { text: options.decode(bytes) } : {}),
  };
}

const arrows = { in: '<-', out: '->', none: '--' } as const;

function textLines(journal: Journal, row: EventRow, bytes: Uint8Array, options: ExportOptions): string {
  const peer = peerOf(journal, row);
  const who = oneLine(`${journal.endpointName(row.endpoint)} ${arrows[row.direction]}${peer === '' ? '' : ` ${peer}`}`);
  const start = `#${row.seq} ${isoMicroseconds(row.time)} ${who} ${row.kind}`;
  if (!isTraffic(row.kind)) {
    const text = oneLine(happeningText(row, bytes, journal.connection(row.connection)));
    return `${start}${text === '' ? '' : `: ${text}`}\n`;
  }
  const size = row.length === 0 ? '' : `, ${row.length} ${row.length === 1 ? 'byte' : 'bytes'}`;
  const header = `${start}${size}\n`;
  return bytes.length === 0 ? header : header + (options.hexDump?.(bytes) ?? '');
}

function peerOf(journal: Journal, row: EventRow): string {
  const connection = journal.connection(row.connection);
  return connection ? formatAddress(connection.peer) : '';
}

/** A name that a person chose stays on its line, and cannot reverse the direction of the text. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
}

/** `2025-01-31T14:05:30.123456Z`, rounded down. */
export function isoMicroseconds(time: number): string {
  const micros = Math.floor((time - Math.floor(time)) * 1000);
  return `${new Date(Math.floor(time)).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}
