/** Bytes of a compared value that are written out. */
const most = 96;
/** Bytes of one row. */
export const perRow = 16;

export interface ComparedByte {
  readonly hex: string;
  readonly text: string;
  /** `first`: it differs, and all before it are the same. */
  readonly look: 'same' | 'differs' | 'first';
}

export interface Comparison {
  readonly expected: readonly ComparedByte[];
  readonly came: readonly ComparedByte[];
  /** The offset of the first difference, from 0. */
  readonly first: number;
  /** Bytes that are left out before those that are shown: the values are the same there. */
  readonly skipped: number;
  readonly more: boolean;
}

/** Two values byte by byte, from the row before their first difference on. Undefined: they are the same. */
export function compare(expected: string, came: string): Comparison | undefined {
  const encoder = new TextEncoder();
  const [a, b] = [encoder.encode(expected), encoder.encode(came)];
  let first = 0;
  while (first < a.length && first < b.length && a[first] === b[first]) first++;
  if (first === a.length && first === b.length) return undefined;
  const from = Math.max(0, Math.floor(first / perRow) - 1) * perRow;
  const side = (bytes: Uint8Array, other: Uint8Array): ComparedByte[] =>
    Array.from(bytes.subarray(from, from + most), (byte, i) => ({
      hex: byte.toString(16).padStart(2, '0'),
      text: byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
      look: from + i === first ? 'first' : byte === other[from + i] ? 'same' : 'differs',
    }));
  return {
    expected: side(a, b),
    came: side(b, a),
    first,
    skipped: from,
    more: Math.max(a.length, b.length) > from + most,
  };
}
