import { clipFields, type DissectedField } from '../protocol/dissect.ts';
import {
  chooseDissector,
  dissectors,
  type Dissection,
  type DissectorKind,
  type DissectPlace,
} from '../protocol/dissectors.ts';
import { forgotten, type Journal } from '../traffic/journal.ts';
import type { EventRow } from '../traffic/event.ts';

/** Bytes of an event that are dissected. */
const eventBytes = 2 * 1024 * 1024;
/** Bytes of the same direction that are read again to find the message that an event belongs to. */
const lookBackBytes = 4 * 1024 * 1024;
/** Events of the journal, of all connections, that are searched for these bytes. */
const lookBackEvents = 20_000;
const page = 1000;
/** Bytes of a connection's first event that reveal its protocol. */
const openingBytes = 1024;
/** Fields of one event. A person reads no more. */
const mostFields = 3000;

const nothing: Dissection = { dissector: undefined, fields: [] };

/**
 * The fields in an event. In a stream, the earlier bytes of the same direction determine where messages begin. They are
 * read again, within limits, from the connection's opening or from the first event that looks like the start of a
 * message.
 */
export async function dissectEvent(journal: Journal, seq: number, choice: string): Promise<Dissection> {
  const [row] = await journal.readRows(seq, 1);
  if (row?.seq !== seq) throw forgotten(seq);
  if ((row.kind !== 'data' && row.kind !== 'frame') || choice === 'none') return nothing;
  const info = journal.connection(row.connection);
  const protocol = journal.endpointProtocol(row.endpoint);
  const place: DissectPlace = {
    transport: info?.transport ?? 'tcp',
    localPort: info?.local.port ?? 0,
    peerPort: info?.peer.port ?? 0,
    ...(protocol === undefined ? {} : { protocol }),
  };
  const own = await journal.readBytes(seq, 0, eventBytes);
  if (place.transport !== 'udp' && row.kind === 'data') {
    const { pieces, isBeginning, noted, opening } = await bytesBefore(journal, row);
    const found = isBeginning
      ? ofBeginning(withoutTunnel([...pieces, own], noted, choice, place), own, choice, place)
      : opening !== undefined && startsWithin(opening, choice, place)
        ? ofMiddle(pieces, own, choice, place)
        : (ofMessage(pieces, own, choice, place) ?? ofMiddle(pieces, own, choice, place));
    if (found !== undefined) return found;
  }
  const kind = chooseDissector(choice, own, place);
  if (kind === undefined) return nothing;
  return { dissector: kind.name, fields: first(kind.dissect(own, place, { isBeginning: false, from: 0 })) };
}

/** Whether a stream with this beginning can also be read from its middle. */
function startsWithin(bytes: Uint8Array, choice: string, place: DissectPlace): boolean {
  return dissectors.some(
    (kind) => kind.within !== undefined && (choice === 'auto' || choice === kind.name) && kind.recognise(bytes, place),
  );
}

/**
 * A connection through a proxy begins with the messages to the proxy. A note marks the end of the TLS handshake, after
 * which a new stream begins. Other notes change nothing: the bytes after them must be the beginning of a stream.
 */
function withoutTunnel(
  pieces: readonly Uint8Array[],
  noted: readonly number[],
  choice: string,
  place: DissectPlace,
): readonly Uint8Array[] {
  const at = noted.find((index) => index > 0 && startsWithin(pieces[index]!, choice, place));
  return at === undefined ? pieces : pieces.slice(at);
}

/** The fields of an event of a stream that is read from its beginning. `pieces`: up to the end of the event. */
function ofBeginning(
  pieces: readonly Uint8Array[],
  own: Uint8Array,
  choice: string,
  place: DissectPlace,
): Dissection | undefined {
  const stream = joined(pieces);
  const kind = chooseDissector(choice, stream, place);
  return kind && ofStream(kind, stream, own, place, true);
}

/** The same if the beginning is missing: reads from the first event that looks like the start of a message. */
function ofMessage(
  before: readonly Uint8Array[],
  own: Uint8Array,
  choice: string,
  place: DissectPlace,
): Dissection | undefined {
  const pieces = [...before, own];
  const begin = pieces.findIndex((piece) => chooseDissector(choice, piece, place)?.recognise(piece, place));
  if (begin < 0) return undefined;
  const kind = chooseDissector(choice, pieces[begin]!, place);
  // A protocol that can be read from the middle of a stream may have started earlier.
  return kind && kind.within === undefined ? ofStream(kind, joined(pieces.slice(begin)), own, place, true) : undefined;
}

