import { unpack, type PackedTable } from './packedTable.ts';
import { CHINESE, GB18030_RANGES } from './tables/chinese.ts';
import { HONG_KONG } from './tables/hongKong.ts';
import { JAPANESE } from './tables/japanese.ts';
import { JISX0213 } from './tables/jisx0213.ts';
import { KOREAN } from './tables/korean.ts';
import { TAIWAN } from './tables/taiwan.ts';

/** In `lone`: leads a sequence. */
export const LEAD = -2;

/** Numbers from here on stand for sequences of two characters. */
export const COMBINED = 0x110000;

/**
 * The first one of the 0xD8xx values, which no table needs otherwise. They stand for values that do not fit into 16
 * bits.
 */
const EXTRA = 0xd800;

const PACKED: Readonly<Record<string, PackedTable>> = {
  ...CHINESE,
  ...TAIWAN,
  ...HONG_KONG,
  ...KOREAN,
  ...JAPANESE,
  ...JISX0213,
};

export const MULTI_BYTE_NAMES: readonly string[] = Object.keys(PACKED);

type Move = (pair: number) => number | undefined;

/**
 * The base that a table differs from, and the places of the base's pairs and triples in it. scripts/tables.py does the
 * same.
 */
const BASES: Readonly<Record<string, { base: string; pairs?: Move; triples?: Move }>> = {
  gbk: { base: 'gb2312' },
  gb18030: { base: 'gbk' },
  cp950: { base: 'big5' },
  big5hkscs: { base: 'big5' },
  cp949: { base: 'euc_kr' },
  johab: { base: 'euc_kr', pairs: toJohab },
  shift_jis: { base: 'euc_jp', pairs: toShiftJis },
  cp932: { base: 'shift_jis' },
  euc_jis_2004: { base: 'euc_jp' },
  euc_jisx0213: { base: 'euc_jis_2004' },
  shift_jis_2004: { base: 'euc_jis_2004', pairs: toShiftJis, triples: plane2ToShiftJis },
  shift_jisx0213: { base: 'shift_jis_2004' },
};

const row = (pair: number): number => (pair >> 8) - 0xa1;
const cell = (pair: number): number => (pair & 0xff) - 0xa1;

/** Two rows of 94 for each lead byte, from row number `place` on. Trail bytes skip 0x7F. */
function shiftJisCode(place: number, column: number): number {
  const lead = place >> 1;
  const trail = column + (place & 1 ? 94 : 0);
  return ((lead + (lead < 0x1f ? 0x81 : 0xc1)) << 8) | (trail + (trail < 0x3f ? 0x40 : 0x41));
}

function toShiftJis(pair: number): number {
  return shiftJisCode(row(pair), cell(pair));
}

/** Rows 1, 8, 3, 4, 5, 12 to 15 and 78 to 94 of plane 2 follow plane 1, in that order (JIS X 0213, annex 1). */
const PLANE_2_ROWS = [0, 7, 2, 3, 4, 11, 12, 13, 14];

function plane2ToShiftJis(pair: number): number | undefined {
  const place = PLANE_2_ROWS.indexOf(row(pair));
  if (place >= 0) return shiftJisCode(94 + place, cell(pair));
  return row(pair) < 77 ? undefined : shiftJisCode(row(pair) + 26, cell(pair));
}

/** The rows of KS X 1001 without Hangul, at their places in Johab (KS X 1001, annex 3). */
function toJohab(pair: number): number | undefined {
  const from = row(pair);
  if (!(from <= 11 || (from >= 41 && from <= 92))) return undefined;
  const place = from + (from < 41 ? 0x1b2 : 0x197);
  const trail = cell(pair) + (place & 1 ? 94 : 0);
  return ((place >> 1) << 8) | (trail + (trail < 0x4e ? 0x31 : 0x43));
}

/** The table of a stateless multi-byte encoding, ready to use. */
export class MultiByteTable {
  /** Byte to character; LEAD; any other negative number: wrong, whatever follows. */
  readonly lone = new Int32Array(256).fill(LEAD);
  /** lead << 8 | trail to UTF-16 unit; 0: none; a surrogate: see `character`. */
  readonly pairs = new Uint16Array(65536);
  /** The same after 0x8F, in the EUC encodings of Japanese. */
  readonly triples: Uint16Array | undefined;
  readonly wrong = new Set<number>();
  readonly combined: readonly (readonly [number, number])[];
  readonly #extras: number[];
  readonly #encode: string;
  #inverse: Inverse | undefined;

