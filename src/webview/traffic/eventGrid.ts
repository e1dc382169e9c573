import type { ViewRow, ViewSnapshot } from '../../engine/messages.ts';
import { columns, gridTemplate, hiddenColumns, type ColumnId, type ColumnWidths } from './columns.ts';
import { ColumnHeader } from './columnHeader.ts';
import { element, perFrame } from '../common/dom.ts';
import { EventRowElement } from './eventRow.ts';
import { seconds, timeOfDay, type TimeMode } from '../common/format.ts';
import { prefetch } from './prefetch.ts';
import type { TrafficRows } from './protocol.ts';
import { RowCache } from './rowCache.ts';
import {
  clampTop,
  contentHeight,
  isScaled,
  maxTop,
  physicalTop,
  rowsInView,
  topShowing,
  virtualTop,
  type ScrollSpace,
} from '../common/scroll.ts';

const rowHeight = 22;
const overscan = 6;
/**
 * The maximum of pending requests. While the user drags the scroll bar, rows that are only passed are not worth a
 * request.
 */
const mostAsked = 6;
/** The layer's origin moves once it is this many rows away: the compositor has 24 bits for an offset in pixels. */
const originReach = 50_000;

interface GridOwner {
  rows(from: number, count: number): Promise<TrafficRows>;
  /** The row is undefined until it is loaded, and if nothing is selected. */
  selected(row: ViewRow | undefined, rangeLength: number): void;
  opened(): void;
  following(follow: boolean): void;
  resized(widths: ColumnWidths): void;
  timeMode(): void;
}

/**
 * The table of events: as many row elements as fit on screen, whatever the number of rows. Rows are numbered from the
 * list's beginning, forgotten ones included, so that a number means the same row for as long as the list lives.
 */
export class EventGrid {
  readonly element = element('div', 'events');
  readonly #owner: GridOwner;
  readonly #header: ColumnHeader;
  readonly #scroller = element('div', 'rows', 'grid');
  readonly #content = element('div', 'content', 'presentation');
  readonly #layer = element('div', 'layer', 'rowgroup');
  readonly #cache = new RowCache<ViewRow>();
  #pool: EventRowElement[] = [];

  #forgotten = 0;
  #end = 0;
  #filter: string | undefined;
  #top = 0;
  #viewport = 0;
  #ownScrollTop = 0;
  /** `top` was changed by us. The browser's scroll position follows in the next frame. */
  #moved = false;
  #follow = true;
  #anchor = -1;
  #head = -1;
  /** The owner does not know the selection yet: its row is not loaded. */
  #untold = false;
  #timeMode: TimeMode = 'absolute';
  #base: number | undefined;
  #widths: ColumnWidths = {};
  #severalEndpoints = false;
  #hidden: readonly ColumnId[] = [];
  #wheelIsOurs = false;
  /** The time of the first drawn rows is measured once, for the benchmark. */
  #measured = false;
  /** The number of the row at offset 0 of the layer. */
  #origin = 0;
  #asked = 0;
  /**
   * The first row on screen at the last draw, and the smoothed number of rows per draw: the direction and speed of
   * scrolling.
   */
  #lastFirst = 0;
  #speed = 0;
  readonly #render = perFrame(() => this.#draw());