/** The same for a protocol that can be read from the middle of a stream. */
function ofMiddle(
  before: readonly Uint8Array[],
  own: Uint8Array,
  choice: string,
  place: DissectPlace,
): Dissection | undefined {
  const stream = joined([...before, own]);
  const kind = dissectors.find(
    ({ name, within }) => (choice === 'auto' || choice === name) && within?.recognise(stream) === true,
  );
  if (kind === undefined) return undefined;
  const { dissector, fields } = ofStream(kind, stream, own, place, false);
  const note = { name: 'stream', text: 'from its middle on', start: 0, end: 0, problem: kind.within!.sentence };
  return { dissector, fields: [note, ...fields] };
}

function ofStream(
  kind: DissectorKind,
  stream: Uint8Array,
  own: Uint8Array,
  place: DissectPlace,
  isBeginning: boolean,
): Dissection {
  const from = stream.length - own.length;
  const fields = kind.dissect(stream, place, { isBeginning, from });
  return { dissector: kind.name, fields: first(clipFields(fields, from, stream.length)) };
}

interface BytesBefore {
  readonly pieces: Uint8Array[];
  readonly isBeginning: boolean;
  /** The beginning of the connection, if it is held but too far back to read on from. */
  readonly opening: Uint8Array | undefined;
  readonly noted: readonly number[];
}

/** The earlier bytes in the event's direction, as far back as they are held without a gap. */
async function bytesBefore(journal: Journal, event: EventRow): Promise<BytesBefore> {
  const { rows, fromStart, noted, first: earliest } = await rowsBefore(journal, event);
  const pieces: Uint8Array[] = [];
  for (const row of rows) {
    const read = await journal.readEvent(row.seq);
    // Forgotten meanwhile. The rest cannot begin in the middle.
    if (read === undefined) pieces.length = 0;
    else pieces.push(read.bytes);
  }
  const isBeginning = fromStart && pieces.length === rows.length;
  const opening =
    isBeginning || earliest === undefined ? undefined : await journal.readEvent(earliest.seq, 0, openingBytes);
  return { pieces, isBeginning, opening: opening?.bytes, noted };
}

interface RowsBefore {
  readonly rows: EventRow[];
  readonly fromStart: boolean;
  /** The first data of the same direction, however far back, if the connection's opening is held. */
  readonly first?: EventRow | undefined;
  /**
   * Indexes of the rows before which a note about the connection stands. The index of the event itself is the number of
   * rows.
   */
  readonly noted: readonly number[];
}

async function rowsBefore(journal: Journal, event: EventRow): Promise<RowsBefore> {
  const rows: EventRow[] = [];
  /** The number of rows after each note. */
  const notes: number[] = [];
  let first: EventRow | undefined;
  const found = (isOpening: boolean): RowsBefore => ({
    rows: rows.reverse(),
    fromStart: isOpening && bytes <= lookBackBytes,
    first: isOpening ? first : undefined,
    noted: notes.map((behind) => rows.length - behind).reverse(),
  });
  let bytes = 0;
  const last = Math.max(0, event.seq - lookBackEvents);
  for (let end = event.seq; end > last;) {
    const from = Math.max(last, end - page);
    const held = await journal.readRows(from, end - from);
    for (const row of held.reverse()) {
      if (row.connection !== event.connection) continue;
      if (row.kind === 'opened') return found(true);
      if (row.kind === 'note') notes.push(rows.length);
      if (row.kind !== 'data' || row.direction !== event.direction) continue;
      first = row;
      bytes += row.length;
      if (bytes <= lookBackBytes) rows.push(row);
    }
    end = from;
  }
  return found(false);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The first fields up to a number, counted with their children. */
function first(fields: readonly DissectedField[]): DissectedField[] {
  let left = mostFields;
  const take = (list: readonly DissectedField[]): DissectedField[] => {
    const taken: DissectedField[] = [];
    for (const field of list) {
      if (left-- <= 0) break;
      taken.push(field.children === undefined ? field : { ...field, children: take(field.children) });
    }
    return taken;
  };
  return take(fields);
}
