import { DnsError } from './error.ts';
import { MAX_LABEL, MAX_NAME, nameLength, type Name } from './name.ts';

/** The most that the two bytes of a length over TCP can say. */
export const MAX_MESSAGE = 65535;
/** A pointer has 14 bits. */
const MAX_POINTER = 0x3fff;

/** Bytes that grow, and the names written so far, for compression. Throws DnsError when a message gets too large. */
export class MessageWriter {
  #bytes: Uint8Array;
  #length = 0;
  /** Where the endings of compressible names were written, by their bytes. */
  #endings = new Map<string, number>();

  constructor(capacity = 512) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Takes back what was written from there on. */
  rewind(length: number): void {
    this.#length = length;
    for (const [ending, offset] of this.#endings) if (offset >= length) this.#endings.delete(ending);
  }

  /** A copy of what was written from `start` on. */
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
   * A name. With `compress`, its longest ending that was written with the same bytes becomes a pointer; upper and lower
   * case are kept, so what is read back is what was written.
   */
  name(name: Name, compress: boolean): void {
    checkName(name);
    for (let i = 0; i < name.length; i++) {
      if (compress) {
        const ending = endingKey(name, i);
        const offset = this.#endings.get(ending);
        if (offset !== undefined) {
          this.u16(0xc000 | offset);
          return;
        }
        if (this.#length <= MAX_POINTER) this.#endings.set(ending, this.#length);
      }
      this.u8(name[i]!.length);
      this.raw(name[i]!);
    }
    this.u8(0);
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

const CHARACTERS: readonly string[] = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));

function endingKey(name: Name, from: number): string {
  let key = '';
  for (let i = from; i < name.length; i++) {
    const label = name[i]!;
    key += CHARACTERS[label.length]!;
    for (let at = 0; at < label.length; at++) key += CHARACTERS[label[at]!]!;
  }
  return key;
}

function checkName(name: Name): void {
  for (const label of name) {
    if (label.length === 0) throw new DnsError('dns-empty-label', 'A label of the name is empty.');
    if (label.length > MAX_LABEL)
      throw new DnsError(
        'dns-label-too-long',
        `A label of the name has ${label.length} bytes; ${MAX_LABEL} is the most.`,
      );
  }
  if (nameLength(name) > MAX_NAME) {
    throw new DnsError('dns-name-too-long', `The name is ${nameLength(name)} bytes long; ${MAX_NAME} is the most.`);
  }
}
