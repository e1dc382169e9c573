import type { SpillFile, OpenSpillFile } from './spillFile.ts';

/** One of the two sequences of blocks that go to disk: payload, and rows (columns). */
export interface Lane {
  readonly blockBytes: number;
  /** Blocks that memory holds. */
  readonly blocks: number;
  /** The block being filled now. */
  readonly current: number;
  /** Whether the block contains an event that is not forgotten. */
  isWanted(block: number): boolean;
  /** The block's memory, not copied. */
  pieces(block: number): Uint8Array[];
}

export type LaneName = 'payload' | 'rows';

/**
 * Events before `seq` are lost with this block. `bytes`: the payload bytes of all events ever recorded before `seq`.
 */
export interface Boundary {
  readonly seq: number;
  readonly bytes: number;
}

interface SpillOptions {
  readonly diskBytes: number;
  /** Most bytes written in a second. */
  readonly bytesPerSecond: number;
  readonly open: OpenSpillFile;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

interface SpillHost {
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  /** Called when events before the boundary are no longer on disk. */
  forgetBefore(boundary: Boundary): void;
  /** Called if the disk failed: nothing that was written can be read any more. */
  failed(error: unknown): void;
}

/** A block and its place on disk. */
interface Saved {
  readonly lane: LaneName;
  readonly block: number;
  readonly slot: number;
  state: 'writing' | 'written' | 'dropped';
  /** True while a write, or nothing, is in progress: a slot is not reused before its write has ended. */
  busy: boolean;
  /** Known once the block has left memory. */
  boundary: Boundary | undefined;
}

const mostInFlight = 2;
/** A block is written once its age is this fraction of memory, so that short traffic never touches the disk. */
const lag = 1 / 4;
/**
 * Milliseconds over which the rate of traffic is measured, and the fraction of the disk's rate below which saving
 * resumes.
 */
const measured = 50;
const resumeBelow = 0.8;
const cachedBlocks = 8;

/**
 * Writes blocks to a bounded circular file before memory overwrites them. It never delays traffic: it writes straight
 * from memory, a few blocks at a time, within a rate. If memory overwrites a block before it was written, that block
 * and all older ones are lost. Then nothing is written until the traffic is slower than the disk, because it would be
 * lost again and cost the traffic time.
 */
export class Spill {
  readonly #options: SpillOptions;
  readonly #host: SpillHost;
  readonly #saved: Readonly<Record<LaneName, Map<number, Saved>>> = { payload: new Map(), rows: new Map() };
  /** The next block of each lane to write. */
  readonly #next: Record<LaneName, number> = { payload: 0, rows: 0 };
  readonly #slotBytes: number;
  /** The places in the file, and the number of them that may be used. */
  readonly #slots: (Saved | undefined)[] = [];
  #bound: number;
  #nextSlot = 0;

  #file: SpillFile | undefined;
  #opening: Promise<void> | undefined;
  readonly #writes = new Set<Promise<void>>();
  #failed = false;
  #closed = false;

  #tokens = 0;
  #tokensAt: number;
  /** Blocks were lost: see the class. */
  #waiting = false;
  #measuredFrom = 0;
  #measuredBytes = 0;

  readonly #cache = new Map<Saved, Promise<Buffer | undefined>>();

  constructor(options: SpillOptions, host: SpillHost) {
    this.#options = options;
    this.#host = host;
    this.#slotBytes = Math.max(host.lanes.payload.blockBytes, host.lanes.rows.blockBytes);
    this.#bound = this.#slotsFor(options.diskBytes);
    this.#tokensAt = options.now();
  }

