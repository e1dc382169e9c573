/**
 * Rows of the list by their number since the list began (the index plus the rows dropped before it). The number does
 * not change when rows are dropped. Rows are kept in pages; the least recently used pages are dropped first.
 */
export class RowCache<Row> {
  readonly pageSize: number;
  readonly #maxPages: number;
  /** In the order of use, the most recent last. */
  readonly #pages = new Map<number, (Row | undefined)[]>();
  readonly #asked = new Map<number, number>();
  #generation = 0;

  constructor(pageSize = 256, maxPages = 60) {
    this.pageSize = pageSize;
    this.#maxPages = maxPages;
  }

  /** Answers to requests of an earlier generation belong to another list. */
  get generation(): number {
    return this.#generation;
  }

  get(number: number): Row | undefined {
    return this.#pages.get(Math.floor(number / this.pageSize))?.[number % this.pageSize];
  }

  /** Starts another list: everything is dropped, including pending requests. */
  clear(): void {
    this.#generation++;
    this.#pages.clear();
    this.#asked.clear();
  }

  forgetBefore(number: number): void {
    for (const page of this.#pages.keys()) if ((page + 1) * this.pageSize <= number) this.#pages.delete(page);
  }

  /**
   * The ranges to request so that the rows `from` to `to` (exclusive) are there: one for each page that lacks some, at
   * most `most`. A pending range is not requested again before `arrived` or `failed`.
   */
  missing(from: number, to: number, most = Infinity): { from: number; to: number }[] {
    const ranges: { from: number; to: number }[] = [];
    for (let page = Math.floor(from / this.pageSize); page * this.pageSize < to && ranges.length < most; page++) {
      const rows = this.#use(page);
      const start = page * this.pageSize;
      const last = Math.min(this.pageSize, to - start) - 1;
      let first = Math.max(0, from - start);
      while (first <= last && rows?.[first] !== undefined) first++;
      if (first > last || this.#asked.has(page)) continue;
      this.#asked.set(page, start + first);
      ranges.push({ from: start + first, to: Math.min(start + this.pageSize, Math.max(to, start + last + 1)) });
    }
    return ranges;
  }

  /** `asked` is the first row of the request; `from` that of the answer, which may be later. */
  arrived(generation: number, asked: number, from: number, rows: readonly Row[]): boolean {
    if (generation !== this.#generation) return false;
    this.#asked.delete(Math.floor(asked / this.pageSize));
    for (const [i, row] of rows.entries()) {
      const number = from + i;
      const page = Math.floor(number / this.pageSize);
      let kept = this.#pages.get(page);
      if (!kept) {
        kept = new Array<Row | undefined>(this.pageSize);
        this.#pages.set(page, kept);
        this.#evict();
      }
      kept[number % this.pageSize] = row;
    }
    return true;
  }

  failed(generation: number, asked: number): void {
    if (generation === this.#generation) this.#asked.delete(Math.floor(asked / this.pageSize));
  }

  #use(page: number): (Row | undefined)[] | undefined {
    const rows = this.#pages.get(page);
    if (rows) {
      this.#pages.delete(page);
      this.#pages.set(page, rows);
    }
    return rows;
  }

  #evict(): void {
    while (this.#pages.size > this.#maxPages) {
      const oldest = this.#pages.keys().next();
      if (oldest.done) return;
      this.#pages.delete(oldest.value);
    }
  }
}
