import { encode } from '../../../src/protocol/text/encode.ts';

/** A number from 0 to below `limit`, reproducible from the seed (mulberry32). */
export type Random = (limit: number) => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000) * limit);
  };
}

function list<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** Bytes that decide things in some encoding: marks, leads, shifts, escapes. */
const NOTABLE = [
  0x00, 0x0a, 0x0e, 0x0f, 0x1b, 0x20, 0x24, 0x26, 0x28, 0x29, 0x2b, 0x2d, 0x2e, 0x2f, 0x30, 0x39, 0x40, 0x41, 0x42,
  0x4a, 0x4e, 0x5c, 0x7b, 0x7d, 0x7e, 0x7f, 0x80, 0x81, 0x8e, 0x8f, 0xa0, 0xa1, 0xa4, 0xbb, 0xbf, 0xc0, 0xc2, 0xd4,
  0xd8, 0xdb, 0xdc, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xfd, 0xfe, 0xff,
];

export function randomBytes(random: Random, longest: number): Uint8Array {
  const notable = random(3) === 0;
  return Uint8Array.from(list(random(longest + 1), () => (notable ? NOTABLE[random(NOTABLE.length)]! : random(256))));
}

const RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0x00, 0xff],
  [0x100, 0x5ff],
  [0x2000, 0x2bff],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xe000, 0xffff],
  [0x10000, 0x2ffff],
  [0xf0000, 0x10ffff],
];

export function randomText(random: Random, longest: number): string {
  const [low, high] = RANGES[random(RANGES.length)]!;
  const mixed = random(2) === 0;
  return list(random(longest + 1), () => {
    const [from, to] = mixed ? RANGES[random(RANGES.length)]! : [low, high];
    return String.fromCodePoint(from + random(to - from + 1));
  }).join('');
}

/** A few characters that many encodings of East Asia share, and some that few do. */
const EAST = 'あア亜　、。漢字中文文本測試한국어가힣각ｱﾝ～∥－¥‾αЖ①Ⅳ㈱啊阿鼾龥纊黑丂乄仼𠀋𩸽か゚ㇷ゚æ̀˩˥Ê̄ê̌€÷×§';

export function eastAsianText(random: Random, longest: number): string {
  const characters = [...Array.from(EAST), 'a', 'Z', '~', '\\', '\n', '\u0304', '\u309a'];
  return list(random(longest + 1), () => {
    const pick = random(10);
    if (pick < 5) return characters[random(characters.length)]!;
    if (pick < 7) return String.fromCodePoint(0x4e00 + random(0x51a6));
    if (pick < 8) return String.fromCodePoint(0xac00 + random(11172));
    return String.fromCodePoint(0x20 + random(0x5f));
  }).join('');
}

/** Flips, puts in, leaves out, repeats or cuts. */
export function damaged(random: Random, bytes: Uint8Array): Uint8Array {
  const result = [...bytes];
  for (let n = random(3) + 1; n > 0; n--) {
    const at = random(result.length + 1);
    const kind = random(5);
    if (kind === 0) result.splice(at, 1, random(256));
    else if (kind === 1) result.splice(at, 0, NOTABLE[random(NOTABLE.length)]!);
    else if (kind === 2) result.splice(at, 1);
    else if (kind === 3) result.splice(at, 0, ...result.slice(at, at + 2));
    else result.length = Math.min(result.length, at);
  }
  return Uint8Array.from(result);
}

const EDGES = [
  '',
  'efbbbf',
  'efbb',
  'ef',
  'efbbbf41',
  'efbbbfff',
  'efbbbfefbbbf',
  'c080',
  'c1bf',
  'e08080',
  'e09fbf',
  'e0a080',
  'f0808080',
  'f08fbfbf',
  'f0908080',
  'eda080',
  'eda0',
  'ed9fbf',
  'edbfbf',
  'eda080edb080',
  'f48fbfbf',
  'f4908080',
  'f5808080',
  'f8888080',
  'fe',
  'ff',
  'fffe',
  'feff',
  'fffe4100',
  'feff0041',
  'fffe0000',
  '0000feff',
  'fffe000041000000',
  '0000feff00000041',
  '00d8',
  'd800',
  '00d800dc',
  'd800dc00',
  '00dc00d8',
  '00d84100',
  '00d800',
  '00d800d800dc',
  'fffe00d8',
  'feffd800',
  '0000110000000000',
  '00001100',
  '00110000',
  '00d80000',
  '0000d800',
  '410000',
  '4100000041',
  'ffffffff',
  '2b',
  '2b2d',
  '2b2b2d',
  '2b41',
  '2b4141',
  '2b414141',
  '2b41414141',
  '2b41454541',
  '2b4145452d',
  '2b414545412d',
  '2b3241412d',
  '2b32414161',
  '2b3241412b',
  '2b324141ff',
  '2b32414441332d',
  '2b32414463414e33442d',
  '2b324144634141',
  '2bff',
  '2b2f2f2f2f2d',
  '2b41d8',
  '412bff2d',
  '7e7b',
  '7e7d',
  '7e7e',
  '7e0a',
  '7e7b56507e7d',
  '1b',
  '1b2442',
  '1b244230211b2842',
  '1b2428443021',
  '1b2e411b4e41',
  '1b264040',
  '1b26401b24423021',
  '1b24293030',
  '1b2429430e30210f',
  '8130813084308130',
  '81308130',
  '813081',
  '8431a530',
  '90308130',
  'e3329a35',
  'e3329a36',
  'fe39fe39',
  'a4d4a4a1a4bfa4d4',
  'a4d4a4a1a4bfa4',
  'a4d4a4a3a4bfa4d4',
  '8ea1',
  '8ee0',
  '8fa2af',
  '8fa2',
  '8f',
];

export function edgeCases(): Uint8Array[] {
  return EDGES.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));
}

const UNICODE = ['utf-8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-32-be', 'utf-7'];

/** Random bytes, edge cases and damaged and whole text in the encodings of Unicode. */
export function byteStrings(random: Random, count: number): Uint8Array[] {
  const edges = edgeCases();
  return list(count, (i) => {
    if (i < edges.length) return edges[i]!;
    if (i % 3 === 0) return randomBytes(random, 12);
    const bytes = encode(randomText(random, 4), UNICODE[random(UNICODE.length)], 'ignore');
    return i % 10 === 1 ? bytes : damaged(random, bytes);
  });
}
