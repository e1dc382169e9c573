/**
 * Rows of the list by their number since the list began (index plus rows forgotten before it), which forgetting does not
 * change. Kept in pages; the pages that were not looked at for longest go first.
 */
export class RowCache<Row> {
  readonly pageSize: number;
  readonly #maxPages: number;
  /** In the order of use, the last used last. */
  readonly #pages = new Map<number, (Row | undefined)[]>();
  readonly #asked = new Map<number, number>();
  #generation = 0;

  constructor(pageSize = 256, maxPages = 60) {
    this.pageSize = pageSize;
    this.#maxPages = maxPages;
  }

  /** Answers to requests of an earlier generation are of another list. */
  get generation(): number {
    return this.#generation;
  }

  get(number: number): Row | undefined {
    return this.#pages.get(Math.floor(number / this.pageSize))?.[number % this.pageSize];
  }

  /** Another list: everything is dropped, also what is on its way. */
  clear(): void {
    this.#generation++;
    this.#pages.clear();
    this.#asked.clear();
  }

  forgetBefore(number: number): void {
    for (const page of this.#pages.keys()) if ((page + 1) * this.pageSize <= number) this.#pages.delete(page);
  }

  /**
   * What to ask for so that the rows `from` to `to` (exclusive) are there: a range for each page that lacks some. What was
   * asked for is not asked for again before `arrived` or `failed`. `most` ranges at most.
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

  /** `asked` is the number the request began with; `from` the one its answer begins with, which may be a later one. */
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
