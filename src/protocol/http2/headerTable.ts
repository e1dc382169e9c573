import { STATIC_TABLE } from './staticTable.ts';

/** A name or a value that was sent: undefined if it referred to an unknown entry. */
interface TableEntry {
  readonly name: string | undefined;
  readonly value: string | undefined;
  /** Bytes of the name. A long name is not kept completely. */
  readonly nameLength: number;
  /** Its size (RFC 7541, section 4.1). An unknown part counts as nothing. */
  readonly size: number;
}

/** `unknown`: the entry may exist, but was added before the known part. */
type Found = TableEntry | 'unknown' | undefined;

const initialSize = 4096;
/** The limit of a table here, whatever its sides agree on. */
const largest = 1024 * 1024;
/** The size of an entry besides its name and its value. */
export const entryOverhead = 32;

/**
 * The table of header fields that one direction of a connection builds up (RFC 7541, section 2.3). If its beginning is
 * unknown or was lost, later entries are still known: indices count from the newest entry.
 */
export class HeaderTable {
  /** The oldest first. Entries before `#first` are gone. */
  #entries: TableEntry[] = [];
  #first = 0;
  #size = 0;
  #max = initialSize;
  /** Whether `#entries` is the complete table. */
  #isComplete: boolean;

  constructor(isComplete: boolean) {
    this.#isComplete = isComplete;
    // The size is as unknown as the entries: an entry that may still exist is not dropped.
    if (!isComplete) this.#max = largest;
  }

  get dynamicEntries(): number {
    return this.#entries.length - this.#first;
  }

  /** An entry of the static table up to 61, then of the dynamic one, the newest first. */
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

  /** A size update. Entries that no longer fit are dropped. */
  resize(bytes: number): void {
    this.#max = Math.min(bytes, largest);
    this.#evict();
    // An empty table is completely known.
    if (bytes === 0) this.#isComplete = true;
  }

  /** Forgets all entries: the content of the table is no longer known. */
  lose(): void {
    this.#entries = [];
    this.#first = 0;
    this.#size = 0;
    this.#isComplete = false;
  }

  #evict(): void {
    while (this.#size > this.#max && this.#first < this.#entries.length) {
      this.#size -= this.#entries[this.#first++]!.size;
      // The entry may still be in a table that is larger than ours can be.
      if (this.#max === largest) this.#isComplete = false;
    }
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}
