import type { Codec, DecodeSink, EncodeSink } from './codec.ts';
import {
  COMBINED,
  gb18030Ranges,
  LEAD,
  MULTI_BYTE_NAMES,
  multiByteTable,
  type MultiByteTable,
} from './multiByteTable.ts';
import { fromWholeAscii } from './platformText.ts';

export const ILLEGAL = 'illegal multibyte sequence';
export const INCOMPLETE = 'incomplete multibyte sequence';

/** Sequences that follow from arithmetic instead of a table. */
interface LongSequence {
  readonly length: number;
  /** Whether the first two bytes begin one. */
  begins(lead: number, trail: number): boolean;
  /** The character of a whole one, or -1. */
  decode(bytes: Uint8Array, at: number): number;
  /** The bytes of a character, or undefined. */
  encode(character: number): number[] | undefined;
}

const LINEAR_LIMIT = 39420;

const gb18030Four: LongSequence = {
  length: 4,
  begins: (_, trail) => trail >= 0x30 && trail <= 0x39,
  decode(bytes, at) {
    const [b1, b2, b3, b4] = [bytes[at]! - 0x81, bytes[at + 1]! - 0x30, bytes[at + 2]! - 0x81, bytes[at + 3]! - 0x30];
    if (b1 < 0 || b3 < 0 || b3 > 0x7d || b4 < 0 || b4 > 9) return -1;
    const rest = b2 * 1260 + b3 * 10 + b4;
    if (b1 >= 15) {
      const character = 0x10000 + (b1 - 15) * 12600 + rest;
      return character > 0x10ffff ? -1 : character;
    }
    const linear = b1 * 12600 + rest;
    if (b1 >= 4 || linear >= LINEAR_LIMIT) return -1;
    const { first, character } = gb18030Ranges();
    const range = lastNotAbove(first, linear);
    return character[range]! + linear - first[range]!;
  },
  encode(character) {
    if (character > 0xffff) return linearBytes(character - 0x10000 + 15 * 12600);
    const ranges = gb18030Ranges();
    for (let i = 0; i < ranges.first.length; i++) {
      const length = (ranges.first[i + 1] ?? LINEAR_LIMIT) - ranges.first[i]!;
      const inside = character - ranges.character[i]!;
      if (inside >= 0 && inside < length) return linearBytes(ranges.first[i]! + inside);
    }
    return undefined;
  },
};

function linearBytes(linear: number): number[] {
  return [
    0x81 + Math.floor(linear / 12600),
    0x30 + (Math.floor(linear / 1260) % 10),
    0x81 + (Math.floor(linear / 10) % 126),
    0x30 + (linear % 10),
  ];
}

