/**
 * The Huffman code of RFC 7541, appendix B. It is canonical: codes count up over the symbols in the order of their
 * lengths, so the symbols by length define it completely.
 */
export const SYMBOLS_BY_LENGTH: readonly (readonly [bits: number, symbols: readonly number[]])[] = [
  [5, codesOf('012aceiost')],
  [6, codesOf(' %-./3456789=A_bdfghlmnpru')],
  [7, codesOf(':BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz')],
  [8, codesOf('&*,;XZ')],
  [10, codesOf('!"()?')],
  [11, codesOf("'+|")],
  [12, codesOf('#>')],
  [13, codesOf('\0$@[]~')],
  [14, codesOf('^}')],
  [15, codesOf('<`{')],
  [19, [92, 195, 208]],
  [20, [128, 130, 131, 162, 184, 194, 224, 226]],
  [21, [153, 161, 167, 172, 176, 177, 179, 209, 216, 217, 227, 229, 230]],
  [
    22,
    [
      129, 132, 133, 134, 136, 146, 154, 156, 160, 163, 164, 169, 170, 173, 178, 181, 185, 186, 187, 189, 190, 196, 198,
      228, 232, 233,
    ],
  ],
  [
    23,
    [
      1, 135, 137, 138, 139, 140, 141, 143, 147, 149, 150, 151, 152, 155, 157, 158, 165, 166, 168, 174, 175, 180, 182,
      183, 188, 191, 197, 231, 239,
    ],
  ],
  [24, [9, 142, 144, 145, 148, 159, 171, 206, 215, 225, 236, 237]],
  [25, [199, 207, 234, 235]],
  [26, [192, 193, 200, 201, 202, 205, 210, 213, 218, 219, 238, 240, 242, 243, 255]],
  [27, [203, 204, 211, 212, 214, 221, 222, 223, 241, 244, 245, 246, 247, 248, 250, 251, 252, 253, 254]],
  [
    28,
    [2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127, 220, 249],
  ],
  [30, [10, 13, 22, 256]],
];

function codesOf(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

const endOfString = 256;
const longest = 30;

/** By number of bits: the first code of that length, and the symbols of it. */
const levels: readonly { readonly first: number; readonly symbols: readonly number[] }[] = (() => {
  const table = Array.from({ length: longest + 1 }, () => ({ first: 0, symbols: [] as readonly number[] }));
  const symbols = new Map(SYMBOLS_BY_LENGTH);
  let code = 0;
  for (let bits = 1; bits <= longest; bits++) {
    code *= 2;
    table[bits] = { first: code, symbols: symbols.get(bits) ?? [] };
    code += table[bits]!.symbols.length;
  }
  return table;
})();

interface HuffmanText {
  /** One character (U+0000 to U+00FF) for each byte, up to the requested number. */
  readonly text: string;
  /** The number of all decoded bytes. */
  readonly length: number;
  /** The reason why it is not a string in this code: a sentence. */
  readonly problem?: string;
}

/** Decodes `start` to `end` (exclusive), and keeps `most` characters of it. */
export function decodeHuffman(bytes: Uint8Array, start: number, end: number, most: number): HuffmanText {
  let [text, length, code, bits] = ['', 0, 0, 0];
  for (let at = start; at < end; at++) {
    for (let bit = 7; bit >= 0; bit--) {
      code = code * 2 + ((bytes[at]! >> bit) & 1);
      const { first, symbols } = levels[++bits]!;
      const symbol = symbols[code - first];
      if (symbol === undefined) continue;
      if (symbol === endOfString) return { text, length, problem: 'The code for the end of a string is in it.' };
      if (length++ < most) text += String.fromCharCode(symbol);
      code = 0;
      bits = 0;
    }
  }
  // The last byte is filled with the beginning of the code for the end of the string (section 5.2).
  if (bits > 7) return { text, length, problem: 'More than seven bits are left behind the last character.' };
  if (code !== 2 ** bits - 1) return { text, length, problem: 'The bits behind the last character are not all 1.' };
  return { text, length };
}