  constructor(owner: GridOwner) {
    this.#owner = owner;
    this.#header = new ColumnHeader({
      resized: (widths) => {
        this.setWidths(widths);
        owner.resized(widths);
      },
      timeMode: () => owner.timeMode(),
    });
    this.#scroller.tabIndex = 0;
    this.#scroller.setAttribute('aria-label', 'Traffic');
    this.#scroller.setAttribute('aria-multiselectable', 'true');
    this.#scroller.setAttribute('aria-colcount', String(columns.length));
    this.#content.append(this.#layer);
    // The header is a row of the grid. The style sheet keeps it above the scrolled rows.
    this.#scroller.append(this.#header.element, this.#content);
    this.element.append(this.#scroller);
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#scroller.addEventListener('keydown', (event) => this.#key(event));
    this.#scroller.addEventListener('pointerdown', (event) => this.#pressed(event));
    this.#scroller.addEventListener('contextmenu', (event) => this.#menu(event));
    this.#scroller.addEventListener('dblclick', () => this.#owner.opened());
    new ResizeObserver(() => this.#measure()).observe(this.#scroller);
  }

  get follow(): boolean {
    return this.#follow;
  }

  focus(): void {
    this.#scroller.focus({ preventScroll: true });
  }

  setSnapshot(snapshot: ViewSnapshot): void {
    const end = snapshot.forgottenRows + snapshot.rows;
    const another = snapshot.filter !== this.#filter || end < this.#end || snapshot.forgottenRows < this.#forgotten;
    this.#filter = snapshot.filter;
    if (snapshot.journal.endpoints > 1 !== this.#severalEndpoints) {
      this.#severalEndpoints = !this.#severalEndpoints;
      this.#layout();
    }
    if (another) this.#startAgain(snapshot.forgottenRows);
    this.#extend(snapshot.forgottenRows, end);
  }

  /** Takes rows that arrived with a snapshot. */
  give(answer: { from: number; forgottenRows: number; rows: readonly ViewRow[] }): void {
    this.#cache.arrived(this.#cache.generation, -1, answer.from + answer.forgottenRows, answer.rows);
    this.#measure();
    this.#draw();
  }

  /** The display of each row has changed, but not the list of rows. */
  refresh(): void {
    this.#cache.clear();
    this.#render();
  }

  setFollow(follow: boolean): void {
    if (follow !== this.#follow) {
      this.#follow = follow;
      this.#owner.following(follow);
    }
    if (follow) this.#moveTo(maxTop(this.#space()));
  }

  setTimeMode(mode: TimeMode): void {
    this.#timeMode = mode;
    this.#header.setTimeMode(mode);
    if (mode === 'relative' && this.#base === undefined && this.#end > this.#forgotten) {
      void this.#owner.rows(0, 1).then(
        ({ rows }) => {
          this.#base = rows[0]?.time;
          this.#draw(true);
        },
        () => undefined,
      );
    }
    this.#draw(true);
  }

  setWidths(widths: ColumnWidths): void {
    this.#widths = widths;
    this.#layout();
  }

  /** Selects a row by its current index in the list, and shows it; -1 clears the selection. */
  selectIndex(index: number, reveal: boolean): void {
    if (index < 0) {
      this.#select(-1, -1);
      return;
    }
    const number = index + this.#forgotten;
    this.#select(number, number);
    if (reveal) this.#moveTo(topShowing(this.#space(), this.#top, index));
  }

  /** The selected rows that are loaded, each as the texts of its columns. */
  selectedTexts(): string[] {
    const from = Math.min(this.#anchor, this.#head);
    const to = Math.max(this.#anchor, this.#head);
    const lines: string[] = [];
    for (let number = Math.max(from, this.#forgotten); number >= 0 && number <= to; number++) {
      const row = this.#cache.get(number);
      if (!row) continue;
      const direction = row.direction === 'none' ? '' : row.direction;
      lines.push(
        [this.#timeText(number, row), row.endpointName, row.peer, direction, row.kind, row.length, row.preview].join(
          '\t',
        ),
      );
    }
    return lines;
  }

  #space(): ScrollSpace {
    return { rows: this.#end - this.#forgotten, rowHeight, viewport: this.#viewport };
  }

  #startAgain(forgotten: number): void {
    this.#cache.clear();
    this.#forgotten = forgotten;
    this.#end = forgotten;
    this.#top = 0;
    this.#base = undefined;
    this.#anchor = this.#head = -1;
  }

  #extend(forgotten: number, end: number): void {
    const gone = forgotten - this.#forgotten;
    this.#forgotten = forgotten;
    this.#end = end;
    if (gone > 0) {
      this.#cache.forgetBefore(forgotten);
      // The rows on screen stay where they are.
      this.#top -= gone * rowHeight;
      if (this.#head >= 0 && this.#head < forgotten) this.#select(-1, -1);
      if (this.#anchor >= 0 && this.#anchor < forgotten) this.#anchor = this.#head;
    }
    const space = this.#space();
    this.#content.style.height = `${contentHeight(space)}px`;
    this.#scroller.setAttribute('aria-rowcount', String(space.rows));
    this.#takeWheel(isScaled(space));
    this.#moveTo(this.#follow ? maxTop(space) : this.#top);
  }

  /** If one pixel of the scroll bar stands for many rows, we handle the wheel: it moves by pixels of rows. */
  #takeWheel(take: boolean): void {
    if (take === this.#wheelIsOurs) return;
    this.#wheelIsOurs = take;
    if (take) this.#scroller.addEventListener('wheel', this.#wheel, { passive: false });
    else this.#scroller.removeEventListener('wheel', this.#wheel);
  }

  readonly #wheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? rowHeight : this.#viewport;
    this.#moveTo(this.#top + event.deltaY * unit);
    this.#followIfAtEnd();
  };

  #moveTo(top: number): void {
    const space = this.#space();
    this.#top = clampTop(space, top);
    this.#moved = true;
    this.#render();
  }

  /** Called before any change of a frame, so that it forces no layout. */
  #scrollTo(space: ScrollSpace): void {
    this.#moved = false;
    this.#scroller.scrollTop = physicalTop(space, this.#top);
    // Read back, because the browser rounds the value and limits it to the current layout height.
    this.#ownScrollTop = this.#scroller.scrollTop;
  }

  #scrolled(): void {
    // A scroll of ours is pending: the position that the browser reports is out of date.
    if (this.#moved) return;
    const { scrollTop } = this.#scroller;
    if (Math.abs(scrollTop - this.#ownScrollTop) < 1) return;
    this.#ownScrollTop = scrollTop;
    this.#top = virtualTop(this.#space(), scrollTop);
    this.#followIfAtEnd();
    this.#render();
  }

  #followIfAtEnd(): void {
    const follow = this.#top >= maxTop(this.#space()) - 2;
    if (follow !== this.#follow) {
      this.#follow = follow;
      this.#owner.following(follow);
    }
  }

  #measure(): void {
    const height = this.#scroller.clientHeight;
    if (height === 0) return;
    const wasInView = this.#isInView(this.#head);
    this.#viewport = height;
    this.#layout();
    const space = this.#space();
    // The selected row stays in view when the details take space from the list.
    const top = wasInView ? topShowing(space, this.#top, this.#head - this.#forgotten) : this.#top;
    this.#moveTo(this.#follow ? maxTop(space) : top);
  }

  #isInView(number: number): boolean {
    if (number < this.#forgotten) return false;
    const [first, last] = rowsInView(this.#space(), this.#top, 0);
    return number >= this.#forgotten + first && number < this.#forgotten + last;
  }

  #layout(): void {
    const before = this.#hidden.join();
    // Read before any change, so that the layout runs only once.
    const scrollbar = this.#scroller.offsetWidth - this.#scroller.clientWidth;
    this.#hidden = hiddenColumns(this.element.clientWidth, this.#widths, this.#severalEndpoints);
    this.element.style.setProperty('--columns', gridTemplate(this.#widths, this.#hidden));
    this.element.style.setProperty('--scrollbar', `${scrollbar}px`);
    for (const { id } of columns) this.element.classList.toggle(`no-${id}`, this.#hidden.includes(id));
    if (this.#hidden.join() !== before) this.#draw(true);
    this.#header.setWidths(this.#widths);
  }

  #draw(again = false): void {
    if (this.#viewport === 0) return;
    const space = this.#space();
    if (this.#moved) this.#scrollTo(space);
    // The browser scrolls ahead of us by itself, unless we handle the wheel.
    const [first, last] = rowsInView(space, this.#top, isScaled(space) ? 1 : overscan);
    this.#fetch(first, last);
    if (this.#pool.length < last - first) this.#grow(last - first + overscan);
    const from = first + this.#forgotten;
    if (Math.abs(from - this.#origin) > originReach) this.#origin = from;
    const above = (this.#origin - this.#forgotten) * rowHeight;
    const shift = isScaled(space) ? above + this.#ownScrollTop - this.#top : above;
    const transform = shift === 0 ? '' : `translateY(${shift}px)`;
    if (this.#layer.style.transform !== transform) this.#layer.style.transform = transform;
    // A row that stays on screen keeps its element and its place in the layer: only new rows are drawn.
    let loaded = true;
    for (let i = 0; i < this.#pool.length; i++) {
      const number = from + i;
      const shown = this.#pool[number % this.#pool.length]!;
      if (i < last - first) loaded = this.#show(shown, number, again) && loaded;
      else shown.hide();
    }
    if (loaded && last > first) this.#drawn();
    const head = this.#head - this.#forgotten;
    if (head >= first && head < last)
      this.#scroller.setAttribute('aria-activedescendant', this.#pool[this.#head % this.#pool.length]!.element.id);
    else this.#scroller.removeAttribute('aria-activedescendant');
  }

  #grow(size: number): void {
    for (const old of this.#pool) old.element.remove();
    this.#pool = Array.from({ length: size }, (_, i) => new EventRowElement(`event-${i}`));
    this.#layer.append(...this.#pool.map((row) => row.element));
  }

  /** False for a placeholder. */
  #show(shown: EventRowElement, number: number, again: boolean): boolean {
    const row = this.#cache.get(number);
    if (again || shown.number !== number || shown.row !== row || this.#timeMode === 'delta')
      shown.show(number, row, row ? this.#timeText(number, row) : '', this.#hidden);
    shown.place((number - this.#origin) * rowHeight, number - this.#forgotten + 1);
    const first = Math.min(this.#anchor, this.#head);
    const selected = number >= first && number <= Math.max(this.#anchor, this.#head);
    shown.mark(selected, number === this.#head);
    return row !== undefined;
  }

  /** The benchmark reads the time from the start of the page. */
  #drawn(): void {
    if (this.#measured) return;
    this.#measured = true;
    performance.measure('wirebench.firstRows', { start: 0, end: performance.now() });
  }

  #timeText(number: number, row: ViewRow): string {
    if (this.#timeMode === 'absolute') return timeOfDay(row.time);
    if (this.#timeMode === 'relative') return this.#base === undefined ? '' : seconds(row.time - this.#base);
    const before = this.#cache.get(number - 1);
    return before ? seconds(row.time - before.time) : '';
  }

  /** Requests the rows on screen, then those ahead in the direction of scrolling, then those behind. */
  #fetch(first: number, last: number): void {
    const moved = first - this.#lastFirst;
    this.#lastFirst = first;
    this.#speed = moved === 0 ? this.#speed : 0.5 * this.#speed + 0.5 * moved;
    const rows = prefetch(this.#speed);
    const from = first + this.#forgotten;
    const to = last + this.#forgotten;
    const above = { from: Math.max(this.#forgotten, from - rows.above), to: from };
    const below = { from: to, to: Math.min(this.#end, to + rows.below) };
    for (const range of this.#speed < 0 ? [{ from, to }, above, below] : [{ from, to }, below, above])
      for (const part of this.#cache.missing(range.from, range.to, mostAsked - this.#asked))
        void this.#ask(part.from, part.to);
  }

  async #ask(from: number, to: number): Promise<void> {
    const { generation } = this.#cache;
    this.#asked++;
    try {
      const answer = await this.#owner.rows(Math.max(0, from - this.#forgotten), to - from);
      if (!this.#cache.arrived(generation, from, answer.from + answer.forgottenRows, answer.rows)) {
        this.#render();
        return;
      }
      // Under heavy traffic the engine's list is ahead of the last snapshot. The list catches up with the answer.
      const end = answer.from + answer.forgottenRows + answer.rows.length;
      if (answer.forgottenRows > this.#forgotten) this.#extend(answer.forgottenRows, Math.max(this.#end, end));
    } catch {
      this.#cache.failed(generation, from);
      return;
    } finally {
      this.#asked--;
    }
    this.#tell();
    this.#render();
  }

  #select(anchor: number, head: number): void {
    this.#anchor = anchor;
    this.#head = head;
    this.#untold = true;
    this.#tell();
    this.#render();
  }

  #tell(): void {
    const row = this.#head < 0 ? undefined : this.#cache.get(this.#head);
    if (!this.#untold || (row === undefined && this.#head >= 0)) return;
    this.#untold = false;
    this.#owner.selected(row, Math.abs(this.#head - this.#anchor) + 1);
  }

  #pressed(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const row = event.target.closest('.row');
    const shown = this.#pool.find((one) => one.element === row);
    if (!shown || shown.number < 0) return;
    this.#go(shown.number, event.shiftKey);
  }

  /**
   * Opens the editor's own menu, which `data-vscode-context` selects (package.json, `webview/context`). Its commands
   * apply to the selected row, so the row under the pointer is selected first.
   */
  #menu(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest('.row') : null;
    const number = this.#pool.find((one) => one.element === row)?.number ?? -1;
    const [from, to] = [Math.min(this.#anchor, this.#head), Math.max(this.#anchor, this.#head)];
    if (number >= 0 && (number < from || number > to)) this.#go(number, false);
    // Without an event, the editor would offer to cut and paste.
    if (!this.#sayContext()) event.preventDefault();
  }

  /** By keyboard, the menu opens at the row. The browser's own event for the key only has the list as its target. */
  #menuByKey(): void {
    if (this.#head < 0) this.#go(this.#forgotten + rowsInView(this.#space(), this.#top, 0)[0], false);
    this.#moveTo(topShowing(this.#space(), this.#top, this.#head - this.#forgotten));
    this.#draw();
    if (!this.#sayContext()) return;
    const at = this.#pool[this.#head % this.#pool.length]?.element.getBoundingClientRect();
    this.#scroller.dispatchEvent(
      new MouseEvent('contextmenu', {
        bubbles: true,
        cancelable: true,
        clientX: (at?.left ?? 0) + 24,
        clientY: at?.bottom ?? 0,
      }),
    );
  }

  /** False if no event is selected, or if it is not loaded yet. */
  #sayContext(): boolean {
    const row = this.#head < 0 ? undefined : this.#cache.get(this.#head);
    if (!row) {
      delete this.#scroller.dataset['vscodeContext'];
      return false;
    }
    const hasBytes = row.kind === 'data' || row.kind === 'frame';
    this.#scroller.dataset['vscodeContext'] = JSON.stringify({
      webviewSection: 'event',
      eventHasBytes: hasBytes,
      eventHasPeer: row.peer !== '',
      eventWasSent: hasBytes && row.direction === 'out',
      preventDefaultContextMenuItems: true,
    });
    return true;
  }

  /** Makes a row the current one. A row other than the last ends following. */
  #go(number: number, extend: boolean): void {
    if (this.#end === this.#forgotten) return;
    const to = Math.min(Math.max(number, this.#forgotten), this.#end - 1);
    if (to < this.#end - 1 && this.#follow) {
      this.#follow = false;
      this.#owner.following(false);
    }
    this.#select(extend && this.#anchor >= 0 ? this.#anchor : to, to);
    this.#moveTo(topShowing(this.#space(), this.#top, to - this.#forgotten));
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.target !== this.#scroller) return;
    const page = Math.max(1, Math.floor(this.#viewport / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (this.#head < 0) {
        // Nothing is selected yet: begin with the rows on screen.
        const [first, last] = rowsInView(this.#space(), this.#top, 0);
        this.#go(Number.isFinite(step) ? this.#forgotten + (step > 0 ? first : last - 1) : step, false);
      } else this.#go(this.#head + step, event.shiftKey);
      if (event.key === 'End' && !event.shiftKey) this.setFollow(true);
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      this.#menuByKey();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#owner.opened();
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#select(this.#forgotten, this.#end - 1);
    }
  }
}
