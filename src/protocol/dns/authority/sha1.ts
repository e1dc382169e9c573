/** The constant and the mixing function for each twenty of the eighty rounds (FIPS 180-4, sections 4.1.1 and 4.2.1). */
const ROUNDS: readonly (readonly [constant: number, mix: (x: number, y: number, z: number) => number])[] = [
  [0x5a827999, (x, y, z) => (x & y) ^ (~x & z)],
  [0x6ed9eba1, (x, y, z) => x ^ y ^ z],
  [0x8f1bbcdc, (x, y, z) => (x & y) ^ (x & z) ^ (y & z)],
  [0xca62c1d6, (x, y, z) => x ^ y ^ z],
];
const BLOCK = 64;

/** SHA-1 of the bytes: 20 bytes (FIPS 180-4, section 6.1). Our own, because this layer cannot use Node's. */
export function sha1(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = padded(bytes);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  for (let at = 0; at < view.byteLength; at += BLOCK) addBlock(state, view, at);
  const digest = new DataView(new ArrayBuffer(20));
  for (const [i, word] of state.entries()) digest.setInt32(4 * i, word);
  return new Uint8Array(digest.buffer);
}

/** With a bit 1, zeros, and the length in bits, to whole blocks. */
function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / BLOCK);
  const whole = new Uint8Array(blocks * BLOCK);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(whole.length - 4, (bytes.length << 3) >>> 0);
  return view;
}

function addBlock(state: Int32Array, view: DataView, at: number): void {
  const words = new Int32Array(80);
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < 80; i++) words[i] = rotated(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1);
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let i = 0; i < 80; i++) {
    const [constant, mix] = ROUNDS[Math.floor(i / 20)]!;
    const next = (rotated(a, 5) + mix(b, c, d) + e + constant + words[i]!) | 0;
    [a, b, c, d, e] = [next, a, rotated(b, 30), c, d];
  }
  for (const [i, word] of [a, b, c, d, e].entries()) state[i]! += word;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
