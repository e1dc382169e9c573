import type { Disposable } from '../base/disposable.ts';
import { WirebenchError } from '../base/errors.ts';
import { Clock } from './clock.ts';
import {
  bytesPerEvent,
  columnPieces,
  columnsOver,
  copyColumns,
  createColumns,
  rowAt,
  type Columns,
} from './columns.ts';
import { eventCode } from './counters.ts';
import { Directory } from './directory.ts';
import type {
  ConnectionInfo,
  Counters,
  Direction,
  EventKind,
  EventOwner,
  EventRow,
  JournalState,
  SocketAddress,
  Transport,
} from './event.ts';
import { loadPayload, loadSegment, type BlockSource } from './history.ts';
import { PayloadRing } from './payloadRing.ts';
import type { Recorder } from './recorder.ts';
import type { Segment, Stretch } from './segment.ts';
import { Spill, type Boundary, type Lane, type LaneName } from './spill.ts';
import { openTemporaryFile, type OpenSpillFile } from './spillFile.ts';

export interface JournalOptions {
  /** Payload bytes held in memory; rounded to whole blocks, at least four. Default 64 MiB. */
  readonly memoryBytes?: number;
  /** Events described in memory; rounded to whole blocks, at least two. Default 2^20. */
  readonly memoryEvents?: number;
  /** Most connections in the directory, unless more are open at once. Default 262,144. */
  readonly maxConnections?: number;
  /** The units of forgetting (and of writing to disk). Defaults: 1 MiB of payload, 32,768 events. */
  readonly blockBytes?: number;
  readonly blockEvents?: number;
  /** Most bytes on disk, for events that leave memory; 0: none. Default 0: the creator decides. */
  readonly diskBytes?: number;
  /** Most bytes written to disk in a second. Default 200 MB. */
  readonly diskBytesPerSecond?: number;
  readonly openFile?: OpenSpillFile;
  /** Milliseconds since the Unix epoch, with a fraction. */
  readonly now?: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly monotonic?: () => number;
}

const journalDefaults = {
  memoryBytes: 64 * 1024 * 1024,
  memoryEvents: 2 ** 20,
  maxConnections: 262_144,
  blockBytes: 1024 * 1024,
  blockEvents: 32_768,
  diskBytes: 0,
  diskBytesPerSecond: 200e6,
  openFile: openTemporaryFile,
  monotonic: () => performance.now(),
};

/** The options of a journal that may use the disk, as the engine creates it. */
export const defaultDiskBytes = 256 * 1024 * 1024;

const noBytes = Buffer.alloc(0);

/**
 * A payload is shared with an earlier event only if that event is at most this fraction of memory back: see
 * appendShared.
 */
const shareWindow = 1 / 8;

/**
 * The bounded, append-only record of events: `first` to `next` (exclusive) are held without a gap, and the oldest are
 * forgotten first. Each payload is copied once into a ring; each event is a row of typed arrays. Appending never waits.
 *
 * A payload of more than a quarter of memory is recorded as consecutive events of at most that size, which no single
 * read or write of an endpoint reaches. All its bytes are kept, and each piece counts as a chunk.
 */
export class Journal implements Recorder, Disposable {
  readonly directory = new Directory();

  #ring: PayloadRing;
  readonly #spill: Spill;
  readonly #columns: Columns;
  readonly #capacity: number;
  readonly #blockEvents: number;
  #maxPayload: number;
  readonly #maxConnections: number;
  readonly #now: () => number;

  #first = 0;
  #next = 0;
  /** The oldest event whose row and payload are both in memory. */
  #firstInMemory = 0;
  #bytesBeforeFirstInMemory = 0;
  /** The next event that begins a block of rows. */
  #nextRowBlock = 0;
  /** By place of a block of rows: the journal's payload bytes before its first event. */
  readonly #bytesBefore: Float64Array;

  /** Payload bytes of all events ever recorded, and of all events before `first`. */
  #bytes = 0;
  #bytesBeforeFirst = 0;
  /** Bytes of the blocks that the event being appended has entered. */
  #entered = 0;
  #forgottenEvents = 0;
  #forgottenBytes = 0;
  /** Offset of the head at the last `clear`. */
  #clearedOffset = 0;
  /** Called before the next event is counted, once. */
  readonly #sleepers = new Set<() => void>();

