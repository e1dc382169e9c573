import { isObject } from '../../base/shape.ts';
import type { Dissection, FilterVerdict, ViewRow, ViewSnapshot } from '../../engine/messages.ts';
import type {
  EventCommand,
  PageAction,
  PageCommand,
  TrafficFirst,
  TrafficInit,
  TrafficReading,
  TrafficRows,
} from './protocol.ts';
import { BytesView } from '../common/bytesView.ts';
import type { DecodedText } from '../common/decodedText.ts';
import type { ByteRange } from '../common/byteText.ts';
import { EventGrid } from './eventGrid.ts';
import { count } from '../../base/quantities.ts';
import { timeModes } from '../common/format.ts';
import type { HostLink } from './hostLink.ts';
import { isSameReading, readingOf, withHistory, type SavedState } from './savedState.ts';

/** Milliseconds after the last key until the typed filter is applied. */
const typingPause = 180;

/** The content of the details. */
export interface Detail {
  readonly row: ViewRow;
  readonly payload?: { readonly bytes: Uint8Array };
  readonly decoded?: DecodedText;
  readonly dissection?: Dissection;
  readonly problem?: string;
}

/** The data that is drawn; each change draws the page again. */
interface PageModel {
  readonly init: TrafficInit | undefined;
  readonly snapshot: ViewSnapshot | undefined;
  readonly saved: SavedState;
  /** The text in the filter box, and its error. */
  readonly filterText: string;
  readonly filterError: Exclude<FilterVerdict, { ok: true }> | undefined;
  readonly detail: Detail | undefined;
  readonly selectedRows: number;
  readonly bytes: ByteRange | undefined;
  readonly problem: string | undefined;
  /** The text for a screen reader. */
  readonly announcement: string;
}

/** The state and the actions of the page. */
export class TrafficPage {
  readonly grid: EventGrid;
  readonly bytesView: BytesView;
  model: PageModel;
  readonly #host: HostLink;
  readonly #save: (state: SavedState) => void;
  readonly #draw: () => void;
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** The event to select once the list has it. */
  #wanted: number | undefined;
  #looking = false;
  focusFilter: () => void = () => undefined;

  constructor(host: HostLink, saved: SavedState, save: (state: SavedState) => void, draw: () => void) {
    this.#host = host;
    this.#save = save;
    this.#draw = draw;
    this.#wanted = saved.seq;
    this.model = {
      init: undefined,
      snapshot: undefined,
      saved,
      filterText: saved.filter,
      filterError: undefined,
      detail: undefined,
      selectedRows: 0,
      bytes: undefined,
      problem: undefined,
      announcement: '',
    };
    this.grid = new EventGrid({
      rows: (from, rows) => this.#rows(from, rows),
      selected: (row, rows) => this.#selected(row, rows),
      opened: () => this.openDetails(),
      following: (follow) => this.#keep({ follow }),
      resized: (widths) => {
        this.grid.setWidths(widths);
        this.#keep({ widths });
      },
      timeMode: () => this.nextTimeMode(),
    });
    this.bytesView = new BytesView((bytes) => {
      const range = bytes && `Bytes ${bytes.start} to ${bytes.end - 1}, ${count(bytes.end - bytes.start, 'byte')}`;
      // An empty selection is not announced: that would interrupt the previous announcement.
      this.#set({ bytes, ...(range && { announcement: range }) });
    });
    this.grid.setFollow(saved.follow);
    this.grid.setWidths(saved.widths);
    this.grid.setTimeMode(saved.timeMode);
  }

  get encoding(): string {
    return this.model.saved.encoding ?? this.model.init?.defaultEncoding ?? 'utf-8';
  }

  /** Takes the data that came with the page if it matches the page's saved settings; otherwise returns false. */
  take({ reading, init }: TrafficFirst): boolean {
    if (!isSameReading(reading, readingOf(this.model.saved))) return false;
    this.#set({ init });
    this.setSnapshot(init.snapshot);
    return true;
  }

  async start(): Promise<void> {
    try {
      const init = await this.#host.request('ready', readingOf(this.model.saved));
      this.#set({ init, problem: undefined });
      this.setSnapshot(init.snapshot);
      this.grid.give(init.rows);
      // The host leaves out a saved filter that is not valid any more.
      if (init.snapshot.filter !== this.model.saved.filter) await this.applyFilter(this.model.saved.filter, false);
    } catch (error) {
      this.#failed(error);
    }
  }

