import { STATIC_TABLE } from './staticTable.ts';

/** A name or a value that was sent: undefined where it referred to what is not known. */
interface TableEntry {
  readonly name: string | undefined;
  readonly value: string | undefined;
  /** Bytes of the name: a long one is not kept whole. */
  readonly nameLength: number;
  /** Bytes that it counts for (RFC 7541, section 4.1); what is not known counts for nothing. */
  readonly size: number;
}

/** `unknown`: it may well exist, but was entered before what is known. */
type Found = TableEntry | 'unknown' | undefined;

const initialSize = 4096;
/** What a table may grow to here, whatever its sides agree on. */
const largest = 1024 * 1024;
/** What an entry counts for besides its name and its value. */
export const entryOverhead = 32;

/**
 * The table of header fields that one direction of a connection builds up (RFC 7541, section 2.3). Where its beginning is
 * not known, or got lost, what was entered since is known all the same: indices count from the newest entry.
 */
export class HeaderTable {
  /** The oldest first; those before `#first` are gone. */
  #entries: TableEntry[] = [];
  #first = 0;
  #size = 0;
  #max = initialSize;
  /** Whether all that is in the table is in `#entries`. */
  #isComplete: boolean;

  constructor(isComplete: boolean) {
    this.#isComplete = isComplete;
    // Its size is as unknown as its entries: nothing is dropped that may still be there.
    if (!isComplete) this.#max = largest;
  }

  get dynamicEntries(): number {
    return this.#entries.length - this.#first;
  }

  /** Of the static table up to 61, then of the dynamic one, the newest first. */
  at(index: number): Found {
    const fixed = STATIC_TABLE[index - 1];
    if (fixed !== undefined) return { name: fixed[0], value: fixed[1], nameLength: fixed[0].length, size: 0 };
    if (index === 0) return undefined;
    const back = index - STATIC_TABLE.length;
    if (back <= this.dynamicEntries) return this.#entries[this.#entries.length - back];
    return this.#isComplete ? undefined : 'unknown';
  }

  insert(entry: TableEntry): void {
    this.#entries.push(entry);
    this.#size += entry.size;
    this.#evict();
  }

  /** A size update; what does not fit any more is dropped. */
  resize(bytes: number): void {
    this.#max = Math.min(bytes, largest);
    this.#evict();
    // Of an empty table all is known.
    if (bytes === 0) this.#isComplete = true;
  }

  /** What was entered cannot be told any more. */
  lose(): void {
    this.#entries = [];
    this.#first = 0;
    this.#size = 0;
    this.#isComplete = false;
  }

  #evict(): void {
    while (this.#size > this.#max && this.#first < this.#entries.length) {
      this.#size -= this.#entries[this.#first++]!.size;
      // It may still be in a table that is larger than ours can be.
      if (this.#max === largest) this.#isComplete = false;
    }
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}
