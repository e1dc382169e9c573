import type { Codec, DecodeSink, EncodeSink, StepDecoder } from './codec.ts';
import { ILLEGAL, INCOMPLETE } from './multiByte.ts';
import { COMBINED, multiByteTable, type MultiByteTable } from './multiByteTable.ts';

const ESC = 0x1b;
const SO = 0x0e;
const SI = 0x0f;
const LF = 0x0a;

const ASCII = 'B';
/** Python rejects a longer escape sequence. */
const LONGEST_ESCAPE = 16;

/** A character set that an escape sequence designates (ISO/IEC 2022). Codes are of 7-bit bytes. */
interface CharacterSet {
  /** The final byte of its escape sequence, after `$` if it has two bytes for a character. */
  readonly mark: string;
  /** The place that it is designated to: G0, G1 after SO, or G2 for single characters after ESC N. */
  readonly place: 0 | 1 | 2;
  readonly width: 1 | 2;
  /** The character of a code, `COMBINED` + number of `table`, or -1. */
  readonly decode: (code: number) => number;
  /** The code of a character, or -1. */
  readonly encode: (character: number) => number;
  readonly table?: () => MultiByteTable;
}

function single(
  mark: string,
  place: 0 | 2,
  decode: (code: number) => number,
  encode: (character: number) => number = () => -1,
): CharacterSet {
  return { mark, place, width: 1, decode, encode };
}

type Part = 'pairs' | 'triples';

/**
 * In plane 1 of JIS X 0213: a full-width tilde in EUC-JIS-2004, ASCII's tilde in ISO-2022, which does not write it so.
 */
const TILDE = 0x2232;

/** Rows of JIS X 0213 plane 2. Between them, the EUC tables have those of JIS X 0212. */
function isPlane2(code: number): boolean {
  const row = (code >> 8) - 0x20;
  return row >= 78 || row === 1 || (row >= 3 && row <= 5) || row === 8 || (row >= 12 && row <= 15);
}

/** A set of 94 x 94 that one of the EUC tables has. */
function double(mark: string, place: 0 | 1, name: string, part: Part = 'pairs'): CharacterSet {
  const table = (): MultiByteTable => multiByteTable(name);
  const high = part === 'triples' ? 0x8f0000 : 0;
  const isPlane1 = mark === '$O' || mark === '$Q';
  const ours = (code: number): boolean => code >= 0x2121 && (mark !== '$P' || isPlane2(code));
  return {
    mark,
    place,
    width: 2,
    table,
    decode(code) {
      if (code === TILDE && isPlane1) return 0x7e;
      const value = (code & 0x8080) === 0 && ours(code) ? table()[part]![code | 0x8080]! : 0;
      return value === 0 ? -1 : table().character(value);
    },
    // Sequences of two characters that have one code are written as two, as CPython 3.11 does.
    encode(character) {
      const code = isPlane1 && character === 0xff5e ? -1 : table().inverse.code(character);
      const held = code > 0xff && (code & 0xff8080) === (high | 0x8080) && ours(code & 0x7f7f);
      return held ? code & 0x7f7f : -1;
    },
  };
}

const jisx0208 = double('$B', 0, 'euc_jp');
const jisx0208Old = { ...double('$@', 0, 'euc_jp'), encode: () => -1 };
const jisx0212 = double('$D', 0, 'euc_jp', 'triples');
const roman = single(
  'J',
  0,
  (code) => (code === 0x5c ? 0xa5 : code === 0x7e ? 0x203e : code),
  (c) => (c === 0xa5 ? 0x5c : c === 0x203e ? 0x7e : -1),
);
const katakana = single(
  'I',
  0,
  (code) => (code >= 0x21 && code <= 0x5f ? code + 0xff40 : -1),
  (c) => (c >= 0xff61 && c <= 0xff9f ? c - 0xff40 : -1),
);
/** Latin-1 and ISO 8859-7 above 0x80, after ESC N; never written. */
const latin1 = single(
  'A',
  2,
  (code) => code + 0x80,
  () => -1,
);
const greek = single(
  'F',
  2,
  (code) => greekCharacter(code + 0x80),
  () => -1,
);

/** ISO 8859-7 of 1987. */
function greekCharacter(code: number): number {
  const special: Readonly<Record<number, number>> = { 0xa1: 0x2018, 0xa2: 0x2019, 0xaf: 0x2015 };
  if (code < 0xa0) return code;
  const latin = [0xa0, 0xa3, 0xa6, 0xa7, 0xa8, 0xa9, 0xab, 0xac, 0xad, 0xb0, 0xb1, 0xb2, 0xb3, 0xb7, 0xbb, 0xbd];
  if (latin.includes(code)) return code;
  if (code >= 0xb4 && code <= 0xfe && code !== 0xd2) return code + 0x2d0;
  return special[code] ?? -1;
}

