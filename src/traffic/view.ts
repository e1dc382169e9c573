import type { Disposable } from '../base/disposable.ts';
import { formatAddress, type EventRow } from './event.ts';
import { compileFilter } from './filter.ts';
import type { Journal } from './journal.ts';
import { preview, previewBytes, type PreviewOptions } from './preview.ts';
import type { Matcher, Segment } from './segment.ts';
import { SeqList } from './seqList.ts';
import type { ViewRow, ViewState } from './viewState.ts';

/** The most milliseconds that one `update` works before it lets traffic go on. */
const defaultBudget = 4;
/**
 * Events matched between two looks at the clock. A matcher's slowest step over this many stays well under the budget.
 */
const batch = 512;

/**
 * The events of a journal that match a filter, by index. Without a filter it stores no list. It does nothing by itself:
 * the caller calls `update` repeatedly, at its own pace, as long as the result is that there is more to do.
 */
export class TrafficView implements Disposable {
  readonly #journal: Journal;
  readonly #list = new SeqList();
  #filter = '';
  #matcher: Matcher | undefined;

  /** Without a filter: the oldest event of the list. */
  #first: number;
  /** With a filter: the next event to match, and where the scan began. */
  #scanned = 0;
  #scanStart = 0;
  #forgottenRows = 0;
  /** Paused: the first event that is not shown because it came later; -1: not paused. */
  #frozen = -1;
  #updating: Promise<boolean> | undefined;
  #disposed = false;
  /** After a new filter, the data that an update in progress has loaded is useless. */
  #generation = 0;

  constructor(journal: Journal, filter = '') {
    this.#journal = journal;
    this.#first = journal.first;
    if (filter !== '') this.setFilter(filter);
  }

  get filter(): string {
    return this.#filter;
  }

