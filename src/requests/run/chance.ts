import { createHash, randomInt } from 'node:crypto';

/** Seeds that are drawn are below it: so many that no two runs draw the same UUIDs. */
const seeds = 2 ** 47;
/** Each number is made from so many bytes of a digest. */
const bytesEach = 6;

export function drawnSeed(): number {
  return randomInt(seeds);
}

/**
 * The chance of a run. Each key has numbers of its own, which follow from the seed alone: how often and in which order others draw
 * makes no difference, so a request gives the same values in a run of its file and in a run of its own.
 */
export class Chance {
  readonly seed: number;
  readonly #rounds = new Map<string, number>();
  #used = false;

  /** A whole number from 0; absent: it is drawn. */
  constructor(seed = drawnSeed()) {
    this.seed = seed;
  }

  /** Whether anything was drawn. */
  get used(): boolean {
    return this.#used;
  }

  /** The request with that key is sent. From the second time on, its own variables are drawn anew. */
  begin(request: string): void {
    const round = this.#rounds.get(request);
    this.#rounds.set(request, round === undefined ? 0 : round + 1);
  }

  /** Numbers from 0 up to, but without, 1: for the variable with that name of a request, or for the request itself. */
  numbers(request: string, name = ''): () => number {
    const key = JSON.stringify([this.seed, request, name, this.#rounds.get(request) ?? 0]);
    let digest = Buffer.alloc(0);
    let at = 0;
    let block = 0;
    return () => {
      this.#used = true;
      if (at + bytesEach > digest.length) {
        digest = createHash('sha256').update(`${key} ${block++}`).digest();
        at = 0;
      }
      const number = digest.readUIntBE(at, bytesEach) / 2 ** (8 * bytesEach);
      at += bytesEach;
      return number;
    };
  }
}
