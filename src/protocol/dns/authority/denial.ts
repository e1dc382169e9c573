import { isRecord, type DnsRecord } from '../message.ts';
import type { Name } from '../name.ts';

/**
 * The records of a signed zone that prove, with their signatures, that something does not exist (RFC 4035, section
 * 3.1.3; RFC 5155, section 7.2). `encloser` is the longest existing name above the queried name.
 */
export interface Denial {
  /** Proves that an existing name does not have the type; for a delegation, that it has no DS record. */
  noType(name: Name): readonly DnsRecord[];
  /** Proves that the name does not exist, and that no wildcard makes it. */
  noName(name: Name, encloser: Name): readonly DnsRecord[];
  /** Proves that a wildcard's answer is correct: no closer name exists. */
  expanded(name: Name, encloser: Name): readonly DnsRecord[];
  /** Proves the same, and that the wildcard does not have the type. */
  expandedNoType(name: Name, encloser: Name): readonly DnsRecord[];
}

export const ASTERISK = Uint8Array.of(0x2a);

/** A record that describes the gap between its own name and the next, with its signatures. */
export interface Link<Key> {
  readonly key: Key;
  readonly proof: readonly DnsRecord[];
}

/** Links in the order of their keys. The last one leads back to the first. */
export class Chain<Key> {
  readonly #links: readonly Link<Key>[];
  readonly #compare: (a: Key, b: Key) => number;

  constructor(links: readonly Link<Key>[], compare: (a: Key, b: Key) => number) {
    this.#compare = compare;
    this.#links = [...links].sort((a, b) => compare(a.key, b.key));
  }

  /** The link with this key. */
  at(key: Key): readonly DnsRecord[] | undefined {
    const link = this.#before(key);
    return this.#compare(link.key, key) === 0 ? link.proof : undefined;
  }

  /** The link with this key, or the link whose gap contains the key. */
  around(key: Key): readonly DnsRecord[] {
    return this.#before(key).proof;
  }

  #before(key: Key): Link<Key> {
    let low = 0;
    let high = this.#links.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#links[middle]!.key, key) <= 0) low = middle + 1;
      else high = middle;
    }
    // A key before the first is in the gap after the last.
    return this.#links.at(low - 1)!;
  }
}

/** The signatures that cover records of the type. */
export function signaturesOf(records: readonly DnsRecord[] | undefined, type: number): DnsRecord[] {
  return (records ?? []).filter((record) => isRecord(record, 'RRSIG') && record.data.typeCovered === type);
}
