import { HEADER_LENGTH } from '../../protocol/dns/wire.ts';

/** The most answers that are kept. Beyond that, the oldest half is dropped. */
const mostKept = 8192;
/** Longer queries are not kept: they would fill the memory with queries that come only once. */
const longestQuery = 512;

interface Ready {
  readonly query: Uint8Array;
  /** The end of its question's labels. */
  readonly nameEnd: number;
  readonly answer: Uint8Array;
}

/**
 * Answers by their queries, without ID and ignoring case. A look-up creates no object, because every datagram of a
 * server comes through here.
 */
export class ReadyAnswers {
  /** By hash. If two queries have the same hash, the later one is kept. */
  readonly #byHash = new Map<number, Ready>();

  clear(): void {
    this.#byHash.clear();
  }

  keep(query: Uint8Array, answer: Uint8Array): void {
    if (!mayBeKept(query)) return;
    if (this.#byHash.size >= mostKept) {
      let half = mostKept / 2;
      for (const hash of this.#byHash.keys()) {
        if (half-- === 0) break;
        this.#byHash.delete(hash);
      }
    }
    const copy = new Uint8Array(query);
    this.#byHash.set(hashOf(copy), { query: copy, nameEnd: questionNameEnd(copy), answer });
  }

  /** The answer with the query's ID and case, in a new buffer. */
  answerTo(query: Uint8Array): Uint8Array | undefined {
    if (!mayBeKept(query)) return undefined;
    const ready = this.#byHash.get(hashOf(query));
    if (ready === undefined || !asksTheSame(query, ready)) return undefined;
    const { answer, nameEnd } = ready;
    const copy = Buffer.allocUnsafe(answer.length);
    copy.set(answer);
    copy[0] = query[0]!;
    copy[1] = query[1]!;
    // Records of that name point to it, so their case follows.
    for (let i = HEADER_LENGTH; i < nameEnd; i++) copy[i] = query[i]!;
    return copy;
  }
}

function mayBeKept(query: Uint8Array): boolean {
  return query.length >= HEADER_LENGTH && query.length <= longestQuery;
}

/** Every byte in lower case, as if it were a letter; `asksTheSame` finds the differences in other bytes. */
const lower = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));

/** FNV-1a over everything except the ID, in 30 bits, which V8 stores without an object. */
function hashOf(query: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 2; i < query.length; i++) hash = Math.imul(hash ^ lower[query[i]!]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

/** Length bytes are smaller than letters, so names that differ only in case have the same label boundaries. */
function asksTheSame(query: Uint8Array, { query: known, nameEnd }: Ready): boolean {
  const { length } = known;
  if (query.length !== length) return false;
  for (let i = 2; i < HEADER_LENGTH; i++) if (query[i] !== known[i]) return false;
  for (let i = HEADER_LENGTH; i < nameEnd; i++) if (lower[query[i]!] !== lower[known[i]!]) return false;
  for (let i = nameEnd; i < length; i++) if (query[i] !== known[i]) return false;
  return true;
}

/** The end of the first question's labels, or the end of the header if they are incomplete or compressed. */
function questionNameEnd(query: Uint8Array): number {
  let at = HEADER_LENGTH;
  while (at < query.length && query[at]! > 0) {
    if (query[at]! > 63) return HEADER_LENGTH;
    at += query[at]! + 1;
  }
  return at < query.length ? at : HEADER_LENGTH;
}