  setSnapshot(snapshot: ViewSnapshot): void {
    const before = this.model.snapshot;
    this.#set({ snapshot });
    if (before && before.progress < 1 && snapshot.progress >= 1)
      this.#set({ announcement: `${count(snapshot.rows, 'event')} in the list` });
    this.grid.setSnapshot(snapshot);
    if (this.#wanted !== undefined) void this.#lookFor(this.#wanted);
  }

  act(action: PageAction): void {
    const acts: { readonly [D in PageAction['do']]: (action: Extract<PageAction, { do: D }>) => void } = {
      focusFilter: () => this.focusFilter(),
      togglePause: () => void this.togglePause(),
      toggleFollow: () => this.toggleFollow(),
      focusBytes: () => this.openDetails(),
      refresh: () => void this.start(),
      setFilter: ({ filter }) => {
        this.#set({ filterText: filter });
        void this.applyFilter(filter, true);
      },
      reveal: ({ seq }) => {
        this.#wanted = seq;
        void this.#lookFor(seq);
      },
      copyAs: ({ format }) => void this.copyAs(format),
      copyEvent: ({ format }) => void this.copyEvent(format),
      narrow: (by) => void this.narrow(by),
      onEvent: ({ what }) => void this.onEvent(what),
    };
    (acts[action.do] as (action: PageAction) => void)(action);
  }

  /** The filter as it is typed, applied after a short pause. */
  typed(text: string): void {
    this.#set({ filterText: text });
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.applyFilter(text, false), typingPause);
  }

  async applyFilter(text: string, remember: boolean): Promise<void> {
    clearTimeout(this.#typing);
    this.#set({ filterText: text });
    try {
      const verdict = await this.#host.request('filter', { filter: text });
      if (text !== this.model.filterText) return;
      if (!verdict.ok) {
        this.#set({ filterError: verdict, announcement: verdict.error.message });
        return;
      }
      this.#wanted = this.model.saved.seq;
      const history = remember ? withHistory(this.model.saved.history, text) : this.model.saved.history;
      this.#set({ filterError: undefined });
      this.#keep({ filter: text, history });
    } catch (error) {
      this.#failed(error);
    }
  }

  async togglePause(): Promise<void> {
    const paused = !(this.model.snapshot?.paused ?? false);
    try {
      this.setSnapshot(await this.#host.request('pause', { paused }));
      this.#set({ announcement: paused ? 'Paused' : 'Resumed' });
    } catch (error) {
      this.#failed(error);
    }
  }

  toggleFollow(): void {
    this.grid.setFollow(!this.grid.follow);
  }

  nextTimeMode(): void {
    const at = timeModes.indexOf(this.model.saved.timeMode);
    const timeMode = timeModes[(at + 1) % timeModes.length]!;
    this.grid.setTimeMode(timeMode);
    this.#keep({ timeMode });
  }

  run(command: PageCommand): void {
    this.#host.request('run', { command, encoding: this.encoding }).catch((error: unknown) => this.#failed(error));
  }

  setReading(reading: { encoding?: string; errors?: string }): void {
    this.#keep(reading);
    this.grid.refresh();
    void this.#decode();
  }

  openDetails(): void {
    this.#keep({ details: true });
    requestAnimationFrame(() => this.bytesView.focus());
  }

  toggleDetails(): void {
    this.#keep({ details: !this.model.saved.details });
    if (this.model.saved.details) void this.#load(this.model.detail?.row);
    else this.grid.focus();
  }

  keep(change: Partial<SavedState>): void {
    this.#keep(change);
  }

  /** Copies the selected bytes, or all of the event's. */
  async copyAs(format: string): Promise<void> {
    const { detail } = this.model;
    if (!detail) return;
    await this.#copy(detail.row, this.model.bytes ?? { start: 0, end: detail.row.length }, format);
  }

  async #copy(row: ViewRow, range: ByteRange, format: string): Promise<void> {
    try {
      const bytes = await this.#host.request('copy', { seq: row.seq, ...range, format, ...this.#reading() });
      this.#set({ announcement: `Copied ${count(bytes, 'byte')}` });
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Copies all of the event, even if only some bytes are selected. */
  async copyEvent(format: string): Promise<void> {
    const row = this.#selectedRow();
    if (row) await this.#copy(row, { start: 0, end: row.length }, format);
  }

  /** Narrows the filter to the endpoint or peer of the selected event, or to all others. */
  async narrow({ key, not }: { readonly key: 'endpoint' | 'peer'; readonly not: boolean }): Promise<void> {
    const row = this.#selectedRow();
    if (!row) return;
    const value = key === 'peer' ? row.peer : row.endpointName || String(row.endpoint);
    if (value === '') {
      this.#failed(new Error('This event belongs to the endpoint itself and has no peer.'));
      return;
    }
    try {
      const { filter } = await this.#host.request('narrow', { filter: this.model.filterText, key, value, not });
      await this.applyFilter(filter, true);
    } catch (error) {
      this.#failed(error);
    }
  }

  async onEvent(what: EventCommand): Promise<void> {
    const row = this.#selectedRow();
    if (!row) return;
    const { seq, endpoint, connection } = row;
    if (what === 'sendAgain' && !(row.direction === 'out' && (row.kind === 'data' || row.kind === 'frame'))) {
      this.#failed(new Error('Only sent events can be sent again. Select an event with an outgoing arrow.'));
      return;
    }
    try {
      await this.#host.request('onEvent', { what, seq, endpoint, connection });
    } catch (error) {
      this.#failed(error);
    }
  }

  #selectedRow(): ViewRow | undefined {
    const row = this.model.detail?.row;
    if (!row) this.#failed(new Error('No event is selected: choose one in the list first.'));
    return row;
  }

  /** The selected rows as text, with tabs between columns. */
  async copyRows(): Promise<void> {
    const lines = this.grid.selectedTexts();
    if (lines.length === 0) return;
    try {
      // The host copies: a browser may deny the page access to the clipboard.
      await this.#host.request('copyText', { text: `${lines.join('\n')}\n` });
      this.#set({ announcement: `Copied ${count(lines.length, 'row')}` });
    } catch (error) {
      this.#failed(error);
    }
  }

  dismissProblem(): void {
    this.#set({ problem: undefined });
  }

  async #rows(from: number, rows: number): Promise<TrafficRows> {
    try {
      return await this.#host.request('rows', { from, count: rows, ...this.#reading() });
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  #reading(): { encoding: string; errors: string } {
    return { encoding: this.encoding, errors: this.model.saved.errors };
  }

  /** While a filter runs, the list may not have the event yet. Every snapshot is another chance. */
  async #lookFor(seq: number): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const index = await this.#host.request('indexOf', { seq });
      if (this.#wanted !== seq) return;
      if (index >= 0) {
        this.#wanted = undefined;
        this.grid.selectIndex(index, !this.grid.follow);
      } else if ((this.model.snapshot?.progress ?? 0) >= 1) this.#wanted = undefined;
    } catch {
      // The next snapshot tries again.
    } finally {
      this.#looking = false;
    }
  }

  #selected(row: ViewRow | undefined, selectedRows: number): void {
    this.#set({ selectedRows: row ? selectedRows : 0 });
    // The list changed under the selection. The event is searched in the new list, and its bytes stay on screen.
    if (!row) return;
    this.#wanted = undefined;
    this.#keep({ seq: row.seq });
    if (row.seq !== this.model.detail?.row.seq) void this.#load(row);
  }

