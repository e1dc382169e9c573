import { randomBytes } from 'node:crypto';

const size = 624;
const middle = 397;

/**
 * The generator of Python's `random` (Matsumoto and Nishimura's MT19937, seeded by array), so that a seed gives the
 * same bytes as in Python.
 */
class PythonRandom {
  readonly #state = new Uint32Array(size);
  #index = size;

  constructor(seed: bigint) {
    let rest = seed < 0n ? -seed : seed;
    const key: number[] = [];
    do {
      key.push(Number(rest & 0xffffffffn));
      rest >>= 32n;
    } while (rest > 0n);
    this.#seedByArray(key);
  }

  #seedWith(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < size; i++) {
      const before = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = Math.imul(1812433253, before) + i;
    }
  }

  #seedByArray(key: readonly number[]): void {
    this.#seedWith(19650218);
    const state = this.#state;
    let i = 1;
    let j = 0;
    const step = (factor: number, added: number, sign: 1 | -1) => {
      const before = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = (state[i]! ^ Math.imul(before, factor)) + sign * added;
      if (++i >= size) {
        state[0] = state[size - 1]!;
        i = 1;
      }
    };
    for (let count = Math.max(size, key.length); count > 0; count--) {
      step(1664525, key[j]! + j, 1);
      j = (j + 1) % key.length;
    }
    for (let count = size - 1; count > 0; count--) step(1566083941, i, -1);
    state[0] = 0x80000000;
  }

  #refill(): void {
    const state = this.#state;
    for (let i = 0; i < size; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff);
      state[i] = state[(i + middle) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
  }

  #next(): number {
    if (this.#index >= size) this.#refill();
    let y = this.#state[this.#index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** `randint(0, 255)`: nine bits are drawn until they are below 256. */
  byte(): number {
    for (;;) {
      const bits = this.#next() >>> 23;
      if (bits < 256) return bits;
    }
  }
}

/** That many bytes, from a seed or random. */
export function bytesOfSeed(count: number, seed: bigint | undefined): Buffer {
  if (seed === undefined) return randomBytes(count);
  const random = new PythonRandom(seed);
  const bytes = Buffer.alloc(count);
  for (let i = 0; i < count; i++) bytes[i] = random.byte();
  return bytes;
}
