import { isObject } from '../../base/shape.ts';
import { BytesView } from './bytesView.ts';
import { EventGrid } from './eventGrid.ts';
import { count, plural, timeModes } from './format.ts';
import { withHistory } from './savedState.ts';
/** Milliseconds without a key before what is typed is applied. */
const typingPause = 180;
/** The page's state and what can be done with it. */
export class TrafficPage {
  grid;
  bytesView;
  model;
  #host;
  #save;
  #draw;
  #typing;
  /** The event to select once the list has it. */
  #wanted;
  #looking = false;
  focusFilter = () => undefined;
  constructor(host, saved, save, draw) {
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
      rows: (from, rows) => host.request('rows', { from, count: rows, ...this.#reading() }),
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
      const range = bytes && `Bytes ${bytes.start} to ${bytes.end - 1}, ${plural(bytes.end - bytes.start, 'byte')}`;
      this.#set({ bytes, announcement: range ?? '' });
    });
    this.grid.setFollow(saved.follow);
    this.grid.setWidths(saved.widths);
    this.grid.setTimeMode(saved.timeMode);
  }
  get encoding() {
    return this.model.saved.encoding ?? this.model.init?.defaultEncoding ?? 'utf-8';
  }
  async start() {
    try {
      const init = await this.#host.request('ready', { filter: this.model.saved.filter });
      this.#set({ init });
      this.setSnapshot(init.snapshot);
      // A filter that was no longer one was left out by the host.
      if (init.snapshot.filter !== this.model.saved.filter) await this.applyFilter(this.model.saved.filter, false);
    } catch (error) {
      this.#failed(error);
    }
  }
  setSnapshot(snapshot) {
    const before = this.model.snapshot;
    this.#set({ snapshot, problem: undefined });
    if (before && before.progress < 1 && snapshot.progress >= 1)
      this.#set({ announcement: `${plural(snapshot.rows, 'event')} in the list` });
    this.grid.setSnapshot(snapshot);
    if (this.#wanted !== undefined) void this.#lookFor(this.#wanted);
  }
  act(action) {
    const acts = {
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
    };
    acts[action.do](action);
  }
  /** The filter as it is typed: applied after a short pause. */
  typed(text) {
    this.#set({ filterText: text });
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.applyFilter(text, false), typingPause);
  }
  async applyFilter(text, remember) {
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
  async togglePause() {
    const paused = !(this.model.snapshot?.paused ?? false);
    try {
      this.setSnapshot(await this.#host.request('pause', { paused }));
      this.#set({ announcement: paused ? 'Paused' : 'Resumed' });
    } catch (error) {
      this.#failed(error);
    }
  }
  toggleFollow() {
    this.grid.setFollow(!this.grid.follow);
  }
  nextTimeMode() {
    const at = timeModes.indexOf(this.model.saved.timeMode);
    const timeMode = timeModes[(at + 1) % timeModes.length];
    this.grid.setTimeMode(timeMode);
    this.#keep({ timeMode });
  }
  run(command) {
    this.#host.request('run', { command }).catch((error) => this.#failed(error));
  }
  setReading(reading) {
    this.#keep(reading);
    this.grid.refresh();
    void this.#decode();
  }
  openDetails() {
    this.#keep({ details: true });
    requestAnimationFrame(() => this.bytesView.focus());
  }
  toggleDetails() {
    this.#keep({ details: !this.model.saved.details });
    if (this.model.saved.details) void this.#load(this.model.detail?.row);
    else this.grid.focus();
  }
  keep(change) {
    this.#keep(change);
  }
  /** Copies the selected bytes, or all of the event's. */
  async copyAs(format) {
    const { detail } = this.model;
    if (!detail) return;
    const range = this.model.bytes ?? { start: 0, end: detail.row.length };
    try {
      const bytes = await this.#host.request('copy', { seq: detail.row.seq, ...range, format, ...this.#reading() });
      this.#set({ announcement: `Copied ${plural(bytes, 'byte')}` });
    } catch (error) {
      this.#failed(error);
    }
  }
  /** The selected rows as text, tabs between columns. */
  async copyRows() {
    const lines = this.grid.selectedTexts();
    if (lines.length === 0) return;
    await navigator.clipboard.writeText(`${lines.join('\n')}\n`);
    this.#set({ announcement: `Copied ${count(lines.length)} ${lines.length === 1 ? 'row' : 'rows'}` });
  }
  dismissProblem() {
    this.#set({ problem: undefined });
  }
  #reading() {
    return { encoding: this.encoding, errors: this.model.saved.errors };
  }
  /** The list may be without the event as long as a filter runs; every snapshot is another chance. */
  async #lookFor(seq) {
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
      // The next snapshot asks again.
    } finally {
      this.#looking = false;
    }
  }
  #selected(row, selectedRows) {
    this.#set({ selectedRows: row ? selectedRows : 0 });
    // The list changed under the selection: the event is looked for in the new one, its bytes stay on screen.
    if (!row) return;
    this.#wanted = undefined;
    this.#keep({ seq: row.seq });
    if (row.seq !== this.model.detail?.row.seq) void this.#load(row);
  }
  async #load(row) {
    if (!row) return;
    const before = this.model.detail?.row.seq === row.seq ? this.model.detail : undefined;
    this.#set({ detail: before ?? { row } });
    if (!this.model.saved.details || before?.decoded) return;
    try {
      const [payload, decoded] = await Promise.all([
        this.#host.request('bytes', { seq: row.seq }),
        this.#host.request('decode', { seq: row.seq, ...this.#reading() }),
      ]);
      if (this.model.detail?.row.seq !== row.seq) return;
      this.#set({ detail: { row, payload, decoded } });
      this.bytesView.setBytes(payload.bytes, decoded);
    } catch (error) {
      if (this.model.detail?.row.seq === row.seq) this.#set({ detail: { row, problem: messageOf(error) } });
    }
  }
  async #decode() {
    const { detail } = this.model;
    if (!detail?.payload) return;
    const reading = this.#reading();
    try {
      const decoded = await this.#host.request('decode', { seq: detail.row.seq, ...reading });
      const current = this.#reading();
      if (this.model.detail?.row.seq !== detail.row.seq || current.encoding !== reading.encoding) return;
      if (current.errors !== reading.errors) return;
      this.#set({ detail: { ...detail, decoded } });
      this.bytesView.setDecoded(decoded);
    } catch (error) {
      this.#failed(error);
    }
  }
  #failed(error) {
    this.#set({ problem: messageOf(error), announcement: messageOf(error) });
  }
  #keep(change) {
    const saved = { ...this.model.saved, ...change };
    this.#set({ saved });
    this.#save(saved);
  }
  #set(change) {
    this.model = { ...this.model, ...change };
    this.#draw();
  }
}
function messageOf(error) {
  if (error instanceof Error) return error.message;
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
}
