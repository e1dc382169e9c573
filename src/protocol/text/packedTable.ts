/** A table of a multi-byte encoding as scripts/tables.py packs it: each part has only the differences from its base. */
export interface PackedTable {
  /** Single bytes to characters, except ASCII; -1: wrong, whatever follows. All other bytes lead a sequence. */
  readonly bytes?: string;
  /** lead << 8 | trail to characters. */
  readonly pairs?: string;
  /** The same after 0x8F. */
  readonly triples?: string;
  /** The first and second characters of the sequences of two, alternating; number `0x110000 + i` in the other parts. */
  readonly combined?: string;
  /** Pairs that are wrong as a whole, while in other cases only the lead is wrong. */
  readonly wrong?: string;
  /** Characters to code, if it is not the first code that decodes to the character. -1: none. */
  readonly encode?: string;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Uint8Array(128);
for (let i = 0; i < 64; i++) VALUES[DIGITS.charCodeAt(i)] = i;

/** Calls `each` with every key and value of a packed map, the keys ascending. */
export function unpack(packed: string, each: (key: number, value: number) => void): void {
  let place = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = VALUES[packed.charCodeAt(place++)]!;
      value |= (digit & 31) << shift;
      if (digit < 32) return value;
    }
  };
  let key = 0;
  let value = -1;
  while (place < packed.length) {
    key += number();
    for (const end = key + number(); key < end; key++) {
      const step = number();
      value += 1 + (step & 1 ? -(step + 1) / 2 : step / 2);
      each(key, value);
    }
  }
}