  /** Payload bytes in blocks on disk. */
  get diskBytes(): number {
    let blocks = 0;
    for (const saved of this.#saved.payload.values()) if (saved.state === 'written') blocks++;
    return blocks * this.#host.lanes.payload.blockBytes;
  }

  /** Blocks with this many bytes have been entered, and those before them are complete. */
  entered(bytes: number): void {
    if (this.#waiting) this.#measure(bytes);
    this.#pump();
  }

  /** Memory is about to overwrite a block. True if it can be read from disk from now on. */
  goes(lane: LaneName, block: number, boundary: Boundary): boolean {
    const saved = this.#saved[lane].get(block);
    if (saved?.state === 'written' && this.#host.lanes[lane].isWanted(block)) {
      saved.boundary = boundary;
      return true;
    }
    if (saved) this.#dropSaved(saved);
    return false;
  }

  /** A block that is still needed was lost. */
  lost(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#measuredFrom = this.#options.now();
    this.#measuredBytes = 0;
  }

  /** Frees the blocks that contain no event from `first` on. */
  forget(first: number): void {
    for (const lane of [this.#saved.payload, this.#saved.rows])
      for (const saved of lane.values()) if (saved.boundary && saved.boundary.seq <= first) this.#dropSaved(saved);
  }

  /** A block of a lane, read from disk; undefined if it is no longer there. Must not be changed. */
  read(lane: LaneName, block: number): Promise<Buffer | undefined> {
    const saved = this.#saved[lane].get(block);
    if (saved?.state !== 'written') return Promise.resolve(undefined);
    const cached = this.#cache.get(saved);
    this.#cache.delete(saved);
    const reading = cached ?? this.#readBlock(saved);
    this.#cache.set(saved, reading);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > cachedBlocks && oldest) this.#cache.delete(oldest);
    return reading;
  }

  /** Changes the limit. Everything on disk is dropped if it may not fit. */
  resize(diskBytes: number): void {
    const slots = this.#slotsFor(diskBytes);
    if (slots < this.#bound) {
      for (const lane of [this.#saved.payload, this.#saved.rows])
        for (const saved of lane.values()) this.#recycle(saved);
      this.#nextSlot = 0;
    }
    this.#bound = slots;
  }

  /** Resolves when the file is closed and gone. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening;
    await Promise.allSettled(this.#writes);
    this.#cache.clear();
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** Resolves when no write is in flight: for tests. */
  async settled(): Promise<void> {
    await this.#opening;
    while (this.#writes.size > 0) await Promise.allSettled(this.#writes);
  }

  #slotsFor(diskBytes: number): number {
    const slots = Math.floor(diskBytes / this.#slotBytes);
    return slots < 4 ? 0 : slots;
  }

  #pump(): void {
    while (!this.#waiting && !this.#failed && !this.#closed && this.#writes.size < mostInFlight) {
      const lane = this.#mostUrgent();
      if (!lane) return;
      if (!this.#file) {
        this.#open();
        return;
      }
      const previous = this.#slots[this.#nextSlot];
      if (previous?.busy || !this.#takeTokens(this.#host.lanes[lane].blockBytes)) return;
      this.#start(lane, previous);
    }
  }

  /** The lane whose next block will be overwritten first; undefined if no block can be written yet. */
  #mostUrgent(): LaneName | undefined {
    if (this.#bound === 0) return undefined;
    const payload = this.#age('payload');
    const rows = this.#age('rows');
    if (Math.max(payload, rows) < lag) return undefined;
    return payload >= rows ? 'payload' : 'rows';
  }

  /** The age of the next block to write, as a fraction of memory. */
  #age(name: LaneName): number {
    const lane = this.#host.lanes[name];
    let block = Math.max(this.#next[name], lane.current - lane.blocks + 1);
    while (block < lane.current && !lane.isWanted(block)) block++;
    this.#next[name] = block;
    return block < lane.current ? (lane.current - block) / lane.blocks : -1;
  }

  #start(lane: LaneName, previous: Saved | undefined): void {
    const block = this.#next[lane]++;
    const slot = this.#nextSlot;
    this.#nextSlot = (slot + 1) % this.#bound;
    if (previous) this.#recycle(previous);
    const saved: Saved = { lane, block, slot, state: 'writing', busy: true, boundary: undefined };
    this.#slots[slot] = saved;
    this.#saved[lane].set(block, saved);
    const write = this.#write(saved).finally(() => {
      this.#writes.delete(write);
      saved.busy = false;
      this.#pump();
    });
    this.#writes.add(write);
  }

  async #write(saved: Saved): Promise<void> {
    try {
      await this.#file!.write(this.#host.lanes[saved.lane].pieces(saved.block), saved.slot * this.#slotBytes);
      if (saved.state === 'writing') saved.state = 'written';
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The slot is reused, so its former content is no longer on disk. */
  #recycle(saved: Saved): void {
    if (saved.state === 'dropped') return;
    const { boundary } = saved;
    this.#dropSaved(saved);
    if (boundary) this.#host.forgetBefore(boundary);
  }

  #dropSaved(saved: Saved): void {
    saved.state = 'dropped';
    this.#saved[saved.lane].delete(saved.block);
    this.#cache.delete(saved);
  }

  #open(): void {
    this.#opening ??= this.#options
      .open()
      .then(
        async (file) => {
          if (this.#closed) await file.close();
          else this.#file = file;
        },
        (error: unknown) => this.#fail(error),
      )
      .finally(() => {
        this.#opening = undefined;
        this.#pump();
      });
  }

  #fail(error: unknown): void {
    if (this.#failed || this.#closed) return;
    this.#failed = true;
    for (const lane of [this.#saved.payload, this.#saved.rows])
      for (const saved of lane.values()) this.#dropSaved(saved);
    this.#host.failed(error);
  }

  async #readBlock(saved: Saved): Promise<Buffer | undefined> {
    const bytes = Buffer.allocUnsafeSlow(this.#host.lanes[saved.lane].blockBytes);
    try {
      if (!this.#file) return undefined;
      await this.#file.read(bytes, saved.slot * this.#slotBytes);
    } catch (error) {
      this.#fail(error);
    }
    // Dropped meanwhile: the slot may have been overwritten during the read.
    return saved.state === 'written' ? bytes : undefined;
  }

  /** The allowance is at most a tenth of a second's worth. */
  #takeTokens(bytes: number): boolean {
    const now = this.#options.now();
    const rate = this.#options.bytesPerSecond;
    const most = Math.max(rate / 10, 2 * this.#slotBytes);
    this.#tokens = Math.min(most, this.#tokens + ((now - this.#tokensAt) / 1000) * rate);
    this.#tokensAt = now;
    if (this.#tokens < bytes) return false;
    this.#tokens -= bytes;
    return true;
  }

  /**
   * Measures the traffic after a loss. Resumes saving, from the oldest block in memory, once the traffic is slow
   * enough.
   */
  #measure(bytes: number): void {
    this.#measuredBytes += bytes;
    const now = this.#options.now();
    const elapsed = now - this.#measuredFrom;
    if (elapsed < measured) return;
    const rate = (this.#measuredBytes / elapsed) * 1000;
    this.#measuredFrom = now;
    this.#measuredBytes = 0;
    if (rate < this.#options.bytesPerSecond * resumeBelow) this.#waiting = false;
  }
}
