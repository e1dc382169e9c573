import { fromPairedUnits, fromUnits } from './platformText.ts';
import { backslashed, DecodeError, EncodeError, type DecodeHandler, type EncodeHandler } from './errors.ts';

/** An encoding. A codec itself holds no state; its decoders may (byte order, shift state). */
export interface Codec {
  /**
   * `stream`: behave as Python's incremental decoder, which differs from `bytes.decode` in a few encodings with a mark.
   */
  decoder(stream: boolean): StepDecoder;
  /** A short cut for complete input: its text, or undefined if only the decoder can read it. */
  whole?(bytes: Uint8Array, errors: DecodeHandler): string | undefined;
  /** Appends the text's bytes to the sink. */
  encode(text: string, sink: EncodeSink): void;
}

export interface StepDecoder {
  /**
   * Decodes into the sink and returns the number of bytes used. The rest (an incomplete character) is passed again
   * before the next bytes. If `final`, no rest is allowed.
   */
  step(bytes: Uint8Array, sink: DecodeSink, final: boolean): number;
  /** Remembers the state, if there is one. The returned function restores it. */
  mark?(): () => void;
}

const HEX = '0123456789abcdef';

/** The most units of a buffer that is kept for the next call. */
const KEPT = 1 << 18;
/** The most units of a string that is built unit by unit, which is faster than one call for all of them. */
const FEW = 24;

// Calls share one buffer. None of it is used after the text was made.
let scratch: Uint16Array | undefined = new Uint16Array(1024);

/** The target of decoders: UTF-16 units and, if requested, the offset of each one's first byte. */
export class DecodeSink {
  units: Uint16Array;
  starts: Uint32Array | undefined;
  length = 0;
  /** Set by a decoder that may write unpaired surrogates. */
  unpaired = false;
  readonly errors: DecodeHandler;
  /** Added to every reported offset: the number of bytes before the current ones. */
  base: number;
  readonly #borrowed: boolean;

  /** `size`: that of the input. No encoding makes more than one unit of a byte, so the loops need no check. */
  constructor(size: number, errors: DecodeHandler, withStarts = false, base = 0) {
    this.errors = errors;
    this.base = base;
    const shared = withStarts ? undefined : scratch;
    this.#borrowed = shared !== undefined;
    if (shared) scratch = undefined;
    this.units = shared && size <= shared.length ? shared : new Uint16Array(size);
    if (withStarts) this.starts = new Uint32Array(size);
  }

  /** Makes room for that many more units. */
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

  /** Appends one code point. There must be room for it. */
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

  /** That many units were written after `length`, each from `width` bytes, from `start` on. */
  advance(count: number, start: number, width = 1): void {
    if (this.starts) for (let i = 0; i < count; i++) this.starts[this.length + i] = this.base + start + i * width;
    this.length += count;
  }

  /**
   * Handles the wrong bytes from `start` to `end` as the handler defines, leaves room for the rest, and returns `end`,
   * where Python's handlers go on.
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

  /** Returns the shared buffer. */
  release(): void {
    if (this.#borrowed) scratch = this.units.length <= KEPT ? this.units : new Uint16Array(1024);
  }
}

/** The target of encoders: bytes, and the handling of characters that the encoding does not have. */
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

  /** The bytes of a number of up to four bytes, high byte first, without leading zeros. */
  pushCode(code: number): void {
    if (code > 0xffffff) this.push(code >>> 24);
    if (code > 0xffff) this.push((code >> 16) & 0xff);
    if (code > 0xff) this.push((code >> 8) & 0xff);
    this.push(code & 0xff);
  }

  /**
   * The encoding does not have the units `start` to `end`: throws, or writes the replacement of the handler with
   * `encode`, which may keep a state. A replacement that the encoding does not have either is the same error.
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

/** Whether a lone surrogate is at `i`; a pair is one character. */
export function isLoneSurrogate(text: string, i: number): boolean {
  return isSurrogate(text.codePointAt(i)!);
}
