const chunkLength = 16_384;

interface Chunk {
  readonly base: number;
  /** Distances from the base. */
  readonly deltas: Uint32Array;
}

/** An ascending list of sequence numbers in four bytes each, which grows at the end and shrinks at the front. */
export class SeqList {
  #chunks: Chunk[] = [];
  /** Items of the first chunk that were removed. */
  #dropped = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(seq: number): void {
    const at = (this.#dropped + this.#length) % chunkLength;
    // A chunk spans less than 2^32 events: a journal never holds that many.
    if (at === 0) this.#chunks.push({ base: seq, deltas: new Uint32Array(chunkLength) });
    const chunk = this.#chunks[this.#chunks.length - 1]!;
    chunk.deltas[at] = seq - chunk.base;
    this.#length++;
  }

  at(index: number): number {
    const place = index + this.#dropped;
    const chunk = this.#chunks[Math.floor(place / chunkLength)]!;
    return chunk.base + chunk.deltas[place % chunkLength]!;
  }

  /** The index of the first item not below `seq`; the length if there is none. */
  lowerBound(seq: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Drops items from the front. */
  drop(count: number): void {
    this.#dropped += count;
    this.#length -= count;
    if (this.#length === 0) {
      this.clear();
      return;
    }
    const whole = Math.floor(this.#dropped / chunkLength);
    if (whole === 0) return;
    this.#chunks = this.#chunks.slice(whole);
    this.#dropped -= whole * chunkLength;
  }

  clear(): void {
    this.#chunks = [];
    this.#dropped = 0;
    this.#length = 0;
  }
}
