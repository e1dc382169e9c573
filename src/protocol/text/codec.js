import { fromPairedUnits, fromUnits } from './platformText.ts';
import { backslashed, DecodeError, EncodeError } from './errors.ts';
const HEX = '0123456789abcdef';
/** Units up to which a buffer is kept for the next call. */
const KEPT = 1 << 18;
/** Units up to which a string is put together one by one, faster than any call for all of them. */
const FEW = 24;
// Calls share one buffer; nothing of it is kept once the text is made.
let scratch = new Uint16Array(1024);
/** Where decoders write: UTF-16 units and, if asked, the offset of the byte each began at. */
export class DecodeSink {
  units;
  starts;
  length = 0;
  /** Set by a decoder that may write surrogates which are not pairs. */
  unpaired = false;
  errors;
  /** Added to every offset that is told to the outside: what came before the bytes at hand. */
  base;
  #borrowed;
  /** `size`: of the input. No encoding makes more than one unit of a byte, so the loops need no check of their own. */
  constructor(size, errors, withStarts = false, base = 0) {
    this.errors = errors;
    this.base = base;
    const shared = withStarts ? undefined : scratch;
    this.#borrowed = shared !== undefined;
    if (shared) scratch = undefined;
    this.units = shared && size <= shared.length ? shared : new Uint16Array(size);
    if (withStarts) this.starts = new Uint32Array(size);
  }
  /** Room for so many more units. */
  reserve(count) {
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
  push(codePoint, start) {
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
  advance(count, start, width = 1) {
    if (this.starts) for (let i = 0; i < count; i++) this.starts[this.length + i] = this.base + start + i * width;
    this.length += count;
  }
  /**
   * Deals with the wrong bytes from `start` to `end` as the handler says, leaves room for what follows them, and
   * returns `end`, where Python's handlers go on.
   */
  fail(encoding, bytes, start, end, reason) {
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
        this.push(HEX.charCodeAt(bytes[i] >> 4), i);
        this.push(HEX.charCodeAt(bytes[i] & 15), i);
      }
    }
    return end;
  }
  text() {
    if (this.length <= FEW) {
      let text = '';
      for (let i = 0; i < this.length; i++) text += String.fromCharCode(this.units[i]);
      return text;
    }
    const units = this.units.subarray(0, this.length);
    return this.unpaired ? fromUnits(units) : fromPairedUnits(units);
  }
  /** Gives the shared buffer back. */
  release() {
    if (this.#borrowed) scratch = this.units.length <= KEPT ? this.units : new Uint16Array(1024);
  }
}
/** Where encoders write bytes, and what becomes of a character the encoding can't hold. */
export class EncodeSink {
  #bytes;
  #length = 0;
  #errors;
  #failing;
  constructor(size, errors) {
    this.#bytes = new Uint8Array(size);
    this.#errors = errors;
  }
  push(byte) {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = byte;
  }
  pushAll(bytes) {
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }
  /** The bytes of a number of up to four bytes, the high one first, without leading zeros. */
  pushCode(code) {
    if (code > 0xffffff) this.push(code >>> 24);
    if (code > 0xffff) this.push((code >> 16) & 0xff);
    if (code > 0xff) this.push((code >> 8) & 0xff);
    this.push(code & 0xff);
  }
  /**
   * Units `start` to `end` of the text can't be held: throws, or writes what the handler puts in their place by means
   * of `encode`, which may keep a state. A character of the replacement that can't be held either is the same error.
   */
  fail(encoding, text, start, end, reason, encode) {
    if (this.#errors === 'ignore') return;
    if (this.#failing) throw this.#failing();
    const error = () => new EncodeError(encoding, text, start, end, reason);
    if (this.#errors === 'strict') throw error();
    const replacement = replacementOf(text.slice(start, end), this.#errors);
    this.#failing = error;
    encode(replacement);
    this.#failing = undefined;
  }
  result() {
    return this.#bytes.slice(0, this.#length);
  }
  #grow(count) {
    const bytes = new Uint8Array(Math.max(this.#length + count, this.#bytes.length * 2, 16));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
function replacementOf(characters, errors) {
  let text = '';
  for (const character of characters) {
    const codePoint = character.codePointAt(0);
    if (errors === 'replace') text += '?';
    else if (errors === 'backslashreplace') text += backslashed(codePoint);
    else if (errors === 'xmlcharrefreplace') text += `&#${codePoint};`;
  }
  return text;
}
export function isSurrogate(unit) {
  return (unit & 0xf800) === 0xd800;
}
/** Whether a lone surrogate stands at `i`: a pair is one character. */
export function isLoneSurrogate(text, i) {
  return isSurrogate(text.codePointAt(i));
}