  async #load(row: ViewRow | undefined): Promise<void> {
    if (!row) return;
    const before = this.model.detail?.row.seq === row.seq ? this.model.detail : undefined;
    this.#set({ detail: before ?? { row } });
    if (!this.model.saved.details || before?.decoded) return;
    try {
      const [payload, decoded, dissection] = await Promise.all([
        this.#host.request('bytes', { seq: row.seq }),
        this.#host.request('decode', { seq: row.seq, ...this.#reading() }),
        this.#dissection(row.seq),
      ]);
      if (this.model.detail?.row.seq !== row.seq) return;
      this.#set({ detail: { row, payload, decoded, dissection } });
      this.bytesView.setBytes(payload.bytes, decoded);
    } catch (error) {
      if (this.model.detail?.row.seq === row.seq) this.#set({ detail: { row, problem: messageOf(error) } });
    }
  }

  /** The bytes do not depend on the fields: if the dissection fails, there are no fields. */
  #dissection(seq: number): Promise<Dissection> {
    const none: Dissection = { dissector: undefined, fields: [] };
    return this.#host.request('dissect', { seq, dissector: this.model.saved.dissector }).catch(() => none);
  }

  async setDissector(dissector: string): Promise<void> {
    this.#keep({ dissector });
    const seq = this.model.detail?.row.seq;
    if (seq === undefined) return;
    const dissection = await this.#dissection(seq);
    const { detail, saved } = this.model;
    if (detail?.row.seq === seq && saved.dissector === dissector) this.#set({ detail: { ...detail, dissection } });
  }

  async #decode(): Promise<void> {
    const { detail } = this.model;
    if (!detail?.payload) return;
    const reading = this.#reading();
    try {
      const decoded = await this.#host.request('decode', { seq: detail.row.seq, ...reading });
      const current = this.#reading();
      if (this.model.detail?.row.seq !== detail.row.seq || current.encoding !== reading.encoding) return;
      if (current.errors !== reading.errors) return;
      this.#set({ detail: { ...this.model.detail, decoded } });
      this.bytesView.setDecoded(decoded);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#set({ problem: messageOf(error), announcement: messageOf(error) });
  }

  #keep(change: Partial<SavedState>): void {
    const before: TrafficReading = readingOf(this.model.saved);
    const saved = { ...this.model.saved, ...change };
    this.#set({ saved });
    this.#save(saved);
    // The page may be closed at any moment. If the host misses this message, the next page costs one more request.
    const reading = readingOf(saved);
    if (!isSameReading(before, reading)) this.#host.request('reads', reading).catch(() => undefined);
  }

  #set(change: Partial<PageModel>): void {
    this.model = { ...this.model, ...change };
    this.#draw();
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
}
