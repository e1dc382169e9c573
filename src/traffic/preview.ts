import { formatAddress, isTraffic, type ConnectionInfo, type EventRow } from './event.ts';

/** How payloads become text. The caller makes the text harmless (`visible`). */
export interface PreviewOptions {
  /**
   * Bytes of data and frames, in the encoding and with the error handler that the person chose. `whole`: the bytes are
   * not cut off.
   */
  readonly decode: (bytes: Uint8Array, whole: boolean) => string;
  /** Control and bidirectional characters as visible escapes. */
  readonly visible: (text: string) => string;
  /** UTF-16 units at most. */
  readonly previewChars: number;
}

/** The most bytes that one character takes in any encoding, with escapes. */
const mostBytesPerChar = 8;

/** The most bytes of a payload that a preview reads. The JSON of an error must be complete. */
export function previewBytes(options: PreviewOptions): number {
  return Math.max(4096, options.previewChars * mostBytesPerChar);
}

const utf8 = new TextDecoder();

/** The text of an event without a payload. Endpoint: the event belongs to the endpoint itself (connection 0). */
const sentences: Partial<Record<EventRow['kind'], (row: EventRow, connection: ConnectionInfo | undefined) => string>> =
  {
    opened: (row, connection) =>
      row.connection === 0
        ? 'listening'
        : connection?.transport === 'udp'
          ? 'new peer'
          : row.direction === 'out'
            ? `connected to ${connection ? formatAddress(connection.peer) : 'peer'}`
            : 'connected',
    'half-closed': (row) => (row.direction === 'out' ? 'ended our direction' : 'peer ended its direction'),
    // The event of a stream names the side that ended it (endings.ts). A datagram peer is only forgotten.
    closed: (row, connection) =>
      row.connection === 0 ? 'stopped' : connection?.transport === 'udp' ? 'peer forgotten' : 'closed',
    error: () => 'failed',
  };

/**
 * One line for an event: the decoded bytes of data and frames, the message of an error, the text of a note; for other
 * events their payload as text, or a plain sentence.
 */
export function preview(
  row: EventRow,
  bytes: Uint8Array,
  connection: ConnectionInfo | undefined,
  options: PreviewOptions,
): { preview: string; previewTruncated: boolean } {
  const text = previewText(row, bytes, connection, options);
  const cut = text.length > options.previewChars;
  return {
    preview: cut ? cutText(text, options.previewChars) : text,
    previewTruncated: cut || bytes.length < row.length,
  };
}

function previewText(
  row: EventRow,
  bytes: Uint8Array,
  connection: ConnectionInfo | undefined,
  options: PreviewOptions,
): string {
  if (isTraffic(row.kind)) {
    const part = bytes.subarray(0, options.previewChars * mostBytesPerChar);
    return options.decode(part, part.length === row.length);
  }
  return options.visible(happeningText(row, bytes, connection));
}

/** The text of an event that is not traffic: the message of an error, its text, or a plain sentence. */
export function happeningText(row: EventRow, bytes: Uint8Array, connection: ConnectionInfo | undefined): string {
  if (row.length === 0) return sentences[row.kind]?.(row, connection) ?? '';
  const text = utf8.decode(bytes);
  return row.kind === 'error' ? errorMessage(text) : text;
}

/** The message in the JSON of an ErrorData; any other text unchanged. */
function errorMessage(json: string): string {
  try {
    const data: unknown = JSON.parse(json);
    if (typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string')
      return data.message;
  } catch {
    // A part of a long text, or a text of another origin: shown unchanged.
  }
  return json;
}

/** Cuts without leaving half a surrogate pair. */
function cutText(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