  constructor(name: string) {
    const packed = PACKED[name]!;
    const from = BASES[name];
    const base = from ? multiByteTable(from.base) : undefined;
    this.#extras = base ? [...base.#extras] : [];
    this.#encode = packed.encode ?? '';
    this.combined = packed.combined ? pairsOf(packed.combined) : (base?.combined ?? []);
    if (name.startsWith('euc_j')) this.triples = new Uint16Array(65536);
    if (base && from) {
      copy(base.pairs, this.pairs, from.pairs);
      if (base.triples && from.triples) copy(base.triples, this.pairs, from.triples);
      if (base.triples && this.triples) this.triples.set(base.triples);
    }
    for (let byte = 0; byte < 128; byte++) this.lone[byte] = byte;
    unpack(packed.bytes ?? '', (byte, value) => (this.lone[byte] = value));
    unpack(packed.pairs ?? '', (pair, value) => (this.pairs[pair] = this.#stored(value)));
    if (this.triples) {
      const triples = this.triples;
      unpack(packed.triples ?? '', (pair, value) => (triples[pair] = this.#stored(value)));
    }
    unpack(packed.wrong ?? '', (pair) => this.wrong.add(pair));
  }

  /** The character (or `COMBINED` + number) that a value of `pairs` or `triples` stands for. */
  character(value: number): number {
    return value >= EXTRA && value < 0xe000 ? this.#extras[value - EXTRA]! : value;
  }

  get inverse(): Inverse {
    return (this.#inverse ??= new Inverse(this, this.#encode));
  }

  #stored(value: number): number {
    if (value < 0) return 0;
    return value < 0x10000 ? value : EXTRA + this.#extras.push(value) - 1;
  }
}

/** Characters to code: of one byte, two, or three (0x8Fxxxx). */
class Inverse {
  readonly #bmp = new Uint16Array(65536);
  readonly #beyond = new Map<number, number>();
  readonly #combined = new Map<number, Map<number, number>>();

  constructor(table: MultiByteTable, overrides: string) {
    for (const [high, values] of [
      [0, table.lone],
      [0, table.pairs],
      [0x8f0000, table.triples],
    ] as const) {
      values?.forEach((value, key) => {
        if (value <= 0) return;
        const character = values === table.lone ? value : table.character(value);
        if (character < COMBINED) {
          if (this.code(character) < 0) this.#set(character, high | key);
          return;
        }
        const [first, second] = table.combined[character - COMBINED]!;
        const seconds = this.#combined.get(first) ?? new Map<number, number>();
        this.#combined.set(first, seconds.set(second, high | key));
      });
    }
    unpack(overrides, (character, code) => this.#set(character, code));
  }

  /** -1: none. */
  code(character: number): number {
    if (character > 0xffff) return this.#beyond.get(character) ?? -1;
    const code = this.#bmp[character]!;
    if (code === 0) return character === 0 ? 0 : -1;
    // The leads of pairs are above 0x80. A smaller one came after 0x8F.
    return code > 0xff && code < 0x8000 ? 0x8f8000 | code : code;
  }

  combinedCode(first: number, second: number): number {
    return this.#combined.get(first)?.get(second) ?? -1;
  }

  #set(character: number, code: number): void {
    if (character > 0xffff) this.#beyond.set(character, code);
    else this.#bmp[character] = code < 0 ? 0 : code > 0xffff ? code & 0x7fff : code;
  }
}

function copy(from: Uint16Array, to: Uint16Array, move: Move | undefined): void {
  if (!move) to.set(from);
  else {
    from.forEach((value, pair) => {
      const key = value === 0 ? undefined : move(pair);
      if (key !== undefined) to[key] = value;
    });
  }
}

function pairsOf(packed: string): [number, number][] {
  const characters: number[] = [];
  unpack(packed, (_, character) => characters.push(character));
  return characters.flatMap((first, i) => (i % 2 === 0 ? [[first, characters[i + 1]!] as [number, number]] : []));
}

const tables = new Map<string, MultiByteTable>();

/** Unpacks a table on first use (some milliseconds). Each table exists once. */
export function multiByteTable(name: string): MultiByteTable {
  const known = tables.get(name);
  if (known) return known;
  const table = new MultiByteTable(name);
  tables.set(name, table);
  return table;
}

interface Ranges {
  readonly first: Uint16Array;
  readonly character: Uint16Array;
}

let ranges: Ranges | undefined;

/** The four-byte sequences of GB 18030 in the basic plane. Each range ends before the start of the next. */
export function gb18030Ranges(): Ranges {
  if (ranges) return ranges;
  const first: number[] = [];
  const character: number[] = [];
  unpack(GB18030_RANGES, (key, value) => {
    first.push(key);
    character.push(value);
  });
  return (ranges = { first: Uint16Array.from(first), character: Uint16Array.from(character) });
}
