import { fromPairedUnits, fromUnits } from './platformText.ts';
import { backslashed, DecodeError, EncodeError, type DecodeHandler, type EncodeHandler } from './errors.ts';

/** An encoding at work. A codec itself holds no state; its decoders may (byte order, shift state). */
export interface Codec {
  /** `stream`: as Python's incremental decoder, which differs from `bytes.decode` in a few encodings with a mark. */
  decoder(stream: boolean): StepDecoder;
  /** A short cut for whole input: its text, or undefined where only the decoder knows. */
  whole?(bytes: Uint8Array, errors: DecodeHandler): string | undefined;
  /** Appends the text's bytes to the sink. */
  encode(text: string, sink: EncodeSink): void;
}

export interface StepDecoder {
  /**
   * Decodes into the sink and returns how many bytes were used up. What is left (a character that is not whole yet) is
   * given again in front of the next bytes; when `final`, nothing may be left.
   */
  step(bytes: Uint8Array, sink: DecodeSink, final: boolean): number;
  /** Remembers the state, if there is one; calling what is returned goes back to it. */
  mark?(): () => void;
}

const HEX = '0123456789abcdef';

/** Units up to which a buffer is kept for the next call. */
const KEPT = 1 << 18;
/** Units up to which a string is put together one by one, faster than any call for all of them. */
const FEW = 24;

// Calls share one buffer; nothing of it is kept once the text is made.
let scratch: Uint16Array | undefined = new Uint16Array(1024);

/** Where decoders write: UTF-16 units and, if asked, the offset of the byte each began at. */
export class DecodeSink {
  units: Uint16Array;
  starts: Uint32Array | undefined;
  length = 0;
  /** Set by a decoder that may write surrogates which are not pairs. */
  unpaired = false;
  readonly errors: DecodeHandler;
  /** Added to every offset that is told to the outside: what came before the bytes at hand. */
  base: number;
  readonly #borrowed: boolean;

  /** `size`: of the input. No encoding makes more than one unit of a byte, so the loops need no check of their own. */
  constructor(size: number, errors: DecodeHandler, withStarts = false, base = 0) {
    this.errors = errors;
    this.base = base;
    const shared = withStarts ? undefined : scratch;
    this.#borrowed = shared !== undefined;
    if (shared) scratch = undefined;
    this.units = shared && size <= shared.length ? shared : new Uint16Array(size);
    if (withStarts) this.starts = new Uint32Array(size);
  }

  /** Room for so many more units. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.units.length) return;
    const size = Math.max(needed, this.units.length * 2);
    const units = new Uint16Array(size);
    units.set(this.units.subarray(0, this.length));
    this.units = units;
    if (this.starts) {
      const starts = new Uint32Array(size);
      starts.set(this.starts.subarray(0, this.length));
      this.starts = starts;
    }
  }

  /** Appends one code point; room must be there. */
  push(codePoint: number, start: number): void {
    if (this.starts) {
      this.starts[this.length] = this.base + start;
      if (codePoint > 0xffff) this.starts[this.length + 1] = this.base + start;
    }
    if (codePoint > 0xffff) {
      this.units[this.length++] = 0xd7c0 + (codePoint >> 10);
      this.units[this.length++] = 0xdc00 + (codePoint & 0x3ff);
    } else this.units[this.length++] = codePoint;
  }

  /** So many units were written behind `length`, each of `width` bytes of its own from `start` on. */
  advance(count: number, start: number, width = 1): void {
    if (this.starts) for (let i = 0; i < count; i++) this.starts[this.length + i] = this.base + start + i * width;
    this.length += count;
  }

  /**
   * Deals with the wrong bytes from `start` to `end` as the handler says, leaves room for what follows them, and
   * returns `end`, where Python's handlers go on.
   */
  fail(encoding: string, bytes: Uint8Array, start: number, end: number, reason: string): number {
    if (this.errors === 'strict') {
      throw new DecodeError({ encoding, position: start, base: this.base, bytes: bytes.slice(start, end), reason });
    }
    const written = this.errors === 'replace' ? 1 : this.errors === 'ignore' ? 0 : 4 * (end - start);
    this.reserve(written + bytes.length - end + 2);
    if (this.errors === 'replace') this.push(0xfffd, start);
    if (this.errors === 'backslashreplace') {
      for (let i = start; i < end; i++) {
        this.push(0x5c, i);
        this.push(0x78, i);
        this.push(HEX.charCodeAt(bytes[i]! >> 4), i);
        this.push(HEX.charCodeAt(bytes[i]! & 15), i);
      }
    }
    return end;
  }

  text(): string {
    if (this.length <= FEW) {
      let text = '';
      for (let i = 0; i < this.length; i++) text += String.fromCharCode(this.units[i]!);
      return text;
    }
    const units = this.units.subarray(0, this.length);
    return this.unpaired ? fromUnits(units) : fromPairedUnits(units);
  }

  /** Gives the shared buffer back. */
  release(): void {
    if (this.#borrowed) scratch = this.units.length <= KEPT ? this.units : new Uint16Array(1024);
  }
}

/** Where encoders write bytes, and what becomes of a character the encoding can't hold. */
export class EncodeSink {
  #bytes: Uint8Array;
  #length = 0;
  readonly #errors: EncodeHandler;
  #failing: (() => EncodeError) | undefined;

  constructor(size: number, errors: EncodeHandler) {
    this.#bytes = new Uint8Array(size);
    this.#errors = errors;
  }

  push(byte: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = byte;
  }

  pushAll(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The bytes of a number of up to four bytes, the high one first, without leading zeros. */
  pushCode(code: number): void {
    if (code > 0xffffff) this.push(code >>> 24);
    if (code > 0xffff) this.push((code >> 16) & 0xff);
    if (code > 0xff) this.push((code >> 8) & 0xff);
    this.push(code & 0xff);
  }

  /**
   * Units `start` to `end` of the text can't be held: throws, or writes what the handler puts in their place by means
   * of `encode`, which may keep a state. A character of the replacement that can't be held either is the same error.
   */
  fail(
    encoding: string,
    text: string,
    start: number,
    end: number,
    reason: string,
    encode: (text: string) => void,
  ): void {
    if (this.#errors === 'ignore') return;
    if (this.#failing) throw this.#failing();
    const error = (): EncodeError => new EncodeError(encoding, text, start, end, reason);
    if (this.#errors === 'strict') throw error();
    const replacement = replacementOf(text.slice(start, end), this.#errors);
    this.#failing = error;
    encode(replacement);
    this.#failing = undefined;
  }

  result(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(count: number): void {
    const bytes = new Uint8Array(Math.max(this.#length + count, this.#bytes.length * 2, 16));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}

function replacementOf(characters: string, errors: Exclude<EncodeHandler, 'strict'>): string {
  let text = '';
  for (const character of characters) {
    const codePoint = character.codePointAt(0)!;
    if (errors === 'replace') text += '?';
    else if (errors === 'backslashreplace') text += backslashed(codePoint);
    else if (errors === 'xmlcharrefreplace') text += `&#${codePoint};`;
  }
  return text;
}

export function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}

/** Whether a lone surrogate stands at `i`: a pair is one character. */
export function isLoneSurrogate(text: string, i: number): boolean {
  return isSurrogate(text.codePointAt(i)!);
}
