import { columnWidth, columns, type ColumnId, type ColumnWidths } from './columns.ts';
import { element } from '../common/dom.ts';
import type { TimeMode } from '../common/format.ts';
import { Sash } from '../common/sash.ts';

interface HeaderOwner {
  resized(widths: ColumnWidths): void;
  timeMode(): void;
}

const timeTitles: Readonly<Record<TimeMode, string>> = { absolute: 'Time', relative: 'Time (s)', delta: 'Delta (s)' };
const timeSentences: Readonly<Record<TimeMode, string>> = {
  absolute: 'Time of day. Click to show seconds since the oldest event',
  relative: 'Seconds since the oldest event. Click to show seconds since the previous event',
  delta: 'Seconds since the previous event. Click to show the time of day',
};

/** The names of the columns, each but the last followed by a sash. */
export class ColumnHeader {
  readonly element = element('div', 'header', 'row');
  readonly #sashes: Sash[] = [];
  readonly #time = document.createElement('button');
  #widths: ColumnWidths = {};

  constructor(owner: HeaderOwner) {
    for (const column of columns) {
      const cell = element('div', `cell ${column.id}`, 'columnheader');
      // Otherwise a screen reader would read the width of the sash as part of the column's name.
      cell.setAttribute('aria-label', column.title);
      if (column.id === 'time') {
        this.#time.className = 'plain';
        this.#time.addEventListener('click', () => owner.timeMode());
        cell.append(this.#time);
      } else cell.append(column.title);
      if (column.id !== 'preview') cell.append(this.#sash(column.id, column.title, owner));
      this.element.append(cell);
    }
    this.setTimeMode('absolute');
  }

  setTimeMode(mode: TimeMode): void {
    this.#time.textContent = timeTitles[mode];
    this.#time.title = timeSentences[mode];
  }

  setWidths(widths: ColumnWidths): void {
    this.#widths = widths;
    for (const sash of this.#sashes) sash.update();
  }

  #sash(id: ColumnId, title: string, owner: HeaderOwner): HTMLElement {
    const sash = new Sash(
      {
        label: `Width of the column ${title}`,
        orientation: () => 'vertical',
        size: () => columnWidth(id, this.#widths),
        limits: () => [columnWidth(id, { [id]: 0 }), 600],
        resize: (width) => owner.resized({ ...this.#widths, [id]: width }),
        done: () => undefined,
        reset: () => owner.resized(Object.fromEntries(Object.entries(this.#widths).filter(([other]) => other !== id))),
      },
      'column-sash',
    );
    this.#sashes.push(sash);
    return sash.element;
  }
}
