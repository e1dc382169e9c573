import type { Disposable } from '../base/disposable.ts';
import { WirebenchError } from '../base/errors.ts';
import { Clock } from './clock.ts';
import { createColumns, rowAt, type Columns } from './columns.ts';
import { eventCode } from './counters.ts';
import { Directory } from './directory.ts';
import type {
  ConnectionInfo,
  Counters,
  Direction,
  EventKind,
  EventRow,
  JournalState,
  SocketAddress,
  Transport,
} from './event.ts';
import { PayloadRing } from './payloadRing.ts';
import type { Recorder } from './recorder.ts';
import type { Segment } from './segment.ts';

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
  /** Milliseconds since the Unix epoch, with a fraction. */
  readonly now?: () => number;
}

export const journalDefaults = {
  memoryBytes: 64 * 1024 * 1024,
  memoryEvents: 2 ** 20,
  maxConnections: 262_144,
  blockBytes: 1024 * 1024,
  blockEvents: 32_768,
};

const noBytes = Buffer.alloc(0);

/** A payload is shared with an earlier event only when that is at most this fraction of memory back: see appendShared. */
const shareWindow = 1 / 8;

/**
 * The bounded, append-only record of events: `first` to `next` (exclusive) are held, contiguous, the oldest forgotten
 * first. Each payload is copied once into a ring; each event is a row of typed arrays. Appending never waits.
 *
 * A payload of more than a quarter of memory is recorded as consecutive events of at most that size (nothing that
 * endpoints read or write in one call is that big): its bytes are all there, and its chunk count is that of the pieces.
 */
export class Journal implements Recorder, Disposable {
  readonly directory = new Directory();

  readonly #ring: PayloadRing;
  readonly #columns: Columns;
  readonly #capacity: number;
  readonly #blockEvents: number;
  readonly #maxPayload: number;
  readonly #maxConnections: number;
  readonly #now: () => number;

  #first = 0;
  #next = 0;
  /** The oldest event whose row and payload are both in memory. */
  #firstInMemory = 0;
  /** The next event that begins a block of rows. */
  #nextRowBlock = 0;
  /** By place of a block of rows: the journal's payload bytes before its first event. */
  readonly #bytesBefore: Float64Array;

  /** Payload bytes of everything ever recorded, and of everything before `first`. */
  #bytes = 0;
  #bytesBeforeFirst = 0;
  #forgottenEvents = 0;
  #forgottenBytes = 0;
  /** Offset of the head at the last `clear`. */
  #clearedOffset = 0;