interface Variant {
  readonly name: string;
  /** In the order in which the encoder tries them. */
  readonly sets: readonly CharacterSet[];
  /** SO and SI switch between G1 and G0. Without G1, they are characters. */
  readonly shifts?: boolean;
  readonly singleShift?: boolean;
}

const VARIANTS: readonly Variant[] = [
  { name: 'iso2022_kr', sets: [double('$C', 1, 'euc_kr')], shifts: true },
  { name: 'iso2022_jp', sets: [jisx0208, roman, jisx0208Old] },
  { name: 'iso2022_jp_1', sets: [jisx0208, jisx0212, roman, jisx0208Old] },
  {
    name: 'iso2022_jp_2',
    sets: [jisx0208, jisx0212, double('$C', 0, 'euc_kr'), double('$A', 0, 'gb2312'), roman, jisx0208Old, latin1, greek],
    singleShift: true,
  },
  {
    name: 'iso2022_jp_2004',
    sets: [jisx0208, double('$Q', 0, 'euc_jis_2004'), double('$P', 0, 'euc_jis_2004', 'triples')],
  },
  {
    name: 'iso2022_jp_3',
    sets: [jisx0208, double('$O', 0, 'euc_jisx0213'), double('$P', 0, 'euc_jisx0213', 'triples')],
  },
  { name: 'iso2022_jp_ext', sets: [jisx0208, jisx0212, roman, katakana, jisx0208Old] },
];

const isEscapeEnd = (byte: number): boolean => byte >= 0x40 && byte <= 0x5a;

class Iso2022Decoder implements StepDecoder {
  readonly #variant: Variant;
  /** Marks for the contents of G0, G1 and G2. */
  #designated: [string, string, string] = [ASCII, ASCII, ASCII];
  #shifted = false;
  /** Inside an escape sequence that designates nothing, which passes unchanged. */
  #passing = false;

  constructor(variant: Variant) {
    this.#variant = variant;
  }

  mark(): () => void {
    const [g0, g1, g2] = this.#designated;
    const shifted = this.#shifted;
    const passing = this.#passing;
    return () => {
      this.#designated = [g0, g1, g2];
      this.#shifted = shifted;
      this.#passing = passing;
    };
  }

  step(bytes: Uint8Array, sink: DecodeSink, final: boolean): number {
    const n = bytes.length;
    let i = 0;
    while (i < n) {
      const used = this.#one(bytes, i, sink);
      if (used > 0) i += used;
      else if (used < 0) i = sink.fail(this.#variant.name, bytes, i, Math.min(i - used, n), ILLEGAL);
      else if (!final) return i;
      else i = sink.fail(this.#variant.name, bytes, i, n, INCOMPLETE);
    }
    return i;
  }

  /** The number of bytes used; 0: more are needed; negative: that many bytes are wrong. */
  #one(bytes: Uint8Array, i: number, sink: DecodeSink): number {
    const { shifts = false } = this.#variant;
    const b = bytes[i]!;
    if (this.#passing) {
      sink.push(b, i);
      this.#passing = !isEscapeEnd(b);
      return 1;
    }
    if (b === ESC) return this.#escape(bytes, i, sink);
    if (shifts && (b === SO || b === SI)) {
      this.#shifted = b === SO;
      return 1;
    }
    if (b === LF) this.#shifted = false;
    if (b >= 0x80) return -1;
    const mark = this.#designated[this.#shifted ? 1 : 0];
    if (b < 0x20 || mark === ASCII) {
      sink.push(b, i);
      return 1;
    }
    const set = this.#variant.sets.find((each) => each.mark === mark)!;
    if (set.place === 2) return -1;
    if (i + set.width > bytes.length) return 0;
    const character = set.decode(set.width === 1 ? b : (b << 8) | bytes[i + 1]!);
    if (character < 0) return -set.width;
    if (character < COMBINED) sink.push(character, i);
    else for (const part of set.table!().combined[character - COMBINED]!) sink.push(part, i);
    return set.width;
  }

  #escape(bytes: Uint8Array, i: number, sink: DecodeSink): number {
    const { sets, shifts = false, singleShift = false } = this.#variant;
    if (i + 1 >= bytes.length) return 0;
    const kind = String.fromCharCode(bytes[i + 1]!);
    if (singleShift && kind === 'N') return i + 2 < bytes.length ? this.#single(bytes[i + 2]!, i, sink) : 0;
    if (!'()$.&'.includes(kind)) {
      sink.push(ESC, i);
      this.#passing = true;
      return 1;
    }
    let end = i + 1;
    for (; ; end++) {
      if (end - i >= LONGEST_ESCAPE) return -1;
      if (end >= bytes.length) return 0;
      if (isEscapeEnd(bytes[end]!)) break;
      // `ESC & @ ESC $ B` is one sequence: the first part is the revision of JIS X 0208.
      if (!shifts && bytes[end] === 0x26 && bytes[end + 1] === 0x40) end += 2;
    }
    const length = end + 1 - i;
    const designation = designationOf(String.fromCharCode(...bytes.subarray(i + 1, end + 1)), !shifts, singleShift);
    if (!designation) return -length;
    const { place, mark } = designation;
    if (mark !== ASCII && !sets.some((set) => set.mark === mark)) return -length;
    this.#designated[place] = mark;
    return length;
  }