/** Index of the last of the ascending numbers that is at most `value`. */
function lastNotAbove(ascending: Uint16Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

// KS X 1001 annex 3: a syllable without a code is spelled with a filler and its three letters, each after 0xA4.
const INITIALS = [0, 1, 3, 6, 7, 8, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29].map((i) => 0xa1 + i);
const FINALS = [0xd4, ...[0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17].map((i) => 0xa1 + i)].concat(
  [19, 20, 21, 22, 23, 25, 26, 27, 28, 29].map((i) => 0xa1 + i),
);

const spelledHangul: LongSequence = {
  length: 8,
  begins: (lead, trail) => lead === 0xa4 && trail === 0xd4,
  decode(bytes, at) {
    if (bytes[at + 2] !== 0xa4 || bytes[at + 4] !== 0xa4 || bytes[at + 6] !== 0xa4) return -1;
    const initial = INITIALS.indexOf(bytes[at + 3]!);
    const vowel = bytes[at + 5]! - 0xbf;
    const last = FINALS.indexOf(bytes[at + 7]!);
    if (initial < 0 || vowel < 0 || vowel > 20 || last < 0) return -1;
    return 0xac00 + initial * 588 + vowel * 28 + last;
  },
  encode(character) {
    if (character < 0xac00 || character > 0xd7a3) return undefined;
    const syllable = character - 0xac00;
    const initial = INITIALS[Math.floor(syllable / 588)]!;
    const vowel = 0xbf + (Math.floor(syllable / 28) % 21);
    return [0xa4, 0xd4, 0xa4, initial, 0xa4, vowel, 0xa4, FINALS[syllable % 28]!];
  },
};

const LONG: Readonly<Record<string, LongSequence>> = { gb18030: gb18030Four, euc_kr: spelledHangul };

/** Copies ASCII from `from` on, and returns the number of bytes. */
function asciiRun(bytes: Uint8Array, from: number, lone: Int32Array, units: Uint16Array, at: number): number {
  const n = bytes.length - from;
  for (let i = 0; i < n; i++) {
    const b = bytes[from + i]!;
    if (b > 0x7f || lone[b] !== b) return i;
    units[at + i] = b;
  }
  return n;
}

function decodeMultiByte(
  name: string,
  table: MultiByteTable,
  long: LongSequence | undefined,
  bytes: Uint8Array,
  sink: DecodeSink,
  final: boolean,
): number {
  const { lone, pairs, triples } = table;
  const n = bytes.length;
  let i = 0;
  while (i < n) {
    const b = bytes[i]!;
    const single = lone[b]!;
    if (single >= 0) {
      if (single !== b || b > 0x7f) sink.push(single, i++);
      else {
        const run = asciiRun(bytes, i, lone, sink.units, sink.length);
        sink.advance(run, i);
        i += run;
      }
      continue;
    }
    let need = 1;
    let value = 0;
    let wrong = 1;
    if (single === LEAD) {
      need = 2;
      if (i + 1 < n) {
        const pair = (b << 8) | bytes[i + 1]!;
        if (triples && b === 0x8f) {
          need = 3;
          if (i + 2 < n) value = triples[(bytes[i + 1]! << 8) | bytes[i + 2]!]!;
        } else {
          value = pairs[pair]!;
          if (value === 0) {
            if (long?.begins(b, bytes[i + 1]!)) need = long.length;
            else if (table.wrong.has(pair)) wrong = 2;
          }
        }
      } else if (triples && b === 0x8f) need = 3;
    }
    if (i + need > n) {
      if (!final) return i;
      return sink.fail(name, bytes, i, n, INCOMPLETE);
    }
    const character = need > 3 ? long!.decode(bytes, i) : value === 0 ? -1 : table.character(value);
    if (character < 0) i = sink.fail(name, bytes, i, i + wrong, ILLEGAL);
    else {
      if (character < COMBINED) sink.push(character, i);
      else for (const part of table.combined[character - COMBINED]!) sink.push(part, i);
      i += need;
    }
  }
  return i;
}

function encodeMultiByte(
  name: string,
  table: MultiByteTable,
  long: LongSequence | undefined,
  text: string,
  sink: EncodeSink,
): void {
  const { inverse } = table;
  for (let i = 0; i < text.length; i++) {
    const character = text.codePointAt(i)!;
    const width = character > 0xffff ? 2 : 1;
    const pair = inverse.combinedCode(character, text.charCodeAt(i + 1));
    const code = pair >= 0 ? pair : inverse.code(character);
    if (code >= 0) sink.pushCode(code);
    else {
      const bytes = (character & 0xfff800) === 0xd800 ? undefined : long?.encode(character);
      if (bytes) for (const byte of bytes) sink.push(byte);
      else {
        const again = (replacement: string): void => encodeMultiByte(name, table, long, replacement, sink);
        sink.fail(name, text, i, i + width, ILLEGAL, again);
      }
    }
    i += pair >= 0 ? 1 : width - 1;
  }
}

/** These have a yen sign and an overline in place of ASCII's backslash and tilde. */
const NOT_ASCII = new Set(['shift_jis_2004', 'shift_jisx0213']);

function codecOf(name: string): Codec {
  const long = LONG[name];
  return {
    decoder: () => ({
      step: (bytes, sink, final) => decodeMultiByte(name, multiByteTable(name), long, bytes, sink, final),
    }),
    whole: (bytes) => (NOT_ASCII.has(name) ? undefined : fromWholeAscii(bytes)),
    encode: (text, sink) => encodeMultiByte(name, multiByteTable(name), long, text, sink),
  };
}

/** The multi-byte encodings without a shift state, by the names of Python's modules. */
export const MULTI_BYTE_CODECS: Readonly<Record<string, Codec>> = Object.fromEntries(
  MULTI_BYTE_NAMES.map((name) => [name, codecOf(name)]),
);