  constructor(options: JournalOptions = {}) {
    const given = { ...journalDefaults, ...options };
    const { memoryBytes, memoryEvents, maxConnections, blockBytes, blockEvents } = given;
    this.#ring = new PayloadRing(blockBytes, blocksFor(memoryBytes, blockBytes));
    this.#maxPayload = Math.floor(this.#ring.size / 4);
    this.#blockEvents = blockEvents;
    const blocks = Math.max(2, Math.round(memoryEvents / blockEvents));
    this.#capacity = blocks * blockEvents;
    this.#columns = createColumns(this.#capacity);
    this.#bytesBefore = new Float64Array(blocks);
    this.#maxConnections = maxConnections;
    this.#blocks = this.#blockSource();
    const clock = new Clock();
    this.#now = options.now ?? (() => clock.now());
    this.#spill = new Spill(
      {
        diskBytes: given.diskBytes,
        bytesPerSecond: given.diskBytesPerSecond,
        open: given.openFile,
        now: given.monotonic,
      },
      {
        lanes: { payload: this.#payloadLane(), rows: this.#rowLane() },
        forgetBefore: ({ seq, bytes }) => this.#forget(seq, bytes),
        failed: (error) => this.#spillFailed(error),
      },
    );
  }

  /** The oldest event held. */
  get first(): number {
    return this.#first;
  }

  /** The oldest event whose row and payload are both in memory. */
  get firstInMemory(): number {
    return this.#firstInMemory;
  }

  /** The sequence number the next event will get. */
  get next(): number {
    return this.#next;
  }

  /** Payload bytes of everything ever recorded. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes received and sent, without those of frames, errors and notes. */
  get dataBytes(): number {
    return this.directory.dataBytes;
  }

