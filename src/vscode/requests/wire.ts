import type { EngineClient, ViewRow } from '../../engine/messages.ts';
import type { HttpHop } from '../../net/http/exchange.ts';
import type { WireBytes } from '../../webview/response/protocol.ts';

export type Engine = Pick<EngineClient, 'request' | 'onNotice'>;

/** The most bytes of each direction in the response view. */
const mostBytes = 1 << 20;
/** Events per read. */
const page = 500;

/** The filter of the Traffic view for a hop's bytes on the wire. */
export function filterOf({ connection, firstSeq, lastSeq }: HttpHop): string {
  return `conn:${connection} seq:${firstSeq}..${Math.max(firstSeq, lastSeq - 1)}`;
}

/** Both streams of a hop's connection from the journal, limited to the first bytes of each. */
export async function wireBytes(engine: Engine, hop: HttpHop): Promise<WireBytes> {
  if (hop.lastSeq <= hop.firstSeq) return { ...emptyWire(), incomplete: false };
  const streams = { in: new Stream(), out: new Stream() };
  const { view, progress } = await engine.request('view.open', { filter: `${filterOf(hop)} kind:data` });
  let forgotten: boolean;
  try {
    if (progress < 1) await viewIsDone(engine, view);
    const ask = { view, encoding: 'utf-8', errors: 'replace', previewChars: 0, count: page };
    for (let from = 0; ; from += page) {
      const { rows } = await engine.request('view.rows', { ...ask, from });
      for (const row of rows) await read(engine, row, streams);
      if (rows.length < page) break;
    }
    const registry = await engine.request('registry.get', null);
    forgotten = registry.journal.first > hop.firstSeq;
  } finally {
    await engine.request('view.close', { view });
  }
  return {
    sent: streams.out.bytes(),
    received: streams.in.bytes(),
    sentBytes: streams.out.total,
    receivedBytes: streams.in.total,
    incomplete: forgotten,
  };
}

async function read(
  engine: Pick<EngineClient, 'request'>,
  { seq, direction, length }: ViewRow,
  streams: Readonly<Record<'in' | 'out', Stream>>,
): Promise<void> {
  if (direction !== 'in' && direction !== 'out') return;
  const stream = streams[direction];
  stream.total += length;
  if (stream.room === 0) return;
  stream.add(await engine.request('journal.bytes', { seq, offset: 0, length: Math.min(length, stream.room) }));
}

class Stream {
  readonly #pieces: Uint8Array[] = [];
  room = mostBytes;
  total = 0;

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.room -= bytes.length;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(mostBytes - this.room);
    let at = 0;
    for (const piece of this.#pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
}

function emptyWire(): Omit<WireBytes, 'incomplete'> {
  return { sent: new Uint8Array(0), received: new Uint8Array(0), sentBytes: 0, receivedBytes: 0 };
}

function viewIsDone(engine: Pick<EngineClient, 'onNotice'>, view: number): Promise<void> {
  return new Promise((resolve) => {
    const listening = engine.onNotice((notice) => {
      if (notice.kind !== 'view' || notice.snapshot.view !== view || notice.snapshot.progress < 1) return;
      listening.dispose();
      resolve();
    });
  });
}
