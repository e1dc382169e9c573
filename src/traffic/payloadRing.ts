import type { Stretch } from './segment.ts';
import { unaccounted } from './unaccounted.ts';

/**
 * From this many bytes on, Node's `fill` is used: it copies by memcpy, and takes a third less for 64 KiB than V8's `set`, which copies
 * shared memory word by word. The call itself costs more, so smaller payloads are left to `set`.
 */
const bulkBytes = 16_384;

/**
 * Payload bytes in one preallocated buffer. Offsets are absolute: they only grow, and the position in the buffer is the
 * offset modulo its size. The buffer consists of blocks. A block is overwritten as a whole, so a byte is in memory as
 * long as its block is. A payload never wraps around the end of the buffer: the tail is skipped.
 */
export class PayloadRing {
  readonly bytes: Buffer;
  readonly size: number;
  readonly blockBytes: number;
  /** Blocks in the buffer. */
  readonly blocks: number;
  /**
   * By position of a block: the newest event with a byte in it (-1: none), and the journal's payload bytes up to and
   * including that event.
   */
  readonly lastSeq: Float64Array;
  readonly lastBytes: Float64Array;

  /** The next free offset, its place in the buffer, and the first offset after the current block. */
  head = 0;
  #place = 0;
  #blockEnd: number;
  /** Absolute number of the block the head is in, or of the last one entered. */
  headBlock = 0;
  /** The blocks before this one were never in this buffer: see `resized`. */
  #floorBlock = 0;

  constructor(blockBytes: number, blocks: number) {
    this.blockBytes = blockBytes;
    this.blocks = blocks;
    this.size = blockBytes * blocks;
    this.bytes = Buffer.from(unaccounted(this.size));
    this.lastSeq = new Float64Array(blocks).fill(-1);
    this.lastBytes = new Float64Array(blocks);
    this.#blockEnd = blockBytes;
  }

  /** The oldest block that has not been overwritten. */
  get oldestBlock(): number {
    return Math.max(this.#floorBlock, this.headBlock - this.blocks + 1);
  }

  isInMemory(offset: number): boolean {
    return offset >= this.oldestBlock * this.blockBytes;
  }

  /**
   * Skips the tail if the payload would wrap. Returns whether the tail or the payload needs blocks beyond the current
   * one.
   */
  fits(length: number): boolean {
    return this.head + length <= this.#blockEnd;
  }

  /** The start of a payload that does not fit into the rest of the buffer. */
  skipTail(length: number): void {
    if (this.#place + length <= this.size) return;
    this.head += this.size - this.#place;
    this.#place = 0;
  }

  /** Enters the next block and drops its former content. The caller has saved the content if necessary. */
  enterBlock(): void {
    this.headBlock++;
    this.#blockEnd += this.blockBytes;
    const place = this.headBlock % this.blocks;
    this.lastSeq[place] = -1;
  }

  /** Copies a payload to the head and returns its offset. The blocks it needs have been entered. */
  write(payload: Uint8Array): number {
    const offset = this.head;
    const end = this.#place + payload.length;
    if (payload.length < bulkBytes) this.bytes.set(payload, this.#place);
    else this.bytes.fill(payload, this.#place, end);
    this.head += payload.length;
    this.#place = end;
    return offset;
  }

  /** The bytes at an offset, not copied unless the buffer's end lies between them. Valid until the next append. */
  read(offset: number, length: number): Buffer {
    const place = offset % this.size;
    const end = place + length;
    if (end <= this.size) return this.bytes.subarray(place, end);
    return Buffer.concat([this.bytes.subarray(place), this.bytes.subarray(0, end - this.size)]);
  }

  /** The bytes from an offset to the head, or to the end of the buffer if that comes first. */
  stretch(offset: number): Stretch {
    const start = offset % this.size;
    return { bytes: this.bytes, start, end: Math.min(this.size, start + this.head - offset) };
  }

  /** The same bytes at the same offsets in a buffer of another size; the newest blocks as far as they fit. */
  resized(blocks: number): PayloadRing {
    const ring = new PayloadRing(this.blockBytes, blocks);
    ring.head = this.head;
    ring.headBlock = this.headBlock;
    ring.#place = this.head - Math.floor(this.head / ring.size) * ring.size;
    ring.#blockEnd = this.#blockEnd;
    ring.#floorBlock = Math.max(this.oldestBlock, this.headBlock - blocks + 1);
    for (let block = ring.#floorBlock; block <= this.headBlock; block++) {
      ring.bytes.set(this.read(block * this.blockBytes, this.blockBytes), (block % blocks) * this.blockBytes);
      ring.lastSeq[block % blocks] = this.lastSeq[block % this.blocks]!;
      ring.lastBytes[block % blocks] = this.lastBytes[block % this.blocks]!;
    }
    return ring;
  }
}