  #single(byte: number, i: number, sink: DecodeSink): number {
    const mark = this.#designated[2];
    const set = this.#variant.sets.find((each) => each.mark === mark);
    const decode = mark === ASCII ? (code: number): number => code : set?.place === 2 ? set.decode : undefined;
    const character = byte >= 0x80 || !decode ? -1 : decode(byte);
    if (character < 0) return -3;
    sink.push(character, i);
    return 3;
  }
}

/** The character set that the rest of an escape sequence designates, or undefined. */
function designationOf(
  rest: string,
  revisions: boolean,
  singleShift: boolean,
): { place: 0 | 1 | 2; mark: string } | undefined {
  const mark = rest.at(-1)!;
  const PLACES: Readonly<Record<string, 0 | 1 | 2>> = { '(': 0, ')': 1, ...(singleShift ? { '.': 2 } : {}) };
  if (rest.length === 2 && rest.startsWith('$')) return { place: 0, mark: `$${mark}` };
  if (rest.length === 2 && rest[0]! in PLACES) return { place: PLACES[rest[0]!]!, mark };
  if (rest.length === 3 && rest.startsWith('$(')) return { place: 0, mark: `$${mark}` };
  if (rest.length === 3 && rest.startsWith('$)')) return { place: 1, mark: `$${mark}` };
  return revisions && rest.length === 5 && rest.endsWith('\x1b$B') ? { place: 0, mark: '$B' } : undefined;
}

function encodeIso2022(variant: Variant, text: string, sink: EncodeSink): void {
  const { name, sets } = variant;
  const designated = [ASCII, ASCII];
  let shifted = false;
  const escape = (sequence: string): void => {
    for (let i = 0; i < sequence.length; i++) sink.push(sequence.charCodeAt(i));
  };
  const shift = (to: boolean): void => {
    if (to !== shifted) sink.push(to ? SO : SI);
    shifted = to;
  };
  const designate = (place: 0 | 1, mark: string): void => {
    if (designated[place] === mark) return;
    designated[place] = mark;
    const short = mark === '$B' || mark.length === 1;
    if (short && mark.length > 1) escape(`\x1b${mark}`);
    else escape(`\x1b${mark.length > 1 ? '$' : ''}${place === 0 ? '(' : ')'}${mark.at(-1)!}`);
  };
  const put = (part: string): void => {
    for (let i = 0; i < part.length; i++) {
      const character = part.codePointAt(i)!;
      const width = character > 0xffff ? 2 : 1;
      if (character < 0x80) {
        designate(0, ASCII);
        shift(false);
        sink.push(character);
        continue;
      }
      let code = -1;
      const set = sets.find((each) => (code = each.encode(character)) >= 0);
      if (set) {
        if (set.place === 0) shift(false);
        designate(set.place as 0 | 1, set.mark);
        if (set.place === 1) shift(true);
        if (set.width === 2) sink.push(code >> 8);
        sink.push(code & 0xff);
      } else sink.fail(name, part, i, i + width, ILLEGAL, put);
      i += width - 1;
    }
  };
  put(text);
  shift(false);
  designate(0, ASCII);
}

/** ISO-2022-KR (RFC 1557) and the Japanese family (RFC 1468, 2237, 1554), by the names of Python's modules. */
export const ISO_2022_CODECS: Readonly<Record<string, Codec>> = Object.fromEntries(
  VARIANTS.map((variant): [string, Codec] => [
    variant.name,
    {
      decoder: () => new Iso2022Decoder(variant),
      encode: (text, sink) => encodeIso2022(variant, text, sink),
    },
  ]),
);
