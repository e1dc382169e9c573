import { DnsError } from './error.ts';
import { MAX_LABEL, MAX_NAME, type Name } from './name.ts';
import { MAX_POINTERS } from './wire.ts';

/** The most that the two length bytes of DNS over TCP can express. */
const MAX_MESSAGE = 65535;
/** A pointer has 14 bits. */
const MAX_TARGET = 0x3fff;

/**
 * Labels of the name being written, and their hashes from the right: `hashes[i]` covers the labels from i to the last.
 */
const hashes = new Int32Array(MAX_NAME);

/** Growing bytes, and the names written so far, for compression. Throws DnsError if a message gets too large. */
export class MessageWriter {
  #bytes: Uint8Array;
  #length = 0;
  /** The places of compressible name endings, by hash: the offset, and above it the number of pointers that follow. */
  readonly #endings = new Map<number, number>();

  constructor(capacity = 512) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Removes the bytes that were written from there on. */
  rewind(length: number): void {
    this.#length = length;
    if (length === 0) this.#endings.clear();
    else for (const [hash, ending] of this.#endings) if ((ending & MAX_TARGET) >= length) this.#endings.delete(hash);
  }

  /** A copy of the bytes from `start` on. */
  bytes(start = 0): Uint8Array {
    return this.#bytes.slice(start, this.#length);
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  u16(value: number): void {
    this.#reserve(2);
    this.#bytes[this.#length++] = value >> 8;
    this.#bytes[this.#length++] = value;
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#bytes[this.#length++] = value >>> 24;
    this.#bytes[this.#length++] = value >>> 16;
    this.#bytes[this.#length++] = value >>> 8;
    this.#bytes[this.#length++] = value;
  }

  setU16(at: number, value: number): void {
    this.#bytes[at] = value >> 8;
    this.#bytes[at + 1] = value;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * A name. With `compress`, its longest ending that was written before becomes a pointer. The case must match, so the
   * name reads back unchanged. Throws DnsError for an invalid name.
   */
  name(name: Name, compress: boolean): void {
    this.#reserve(checkedLength(name));
    if (!compress) {
      this.#labels(name, name.length);
      this.#bytes[this.#length++] = 0;
      return;
    }
    hashEndings(name);
    let found = 0;
    let written = 0;
    for (; written < name.length; written++) {
      found = this.#find(name, written);
      if (found > 0) break;
    }
    const pointers = found > 0 ? (found >> 14) + 1 : 0;
    this.#remember(name, written, pointers);
    this.#labels(name, written);
    if (found > 0) this.u16(0xc000 | (found & MAX_TARGET));
    else this.#bytes[this.#length++] = 0;
  }

  #labels(name: Name, count: number): void {
    for (let i = 0; i < count; i++) {
      const label = name[i]!;
      this.#bytes[this.#length++] = label.length;
      for (let at = 0; at < label.length; at++) this.#bytes[this.#length++] = label[at]!;
    }
  }

  /** Remembers the places at which the first `count` endings of the name are about to be written. */
  #remember(name: Name, count: number, pointers: number): void {
    let at = this.#length;
    for (let i = 0; i < count && at <= MAX_TARGET; i++) {
      if (!this.#endings.has(hashes[i]!)) this.#endings.set(hashes[i]!, (pointers << 14) | at);
      at += name[i]!.length + 1;
    }
  }

  /**
   * The place of the ending from label `from` on, if it was written and few enough pointers follow from there;
   * otherwise 0.
   */
  #find(name: Name, from: number): number {
    const ending = this.#endings.get(hashes[from]!);
    if (ending === undefined || ending >> 14 >= MAX_POINTERS) return 0;
    return this.#isAt(name, from, ending & MAX_TARGET) ? ending : 0;
  }

  /** Two endings may have the same hash, so their bytes are compared. */
  #isAt(name: Name, from: number, at: number): boolean {
    const bytes = this.#bytes;
    for (let i = from; i < name.length; i++) {
      while (bytes[at]! >= 0xc0) at = ((bytes[at]! & 0x3f) << 8) | bytes[at + 1]!;
      const label = name[i]!;
      if (bytes[at++] !== label.length) return false;
      for (let k = 0; k < label.length; k++) if (bytes[at++] !== label[k]) return false;
    }
    while (bytes[at]! >= 0xc0) at = ((bytes[at]! & 0x3f) << 8) | bytes[at + 1]!;
    return bytes[at] === 0;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > MAX_MESSAGE) {
      throw new DnsError(
        'dns-too-large',
        `The message has more than ${MAX_MESSAGE} bytes; that is the most DNS can carry.`,
      );
    }
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.min(MAX_MESSAGE, Math.max(needed, this.#bytes.length * 2)));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** FNV-1a over the bytes of each label, from the last label to the first. */
function hashEndings(name: Name): void {
  let hash = 0x811c9dc5;
  for (let i = name.length - 1; i >= 0; i--) {
    const label = name[i]!;
    hash = Math.imul(hash ^ label.length, 0x01000193);
    for (let at = 0; at < label.length; at++) hash = Math.imul(hash ^ label[at]!, 0x01000193);
    hashes[i] = hash;
  }
}

/** Bytes on the wire. */
function checkedLength(name: Name): number {
  let length = 1;
  for (const label of name) {
    if (label.length === 0) throw new DnsError('dns-empty-label', 'A label of the name is empty.');
    if (label.length > MAX_LABEL) {
      throw new DnsError(
        'dns-label-too-long',
        `A label of the name has ${label.length} bytes; ${MAX_LABEL} is the most.`,
      );
    }
    length += label.length + 1;
  }
  if (length > MAX_NAME) {
    throw new DnsError('dns-name-too-long', `The name is ${length} bytes long; ${MAX_NAME} is the most.`);
  }
  return length;
}
