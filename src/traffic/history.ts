import type { Columns } from './columns.ts';
import type { Segment } from './segment.ts';

/** Blocks of events in memory or on disk, as copies that do not change. Undefined: forgotten. */
export interface BlockSource {
  readonly blockEvents: number;
  readonly blockBytes: number;
  rows(block: number): Promise<Columns | undefined>;
  payload(block: number): Promise<Buffer | undefined>;
}

/** The most blocks of payload held at once, unless one event needs more. */
const mostBlocks = 4;

/** The events from `seq` to at most `end` (exclusive), or fewer if their payloads lie in too many blocks. */
export async function loadSegment(
  source: BlockSource,
  seq: number,
  end: number,
  payloads: boolean,
): Promise<Segment | undefined> {
  const block = Math.floor(seq / source.blockEvents);
  const base = block * source.blockEvents;
  const columns = await source.rows(block);
  if (!columns) return undefined;
  const last = Math.min(end, base + source.blockEvents);
  if (!payloads) return segmentOf(columns, base, seq, last, new Map(), source.blockBytes);
  const { needed, until } = blocksNeeded(columns, seq - base, last - base, source.blockBytes);
  const loaded = await loadBlocks(source, needed);
  return loaded && segmentOf(columns, base, seq, base + until, loaded, source.blockBytes);
}

/** A part of one payload. */
export async function loadPayload(
  source: BlockSource,
  offset: number,
  length: number,
): Promise<Uint8Array | undefined> {
  const needed = new Set<number>();
  addBlocks(needed, offset, length, source.blockBytes);
  const loaded = await loadBlocks(source, needed);
  return loaded && readBlocks(loaded, offset, length, source.blockBytes);
}

function addBlocks(blocks: Set<number>, offset: number, length: number, blockBytes: number): void {
  if (length === 0) return;
  const last = Math.floor((offset + length - 1) / blockBytes);
  for (let block = Math.floor(offset / blockBytes); block <= last; block++) blocks.add(block);
}

/**
 * The blocks with the payloads of the events from `from` to `to`, or up to the first event that would need too many.
 */
function blocksNeeded(
  columns: Columns,
  from: number,
  to: number,
  blockBytes: number,
): { needed: Set<number>; until: number } {
  const needed = new Set<number>();
  for (let index = from; index < to; index++) {
    const more = new Set(needed);
    const offset = columns.offset[index]!;
    const length = columns.length[index]!;
    if (
      length === 0 ||
      (needed.has(Math.floor(offset / blockBytes)) && needed.has(Math.floor((offset + length - 1) / blockBytes)))
    )
      continue;
    addBlocks(more, offset, length, blockBytes);
    if (more.size > mostBlocks && index > from) return { needed, until: index };
    for (const block of more) needed.add(block);
  }
  return { needed, until: to };
}

async function loadBlocks(source: BlockSource, blocks: Iterable<number>): Promise<Map<number, Buffer> | undefined> {
  const loaded = new Map<number, Buffer>();
  for (const block of blocks) {
    const bytes = await source.payload(block);
    if (!bytes) return undefined;
    loaded.set(block, bytes);
  }
  return loaded;
}

function readBlocks(
  blocks: ReadonlyMap<number, Buffer>,
  offset: number,
  length: number,
  blockBytes: number,
): Buffer | undefined {
  const pieces: Buffer[] = [];
  for (let at = offset; at < offset + length;) {
    const block = Math.floor(at / blockBytes);
    const start = at - block * blockBytes;
    const piece = blocks.get(block)?.subarray(start, Math.min(blockBytes, start + offset + length - at));
    if (!piece) return undefined;
    pieces.push(piece);
    at += piece.length;
  }
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}

function segmentOf(
  columns: Columns,
  base: number,
  first: number,
  end: number,
  blocks: ReadonlyMap<number, Buffer>,
  blockBytes: number,
): Segment {
  return {
    first,
    end,
    base,
    columns,
    read: (offset, length) => readBlocks(blocks, offset, length, blockBytes),
    stretch: (offset) => {
      const block = Math.floor(offset / blockBytes);
      const bytes = blocks.get(block);
      return bytes && { bytes, start: offset - block * blockBytes, end: bytes.length };
    },
  };
}
