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
/** Bytes of the same direction that are read again, to know in which message an event is. */
const lookBackBytes = 4 * 1024 * 1024;
/** Events of the journal, of whichever connection, that are looked through for them. */
const lookBackEvents = 20_000;
const page = 1000;
/** Bytes of a connection's first event that tell what it speaks. */
const openingBytes = 1024;
/** Fields of one event: a person reads no more. */
const mostFields = 3000;

const nothing: Dissection = { dissector: undefined, fields: [] };

/**
 * The fields in an event. Of a stream, what went before in the same direction says where messages begin: it is read again,
 * within bounds, from the connection's opening or from the first event that looks like the start of a message.
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

/** Whether a stream that begins so can be read in its middle too. */
function startsWithin(bytes: Uint8Array, choice: string, place: DissectPlace): boolean {
  return dissectors.some(
    (kind) => kind.within !== undefined && (choice === 'auto' || choice === kind.name) && kind.recognise(bytes, place),
  );
}

/**
 * A connection through a proxy begins with what the proxy is told; a note says that the handshake of TLS is done, and what
 * follows is a stream of its own. Other notes change nothing: what follows has to be the beginning of one.
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

/** The fields of an event of a stream that is read from its beginning on. `pieces`: to the event's own end. */
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

/** The same where the beginning is missing, from the first event on that looks like the start of a message. */
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
  // What can be read in the middle of a stream may have begun before that.
  return kind && kind.within === undefined ? ofStream(kind, joined(pieces.slice(begin)), own, place, true) : undefined;
}

/** The same of what can be read in the middle of a stream, from wherever it can be. */
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
  /** What the connection began with, where that is held but too far back to be read on from. */
  readonly opening: Uint8Array | undefined;
  readonly noted: readonly number[];
}

/** What came before an event in its direction, as far back as it is held, without a gap. */
async function bytesBefore(journal: Journal, event: EventRow): Promise<BytesBefore> {
  const { rows, fromStart, noted, first: earliest } = await rowsBefore(journal, event);
  const pieces: Uint8Array[] = [];
  for (const row of rows) {
    const read = await journal.readEvent(row.seq);
    // Forgotten meanwhile: what follows cannot begin in the middle.
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
  /** Of the same direction, where the connection's opening is held: its first data, however far back. */
  readonly first?: EventRow | undefined;
  /** Indexes of the rows that a note about the connection stands before; that of the event itself is the number of rows. */
  readonly noted: readonly number[];
}

async function rowsBefore(journal: Journal, event: EventRow): Promise<RowsBefore> {
  const rows: EventRow[] = [];
  /** How many rows were behind each note. */
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

/** The first so many, counted with their children. */
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
