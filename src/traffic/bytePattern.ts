import type { Segment } from './segment.ts';

/** Bytes to look for, each with a mask of the relevant bits. */
export interface BytePattern {
  readonly bytes: Uint8Array;
  readonly masks: Uint8Array;
}

/** Longer patterns are refused: in the worst case a search takes length times bytes. */
export const mostPatternBytes = 256;

const upperA = 0x41;
const upperZ = 0x5a;
/** Clears the bit in which the two cases of an ASCII letter differ. */
const caseMask = 0xdf;

/**
 * A text in UTF-8. As in "smart case" searches, a text without a capital letter is found in any case. Only ASCII
 * letters are folded.
 */
export function textPattern(text: string): BytePattern {
  const bytes = new TextEncoder().encode(text);
  const masks = new Uint8Array(bytes.length).fill(0xff);
  if (text !== text.toLowerCase()) return { bytes, masks };
  bytes.forEach((byte, i) => {
    const upper = byte & caseMask;
    if (byte > 0x7f || upper < upperA || upper > upperZ) return;
    bytes[i] = upper;
    masks[i] = caseMask;
  });
  return { bytes, masks };
}

/** `0d 0a ?? 4?`; undefined unless the text is pairs of hex digits and `?`. */
export function hexPattern(text: string): BytePattern | undefined {
  const digits = text.replaceAll(/\s+/g, '').toLowerCase();
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[0-9a-f?]*$/.test(digits)) return undefined;
  const bytes = new Uint8Array(digits.length / 2);
  const masks = new Uint8Array(digits.length / 2);
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[i]!;
    const shift = i % 2 === 0 ? 4 : 0;
    if (digit === '?') continue;
    bytes[i >> 1]! |= parseInt(digit, 16) << shift;
    masks[i >> 1]! |= 15 << shift;
  }
  return { bytes, masks };
}

/** Finds a pattern in a part of bytes: the index of the first occurrence that lies completely in the part, or -1. */
type Finder = (bytes: Uint8Array, start: number, end: number) => number;

/** The number of bytes from which the native search is worth the buffer view that it needs to stop at its end. */
const nativeFrom = 4096;

/** The search of Boyer, Moore and Horspool, with a table for all values that a masked byte stands for. */
function createFinder({ bytes: wanted, masks }: BytePattern): Finder {
  const length = wanted.length;
  const last = length - 1;
  const skip = new Uint16Array(256).fill(length);
  const ends = new Uint8Array(256);
  for (let value = 0; value < 256; value++) {
    for (let i = 0; i < last; i++) if ((value & masks[i]!) === wanted[i]) skip[value] = last - i;
    ends[value] = (value & masks[last]!) === wanted[last] ? 1 : 0;
  }
  const exact = masks.every((mask) => mask === 0xff) ? Buffer.from(wanted) : undefined;
  if (length === 1 && !exact) return byteFinder(ends);
  return (bytes, start, end) => {
    if (exact && end - start >= nativeFrom) {
      const found = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).indexOf(exact);
      return found < 0 ? -1 : start + found;
    }
    let at = start + last;
    while (at < end) {
      const value = bytes[at]!;
      if (ends[value] === 1) {
        let i = 0;
        while (i < last && (bytes[at - last + i]! & masks[i]!) === wanted[i]) i++;
        if (i === last) return at - last;
      }
      at += skip[value]!;
    }
    return -1;
  };
}

/** Finds a single letter in either case: the first character that a person types of a word. */
function byteFinder(ends: Uint8Array): Finder {
  return (bytes, start, end) => {
    for (let at = start; at < end; at++) if (ends[bytes[at]!] === 1) return at;
    return -1;
  };
}

/** Bytes searched ahead at a time, so that one step stays far below a time slice. */
const window = 256 * 1024;

/**
 * Looks for one pattern in one payload after another. It searches the memory that contains the payloads and not each
 * payload, so one search without a hit answers for all payloads up to its end. Offsets are absolute, so results stay
 * valid while the memory is overwritten and refilled.
 */
export class PatternSearch {
  readonly #find: Finder;
  readonly #length: number;
  /** No occurrence starts at `#from` or later and before `#known`; one does at `#known` if `#hit`. */
  #from = 0;
  #known = 0;
  #hit = false;
  /**
   * The segment and the place of the bytes from `#stretchFrom` to `#stretchEnd`. Asking for them again for each payload
   * would cost as much as the search.
   */
  #segment: Segment | undefined;
  #bytes: Uint8Array = new Uint8Array(0);
  #stretchFrom = 0;
  #stretchEnd = 0;
  #stretchStart = 0;

  constructor(pattern: BytePattern) {
    this.#find = createFinder(pattern);
    this.#length = pattern.bytes.length;
  }

  isIn(segment: Segment, offset: number, length: number): boolean {
    const last = offset + length - this.#length;
    if (last < offset) return false;
    if (offset < this.#from) return this.#isInAlone(segment, offset, length);
    if (offset > this.#known) {
      this.#from = this.#known = offset;
      this.#hit = false;
    }
    if (last < this.#known) return false;
    if (this.#hit) return true;
    const end = offset + length;
    if (!this.#reaches(segment, this.#known, end)) return this.#isInAlone(segment, offset, length);
    const from = this.#stretchStart + this.#known - this.#stretchFrom;
    const until = from + Math.min(this.#stretchEnd - this.#known, Math.max(end - this.#known, window));
    const found = this.#find(this.#bytes, from, until);
    this.#hit = found >= 0;
    this.#known += found >= 0 ? found - from : until - from - this.#length + 1;
    return this.#hit && this.#known <= last;
  }

  /**
   * Whether the bytes between two offsets lie in one stretch. The answer of a segment in memory stays valid as long as
   * the segment does.
   */
  #reaches(segment: Segment, from: number, end: number): boolean {
    if (segment !== this.#segment || from < this.#stretchFrom || end > this.#stretchEnd) {
      const stretch = segment.stretch(from);
      if (!stretch) return false;
      this.#segment = segment;
      this.#bytes = stretch.bytes;
      this.#stretchFrom = from;
      this.#stretchStart = stretch.start;
      this.#stretchEnd = from + stretch.end - stretch.start;
    }
    return end <= this.#stretchEnd;
  }

  #isInAlone(segment: Segment, offset: number, length: number): boolean {
    const bytes = segment.read(offset, length);
    return bytes !== undefined && this.#find(bytes, 0, bytes.length) >= 0;
  }
}
