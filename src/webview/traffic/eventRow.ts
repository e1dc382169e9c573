import type { ViewRow } from '../../engine/messages.ts';
import { visible } from '../../protocol/text/visible.ts';
import { columns, type ColumnId } from './columns.ts';
import { element } from '../common/dom.ts';
import { count } from '../../base/quantities.ts';
import { iconElement } from '../common/icons.ts';

const texts: Readonly<Record<ColumnId, (row: ViewRow, time: string) => string>> = {
  time: (_row, time) => time,
  endpoint: (row) => visible(row.endpointName),
  peer: (row) => visible(row.peer),
  direction: (row) => (row.direction === 'none' ? '' : row.direction),
  kind: (row) => row.kind,
  length: (row) => (row.kind === 'data' || row.kind === 'frame' ? count(row.length) : ''),
  preview: (row) => visible(row.preview) + (row.previewTruncated && !row.preview.endsWith('…') ? '…' : ''),
};

function cellText(row: ViewRow, column: ColumnId, time: string): string {
  return texts[column](row, time);
}

/** A row element of the table, reused for other events. */
export class EventRowElement {
  readonly element = element('div', 'row', 'row');
  readonly #texts: Text[] = [];
  readonly #arrow = iconElement('arrow-down');
  readonly #arrowUse = this.#arrow.firstElementChild!;
  /** The number of its row; -1: none. */
  number = -1;
  row: ViewRow | undefined;
  #top = NaN;
  #index = -1;
  #selected: boolean | undefined;
  #current = false;
  #direction = '';

  constructor(id: string) {
    this.element.id = id;
    this.element.hidden = true;
    for (const [i, column] of columns.entries()) {
      const cell = element('div', `cell ${column.id}`, 'gridcell');
      cell.setAttribute('aria-colindex', String(i + 1));
      if (column.id === 'direction') cell.append(this.#arrow);
      const text = document.createTextNode('');
      cell.append(text);
      this.#texts.push(text);
      this.element.append(cell);
    }
  }

  /** Without a row, a placeholder of the same height. */
  show(number: number, row: ViewRow | undefined, time: string, hidden: readonly ColumnId[]): void {
    if (this.number < 0) this.element.hidden = false;
    this.number = number;
    this.row = row;
    const direction = row?.direction ?? 'none';
    const { dataset } = this.element;
    const kind = row?.kind ?? 'loading';
    if (dataset['kind'] !== kind) {
      dataset['kind'] = kind;
      this.element.ariaBusy = row ? 'false' : 'true';
    }
    if (direction !== this.#direction) {
      this.#direction = direction;
      dataset['direction'] = direction;
      this.#arrowUse.setAttribute('href', direction === 'out' ? '#icon-arrow-up' : '#icon-arrow-down');
    }
    for (const [i, column] of columns.entries()) {
      if (hidden.includes(column.id)) continue;
      const text = row ? cellText(row, column.id, time) : '';
      const node = this.#texts[i]!;
      if (node.data !== text) node.data = text;
    }
  }

  /** `top`: pixels in the layer; `index`: its place in the list, from 1. */
  place(top: number, index: number): void {
    if (top !== this.#top) this.element.style.top = `${top}px`;
    if (index !== this.#index) this.element.setAttribute('aria-rowindex', String(index));
    this.#top = top;
    this.#index = index;
  }

  mark(selected: boolean, current: boolean): void {
    if (selected !== this.#selected) this.element.setAttribute('aria-selected', String(selected));
    if (current !== this.#current) this.element.classList.toggle('current', current);
    this.#selected = selected;
    this.#current = current;
  }

  hide(): void {
    if (this.number < 0) return;
    this.element.hidden = true;
    this.mark(false, false);
    this.number = -1;
    this.row = undefined;
  }
}
