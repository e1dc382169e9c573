const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Uint8Array(128);
for (let i = 0; i < 64; i++) VALUES[DIGITS.charCodeAt(i)] = i;
/** Calls `each` with every key and value of a packed map, the keys ascending. */
export function unpack(packed, each) {
  let place = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = VALUES[packed.charCodeAt(place++)];
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