  constructor(options: JournalOptions = {}) {
    const { memoryBytes, memoryEvents, maxConnections, blockBytes, blockEvents } = { ...journalDefaults, ...options };
    this.#ring = new PayloadRing(blockBytes, Math.max(4, Math.round(memoryBytes / blockBytes)));
    this.#maxPayload = Math.floor(this.#ring.size / 4);
    this.#blockEvents = blockEvents;
    const blocks = Math.max(2, Math.round(memoryEvents / blockEvents));
    this.#capacity = blocks * blockEvents;
    this.#columns = createColumns(this.#capacity);
    this.#bytesBefore = new Float64Array(blocks);
    this.#maxConnections = maxConnections;
    const clock = new Clock();
    this.#now = options.now ?? (() => clock.now());
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

  state(): JournalState {
    const held = Math.max(this.#ring.oldestBlock * this.#ring.blockBytes, this.#clearedOffset);
    return {
      first: this.#first,
      next: this.#next,
      events: this.#next,
      bytes: this.#bytes,
      forgottenEvents: this.#forgottenEvents,
      forgottenBytes: this.#forgottenBytes,
      memoryBytes: this.#ring.head - held,
      diskBytes: 0,
    };
  }

  addEndpoint(name: string): number {
    return this.directory.addEndpoint(name);
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

  endpointCounters(endpoint: number): Counters {
    return this.directory.endpointCounters(endpoint);
  }

  connectionCounters(connection: number): Counters {
    return this.directory.connectionCounters(connection);
  }

  append(kind: EventKind, direction: Direction, endpoint: number, connection: number, bytes?: Uint8Array): number {
    const code = eventCode(kind, direction);
    if (bytes === undefined || bytes.length === 0)
      return this.#describe(code, endpoint, connection, this.#ring.head, 0);
    if (bytes.length > this.#maxPayload) return this.#appendPieces(kind, direction, endpoint, connection, bytes);
    const ring = this.#ring;
    if (!ring.fits(bytes.length)) this.#makeRoom(bytes.length);
    return this.#describe(code, endpoint, connection, ring.write(bytes), bytes.length);
  }

  appendShared(
    kind: EventKind,
    direction: Direction,
    endpoint: number,
    connection: number,
    of: number,
    start: number,
    bytes: Uint8Array,
  ): number {
    const offset = this.#sharedOffset(of, start, bytes.length);
    if (offset < 0) return this.append(kind, direction, endpoint, connection, bytes);
    return this.#describe(eventCode(kind, direction), endpoint, connection, offset, bytes.length);
  }

  /** Forgets every event, on purpose: they are not counted as forgotten. Counters and sequence numbers go on. */
  clear(): void {
    this.#first = this.#firstInMemory = this.#next;
    this.#bytesBeforeFirst = this.#bytes;
    this.#clearedOffset = this.#ring.head;
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
   * A payload, or a part of it, if it is in memory: not copied, valid until the next append. Parts beyond its end are
   * cut off.
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
  readRows(from: number, count: number): Promise<EventRow[]> {
    const rows: EventRow[] = [];
    const end = Math.min(from + count, this.#next);
    for (let seq = Math.max(from, this.#first); seq < end; seq++) rows.push(this.row(seq)!);
    return Promise.resolve(rows);
  }

  /** A copy of a payload or of a part of it. Rejects with `event-forgotten` where the event is no longer held. */
  readBytes(seq: number, start = 0, length = Infinity): Promise<Uint8Array> {
    const bytes = this.bytesInMemory(seq, start, length);
    return bytes ? Promise.resolve(Uint8Array.from(bytes)) : Promise.reject(forgotten(seq));
  }

  /** One event and the beginning of its payload; undefined where it is no longer held. */
  readEvent(seq: number, length = Infinity): Promise<{ row: EventRow; bytes: Uint8Array } | undefined> {
    const row = this.row(seq);
    return Promise.resolve(row && { row, bytes: Uint8Array.from(this.bytesInMemory(seq, 0, length)!) });
  }

  /** The longest run of events in memory from an event on. Valid until the next append. */
  segmentInMemory(seq: number): Segment | undefined {
    if (!this.isInMemory(seq)) return undefined;
    const base = seq - (seq % this.#capacity);
    const end = Math.min(this.#next, base + this.#capacity);
    return { first: seq, end, base, columns: this.#columns, read: this.#readRing, stretch: this.#stretchRing };
  }

  /** A run of events that are not in memory, from an event on, read from disk. Undefined where they are no longer held. */
  loadSegment(_seq: number, _payloads: boolean): Promise<Segment | undefined> {
    return Promise.resolve(undefined);
  }

  readonly #readRing = (offset: number, length: number): Buffer => this.#ring.read(offset, length);
  readonly #stretchRing = (offset: number): Buffer => this.#ring.stretch(offset);

  dispose(): void {
    this.clear();
  }

  #describe(code: number, endpoint: number, connection: number, offset: number, length: number): number {
    const seq = this.#next;
    if (seq === this.#nextRowBlock) this.#enterRowBlock();
    const index = seq % this.#capacity;
    const columns = this.#columns;
    columns.time[index] = this.#now();
    columns.offset[index] = offset;
    columns.endpoint[index] = endpoint;
    columns.connection[index] = connection;
    columns.length[index] = length;
    columns.code[index] = code;
    const bytes = (this.#bytes += length);
    this.#next = seq + 1;
    if (length > 0) this.#touchBlocks(offset, length, seq, bytes);
    this.directory.count(code, endpoint, connection, length, seq, bytes);
    return seq;
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

  #appendPieces(
    kind: EventKind,
    direction: Direction,
    endpoint: number,
    connection: number,
    bytes: Uint8Array,
  ): number {
    const seq = this.#next;
    for (let at = 0; at < bytes.length; at += this.#maxPayload)
      this.append(kind, direction, endpoint, connection, bytes.subarray(at, at + this.#maxPayload));
    return seq;
  }

  /**
   * Where the shared bytes are, or -1. Sharing with an old payload would tie the new event, and so everything between
   * the two, to the old one's fate; hence the window.
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
    }
  }

  /** A block of payload is about to be overwritten. */
  #blockGoes(block: number): void {
    if (block < 0) return;
    const place = block % this.#ring.blocks;
    const last = this.#ring.lastSeq[place]!;
    if (last < this.#firstInMemory) return;
    this.#firstInMemory = last + 1;
    this.#forget(last + 1, this.#ring.lastBytes[place]!);
  }

  /** The next event begins a block of rows: the rows of the oldest block are about to be overwritten. */
  #enterRowBlock(): void {
    const blocks = this.#bytesBefore.length;
    const block = this.#nextRowBlock / this.#blockEvents;
    this.#nextRowBlock += this.#blockEvents;
    const first = (block - blocks + 1) * this.#blockEvents;
    if (first > this.#firstInMemory) {
      this.#firstInMemory = first;
      this.#forget(first, this.#bytesBefore[(block + 1) % blocks]!);
    }
    this.#bytesBefore[block % blocks] = this.#bytes;
  }

  /** Forgets what is older than `seq`. `bytes`: the payload bytes of everything ever recorded before it. */
  #forget(seq: number, bytes: number): void {
    if (seq <= this.#first) return;
    this.#forgottenEvents += seq - this.#first;
    this.#forgottenBytes += bytes - this.#bytesBeforeFirst;
    this.#first = seq;
    this.#bytesBeforeFirst = bytes;
    if (this.#firstInMemory < seq) this.#firstInMemory = seq;
    this.directory.prune(seq);
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

export function forgotten(seq: number): WirebenchError {
  return new WirebenchError({
    code: 'event-forgotten',
    message: `Event ${seq} is no longer in the journal: memory and disk were full, or the journal was cleared.`,
    facts: { seq },
  });
}