  /**
   * Starts again from the oldest event with a new filter. If the text is not a filter, throws a FilterError and keeps
   * the old filter.
   */
  setFilter(text: string): void {
    const matcher = compileFilter(text, this.#journal);
    this.#generation++;
    this.#filter = text;
    this.#matcher = matcher;
    this.#list.clear();
    this.#first = this.#scanned = this.#scanStart = this.#journal.first;
  }

  /** A paused view shows no new rows; those that arrive are `pending`. */
  setPaused(paused: boolean): void {
    if (paused !== this.#frozen >= 0) this.#frozen = paused ? this.#journal.next : -1;
  }

  /**
   * Matches new events for at most `budget` milliseconds (plus the time to read from disk). Resolves with true if there
   * is more to do at once. Calls during an update share its outcome.
   */
  update(budget = defaultBudget): Promise<boolean> {
    this.#updating ??= this.#update(budget).finally(() => (this.#updating = undefined));
    return this.#updating;
  }

  snapshot(): ViewState {
    this.#drop();
    const rows = this.rowCount;
    return {
      rows,
      forgottenRows: this.#forgottenRows,
      paused: this.#frozen >= 0,
      pending: this.#total - rows,
      progress: this.#progress,
      filter: this.#filter,
      journal: this.#journal.state(),
    };
  }

  /** Rows of the list now. */
  get rowCount(): number {
    if (this.#frozen < 0) return this.#total;
    return this.#matcher ? this.#list.lowerBound(this.#frozen) : Math.max(0, this.#frozen - this.#first);
  }

  get forgottenRows(): number {
    return this.#forgottenRows;
  }

  /** The event of a row; -1 if there is no such row. */
  seqAt(index: number): number {
    if (index < 0 || index >= this.rowCount) return -1;
    return this.#matcher ? this.#list.at(index) : this.#first + index;
  }

  /** The row of an event, or -1. */
  indexOf(seq: number): number {
    this.#drop();
    const index = this.#matcher ? this.#list.lowerBound(seq) : seq - this.#first;
    return this.seqAt(index) === seq ? index : -1;
  }

  /**
   * Rows by index. `from` is the index of the first row returned, which is higher than requested if rows were
   * forgotten. There are fewer rows than requested if the list ends, or if rows were forgotten while they were read
   * from disk.
   */
  async rows(
    from: number,
    count: number,
    options: PreviewOptions,
  ): Promise<{ from: number; forgottenRows: number; rows: ViewRow[] }> {
    this.#drop();
    const start = Math.max(0, Math.floor(from));
    const forgottenRows = this.#forgottenRows;
    const seqs: number[] = [];
    for (let index = start; index < Math.min(start + count, this.rowCount); index++) seqs.push(this.seqAt(index));
    let rows: ViewRow[] = [];
    let begin = start;
    for (const [i, seq] of seqs.entries()) {
      const row = this.#journal.isInMemory(seq)
        ? this.#rowInMemory(seq, options)
        : await this.#rowFromDisk(seq, options);
      if (row) rows.push(row);
      else {
        // Forgotten while the rows were read, together with all events before.
        rows = [];
        begin = start + i + 1;
      }
    }
    return { from: begin, forgottenRows, rows };
  }

  dispose(): void {
    this.#disposed = true;
    this.#generation++;
    this.#list.clear();
  }

  get #total(): number {
    return this.#matcher ? this.#list.length : this.#journal.next - this.#first;
  }

  get #progress(): number {
    if (!this.#matcher) return 1;
    const start = Math.max(this.#scanStart, this.#journal.first);
    const all = this.#journal.next - start;
    return all <= 0 ? 1 : Math.min(1, Math.max(0, this.#scanned - start) / all);
  }

  /** Removes rows that the journal has forgotten from the front of the list. */
  #drop(): void {
    const first = this.#journal.first;
    let gone = first - this.#first;
    if (gone <= 0) return;
    this.#first = first;
    if (this.#matcher) {
      gone = this.#list.lowerBound(first);
      this.#list.drop(gone);
    }
    this.#forgottenRows += gone;
  }

  async #update(budget: number): Promise<boolean> {
    this.#drop();
    const deadline = performance.now() + budget;
    while (this.#matcher && !this.#disposed) {
      if (this.#scanned < this.#journal.first) this.#scanned = this.#journal.first;
      if (this.#scanned >= this.#journal.next) break;
      const generation = this.#generation;
      const segment =
        this.#journal.segmentInMemory(this.#scanned) ??
        (await this.#journal.loadSegment(this.#scanned, this.#matcher.payloads));
      if (generation !== this.#generation) return !this.#disposed;
      if (segment && !this.#scan(segment, this.#matcher, deadline)) return true;
    }
    return false;
  }

  /** False if the time is up. */
  #scan(segment: Segment, matcher: Matcher, deadline: number): boolean {
    let seq = Math.max(this.#scanned, segment.first);
    while (seq < segment.end) {
      const end = Math.min(seq + batch, segment.end);
      for (; seq < end; seq++) if (matcher.matches(segment, seq - segment.base)) this.#list.push(seq);
      this.#scanned = seq;
      if (performance.now() >= deadline) return false;
    }
    return true;
  }

  #rowInMemory(seq: number, options: PreviewOptions): ViewRow {
    const bytes = this.#journal.bytesInMemory(seq, 0, previewBytes(options))!;
    return this.#row(this.#journal.row(seq)!, bytes, options);
  }

  async #rowFromDisk(seq: number, options: PreviewOptions): Promise<ViewRow | undefined> {
    const event = await this.#journal.readEvent(seq, 0, previewBytes(options));
    return event && this.#row(event.row, event.bytes, options);
  }

  #row(row: EventRow, bytes: Uint8Array, options: PreviewOptions): ViewRow {
    const connection = this.#journal.connection(row.connection);
    return {
      ...row,
      endpointName: this.#journal.endpointName(row.endpoint),
      peer: connection ? formatAddress(connection.peer) : '',
      ...preview(row, bytes, connection, options),
    };
  }
}