  state(): JournalState {
    const held = Math.max(this.#ring.oldestBlock * this.#ring.blockBytes, this.#clearedOffset);
    return {
      first: this.#first,
      next: this.#next,
      events: this.#next,
      bytes: this.#bytes,
      forgottenEvents: this.#forgottenEvents,
      forgottenBytes: this.#forgottenBytes,
      endpoints: this.directory.endpointCount,
      memoryBytes: this.#ring.head - held,
      diskBytes: this.#spill.diskBytes,
    };
  }

  addEndpoint(name: string, protocol?: string): number {
    return this.directory.addEndpoint(name, protocol);
  }

  addConnection(endpoint: number, transport: Transport, local: SocketAddress, peer: SocketAddress): ConnectionInfo {
    if (this.directory.size >= this.#maxConnections) this.#shrinkDirectory();
    return this.directory.addConnection(endpoint, transport, local, peer);
  }

  closeConnection(connection: number): void {
    this.directory.closeConnection(connection);
    this.directory.prune(this.#first);
  }

  /** Undefined once it is closed and all its events are forgotten. */
  connection(id: number): ConnectionInfo | undefined {
    return this.directory.connection(id);
  }

  endpointName(id: number): string {
    return this.directory.endpointName(id);
  }

  /** The known protocol of an endpoint: the name of its dissector. */
  endpointProtocol(id: number): string | undefined {
    return this.directory.endpointProtocol(id);
  }

  endpointCounters(endpoint: number): Counters {
    return this.directory.endpointCounters(endpoint);
  }

  connectionCounters(connection: number): Counters {
    return this.directory.connectionCounters(connection);
  }

  append(kind: EventKind, direction: Direction, owner: EventOwner, bytes?: Uint8Array): number {
    const code = eventCode(kind, direction);
    if (bytes === undefined || bytes.length === 0) return this.#describe(code, owner, this.#ring.head, 0, this.#now());
    if (bytes.length > this.#maxPayload) return this.#appendPieces(kind, direction, owner, bytes);
    const ring = this.#ring;
    if (!ring.fits(bytes.length)) this.#makeRoom(bytes.length);
    return this.#describe(code, owner, ring.write(bytes), bytes.length, this.#now());
  }

  appendShared(
    kind: EventKind,
    direction: Direction,
    owner: EventOwner,
    of: number,
    start: number,
    bytes: Uint8Array,
  ): number {
    const offset = this.#sharedOffset(of, start, bytes.length);
    if (offset < 0) return this.append(kind, direction, owner, bytes);
    const time = this.#columns.time[of % this.#capacity]!;
    return this.#describe(eventCode(kind, direction), owner, offset, bytes.length, time);
  }

  /**
   * Calls `wake` once, before the next event is counted, so that an idle reader needs no timer to learn of new
   * events. The same function is called once, however often it is passed.
   */
  beforeNextEvent(wake: () => void): void {
    this.#sleepers.add(wake);
  }

  /** Forgets every event on purpose: they do not count as forgotten. Counters and sequence numbers go on. */
  clear(): void {
    this.#first = this.#firstInMemory = this.#next;
    this.#bytesBeforeFirst = this.#bytesBeforeFirstInMemory = this.#bytes;
    this.#clearedOffset = this.#ring.head;
    this.#spill.forget(this.#first);
    this.directory.prune(this.#first);
  }

  /** Whether row and payload of an event are in memory. */
  isInMemory(seq: number): boolean {
    return seq >= this.#firstInMemory && seq < this.#next;
  }

  /** One event, if it is in memory. */
  row(seq: number): EventRow | undefined {
    return this.isInMemory(seq) ? rowAt(this.#columns, seq % this.#capacity, seq) : undefined;
  }

  /**
   * A payload, or a part of it, if it is in memory: not copied, valid until the next append. A part that goes beyond
   * the payload is cut off at its end.
   */
  bytesInMemory(seq: number, start = 0, length = Infinity): Uint8Array | undefined {
    if (!this.isInMemory(seq)) return undefined;
    const index = seq % this.#capacity;
    const total = this.#columns.length[index]!;
    const from = Math.min(start, total);
    const count = Math.min(length, total - from);
    return count === 0 ? noBytes : this.#ring.read(this.#columns.offset[index]! + from, count);
  }

  /** The rows of `from` to `from + count` (exclusive) that are still held, oldest first. */
  async readRows(from: number, count: number): Promise<EventRow[]> {
    let rows: EventRow[] = [];
    const end = Math.min(from + count, this.#next);
    for (let seq = Math.max(from, this.#first); seq < end;) {
      const segment = this.segmentInMemory(seq) ?? (await this.loadSegment(seq, false));
      if (!segment) {
        // Forgotten while it was read, together with all events before it.
        rows = [];
        seq = Math.max(seq + 1, this.#first);
        continue;
      }
      const until = Math.min(end, segment.end);
      for (seq = Math.max(seq, segment.first); seq < until; seq++)
        rows.push(rowAt(segment.columns, seq - segment.base, seq));
    }
    return rows;
  }

  /** A copy of a payload or of a part of it. Rejects with `event-forgotten` if the event is no longer held. */
  async readBytes(seq: number, start = 0, length = Infinity): Promise<Uint8Array> {
    const event = await this.readEvent(seq, start, length);
    if (!event) throw forgotten(seq);
    return event.bytes;
  }

  /** One event and a copy of a part of its payload; undefined if the event is no longer held. */
  async readEvent(
    seq: number,
    start = 0,
    length = Infinity,
  ): Promise<{ row: EventRow; bytes: Uint8Array } | undefined> {
    if (seq < this.#first || seq >= this.#next) return undefined;
    const described = this.#describedInMemory(seq) ?? (await this.#describedOnDisk(seq));
    if (!described) return undefined;
    const { row } = described;
    const from = Math.min(start, row.length);
    const offset = described.offset + from;
    const count = Math.min(length, row.length - from);
    const bytes =
      count === 0 || this.#ring.isInMemory(offset)
        ? this.#ring.read(offset, count)
        : await loadPayload(this.#blocks, offset, count);
    return bytes && { row, bytes: Uint8Array.from(bytes) };
  }

  /** An event whose row is in memory. Its payload may be elsewhere. */
  #describedInMemory(seq: number): { row: EventRow; offset: number } | undefined {
    if (seq < this.#nextRowBlock - this.#capacity) return undefined;
    const index = seq % this.#capacity;
    return { row: rowAt(this.#columns, index, seq), offset: this.#columns.offset[index]! };
  }

  async #describedOnDisk(seq: number): Promise<{ row: EventRow; offset: number } | undefined> {
    const segment = await this.loadSegment(seq, false);
    const index = seq - (segment?.base ?? 0);
    return segment && { row: rowAt(segment.columns, index, seq), offset: segment.columns.offset[index]! };
  }

  /** The longest run of events in memory from a given event on. Valid until the next append. */
  segmentInMemory(seq: number): Segment | undefined {
    if (!this.isInMemory(seq)) return undefined;
    const base = seq - (seq % this.#capacity);
    const end = Math.min(this.#next, base + this.#capacity);
    return { first: seq, end, base, columns: this.#columns, read: this.#readRing, stretch: this.#stretchRing };
  }

  /**
   * A run of events that are not in memory, read from disk from a given event on, with their payloads if asked. It
   * stays valid. Undefined if the event is no longer held.
   */
  async loadSegment(seq: number, payloads: boolean): Promise<Segment | undefined> {
    if (seq < this.#first || seq >= this.#next) return undefined;
    const end = this.isInMemory(seq) ? this.#next : this.#firstInMemory;
    const segment = await loadSegment(this.#blocks, seq, end, payloads);
    return segment && seq >= this.#first ? segment : undefined;
  }

  readonly #blocks: BlockSource;

  readonly #readRing = (offset: number, length: number): Buffer => this.#ring.read(offset, length);
  readonly #stretchRing = (offset: number): Stretch => this.#ring.stretch(offset);

  /**
   * Changes the limits. Takes effect at once, and forgets the oldest events if necessary. If the disk limit shrinks,
   * everything on disk is forgotten.
   */
  configure(limits: { readonly memoryBytes?: number; readonly diskBytes?: number }): void {
    if (limits.diskBytes !== undefined) this.#spill.resize(limits.diskBytes);
    const old = this.#ring;
    const blocks = limits.memoryBytes === undefined ? old.blocks : blocksFor(limits.memoryBytes, old.blockBytes);
    if (blocks === old.blocks) return;
    for (let block = old.oldestBlock; block <= old.headBlock - blocks; block++) this.#blockGoes(block);
    this.#ring = old.resized(blocks);
    this.#maxPayload = Math.floor(this.#ring.size / 4);
  }

  /** Resolves when no write to disk is under way. */
  settled(): Promise<void> {
    return this.#spill.settled();
  }

  /** Forgets everything and removes the file on disk. Resolves when that is done. */
  close(): Promise<void> {
    this.clear();
    return this.#spill.close();
  }

  dispose(): void {
    // The name of the file is gone already, so a failure to close it has no consequence.
    this.close().catch(() => undefined);
  }

  #describe(code: number, owner: EventOwner, offset: number, length: number, time: number): number {
    const { endpoint, id: connection } = owner;
    if (this.#sleepers.size > 0) this.#wakeSleepers();
    const seq = this.#next;
    if (seq === this.#nextRowBlock) this.#enterRowBlock();
    const index = seq % this.#capacity;
    const columns = this.#columns;
    columns.time[index] = time;
    columns.offset[index] = offset;
    columns.endpoint[index] = endpoint;
    columns.connection[index] = connection;
    columns.length[index] = length;
    columns.code[index] = code;
    const bytes = (this.#bytes += length);
    this.#next = seq + 1;
    if (length > 0) this.#touchBlocks(offset, length, seq, bytes);
    this.directory.count(code, endpoint, connection, length, seq, bytes);
    if (this.#entered > 0) this.#offerToDisk();
    return seq;
  }

  #wakeSleepers(): void {
    const sleepers = [...this.#sleepers];
    this.#sleepers.clear();
    for (const wake of sleepers) wake();
  }

  /** The blocks before the current ones may be written only now that the event is complete. */
  #offerToDisk(): void {
    const bytes = this.#entered;
    this.#entered = 0;
    this.#spill.entered(bytes);
  }

  #touchBlocks(offset: number, length: number, seq: number, bytes: number): void {
    const ring = this.#ring;
    const last = Math.floor((offset + length - 1) / ring.blockBytes);
    for (let block = Math.floor(offset / ring.blockBytes); block <= last; block++) {
      const place = block % ring.blocks;
      ring.lastSeq[place] = seq;
      ring.lastBytes[place] = bytes;
    }
  }

  #appendPieces(kind: EventKind, direction: Direction, owner: EventOwner, bytes: Uint8Array): number {
    const seq = this.#next;
    for (let at = 0; at < bytes.length; at += this.#maxPayload)
      this.append(kind, direction, owner, bytes.subarray(at, at + this.#maxPayload));
    return seq;
  }

  /**
   * The offset of the shared bytes, or -1. A new event that shares an old payload is lost with it, and so is everything
   * between the two; the window limits that.
   */
  #sharedOffset(of: number, start: number, length: number): number {
    if (of < this.#firstInMemory || of >= this.#next || length === 0) return -1;
    const index = of % this.#capacity;
    const offset = this.#columns.offset[index]! + start;
    if (start + length > this.#columns.length[index]!) return -1;
    return offset >= this.#ring.head - this.#ring.size * shareWindow ? offset : -1;
  }

  #makeRoom(length: number): void {
    const ring = this.#ring;
    ring.skipTail(length);
    while (!ring.fits(length)) {
      this.#blockGoes(ring.headBlock + 1 - ring.blocks);
      ring.enterBlock();
      this.#entered += ring.blockBytes;
    }
  }

  /** A block of payload is about to be overwritten. */
  #blockGoes(block: number): void {
    const ring = this.#ring;
    if (block < ring.oldestBlock) return;
    const place = block % ring.blocks;
    this.#goes('payload', block, { seq: ring.lastSeq[place]! + 1, bytes: ring.lastBytes[place]! });
  }

  /** The next event begins a block of rows: the rows of the oldest block are about to be overwritten. */
  #enterRowBlock(): void {
    const blocks = this.#bytesBefore.length;
    const block = this.#nextRowBlock / this.#blockEvents;
    const goes = block - blocks;
    if (goes >= 0)
      this.#goes('rows', goes, {
        seq: (goes + 1) * this.#blockEvents,
        bytes: this.#bytesBefore[(goes + 1) % blocks]!,
      });
    this.#bytesBefore[block % blocks] = this.#bytes;
    this.#nextRowBlock += this.#blockEvents;
    this.#entered += this.#blockEvents * bytesPerEvent;
  }

  /** A block leaves memory: events older than the boundary are now on disk, or forgotten. */
  #goes(lane: LaneName, block: number, boundary: Boundary): void {
    if (boundary.seq > this.#firstInMemory) {
      this.#firstInMemory = boundary.seq;
      this.#bytesBeforeFirstInMemory = boundary.bytes;
    }
    if (this.#spill.goes(lane, block, boundary) || boundary.seq <= this.#first) return;
    this.#forget(boundary.seq, boundary.bytes);
    this.#spill.lost();
  }

  /** Forgets the events before `seq`. `bytes`: the payload bytes of all events ever recorded before it. */
  #forget(seq: number, bytes: number): void {
    if (seq <= this.#first) return;
    this.#forgottenEvents += seq - this.#first;
    this.#forgottenBytes += bytes - this.#bytesBeforeFirst;
    this.#first = seq;
    this.#bytesBeforeFirst = bytes;
    if (this.#firstInMemory < seq) {
      this.#firstInMemory = seq;
      this.#bytesBeforeFirstInMemory = bytes;
    }
    this.#spill.forget(seq);
    this.directory.prune(seq);
  }

  #payloadLane(): Lane {
    const ring = () => this.#ring;
    return {
      blockBytes: ring().blockBytes,
      get blocks() {
        return ring().blocks;
      },
      get current() {
        return ring().headBlock;
      },
      isWanted: (block) => block >= ring().oldestBlock && ring().lastSeq[block % ring().blocks]! >= this.#first,
      pieces: (block) => [ring().read(block * ring().blockBytes, ring().blockBytes)],
    };
  }

  #rowLane(): Lane {
    const next = () => this.#nextRowBlock;
    const events = this.#blockEvents;
    return {
      blockBytes: events * bytesPerEvent,
      blocks: this.#capacity / events,
      get current() {
        return next() / events - 1;
      },
      isWanted: (block) => (block + 1) * events > this.#first,
      pieces: (block) => {
        const from = (block * events) % this.#capacity;
        return columnPieces(this.#columns, from, from + events);
      },
    };
  }

  #blockSource(): BlockSource {
    const events = this.#blockEvents;
    const { blockBytes } = this.#ring;
    return {
      blockEvents: events,
      blockBytes,
      rows: async (block) => {
        if (block * events >= this.#nextRowBlock - this.#capacity) {
          const from = (block * events) % this.#capacity;
          return copyColumns(this.#columns, from, from + events);
        }
        const bytes = await this.#spill.read('rows', block);
        return bytes && columnsOver(bytes, events);
      },
      payload: async (block) =>
        block >= this.#ring.oldestBlock
          ? Buffer.from(this.#ring.read(block * blockBytes, blockBytes))
          : this.#spill.read('payload', block),
    };
  }

  #spillFailed(error: unknown): void {
    this.#forget(this.#firstInMemory, this.#bytesBeforeFirstInMemory);
    const said = error instanceof Error ? error.message : String(error);
    const note = `From now on, the journal keeps events in memory only: writing to its temporary file failed (${said}).`;
    this.append('note', 'none', { endpoint: 0, id: 0 }, Buffer.from(note));
  }

  #shrinkDirectory(): void {
    this.directory.prune(this.#first);
    while (this.directory.size >= this.#maxConnections) {
      const oldest = this.directory.oldestClosed();
      if (!oldest) return;
      this.#forget(oldest.lastSeq + 1, oldest.lastBytes);
      this.directory.prune(this.#first);
    }
  }
}

function blocksFor(bytes: number, blockBytes: number): number {
  return Math.max(4, Math.round(bytes / blockBytes));
}

export function forgotten(seq: number): WirebenchError {
  return new WirebenchError({
    code: 'event-forgotten',
    message: `Event ${seq} is no longer in the journal: memory and disk were full, or the journal was cleared.`,
    facts: { seq },
  });
}
