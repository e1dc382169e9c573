import { visible } from '../../protocol/text/visible.ts';
import { columns } from './columns.ts';
import { element } from './dom.ts';
import { count } from './format.ts';
import { iconElement } from './icons.ts';
const texts = {
  time: (_row, time) => time,
  endpoint: (row) => visible(row.endpointName),
  peer: (row) => visible(row.peer),
  direction: (row) => (row.direction === 'none' ? '' : row.direction),
  kind: (row) => row.kind,
  length: (row) => (row.kind === 'data' || row.kind === 'frame' ? count(row.length) : ''),
  preview: (row) => visible(row.preview) + (row.previewTruncated && !row.preview.endsWith('…') ? '…' : ''),
};
export function cellText(row, column, time) {
  return texts[column](row, time);
}
/** A row of the table, used again and again for other events. */
export class EventRowElement {
  element = element('div', 'row', 'row');
  #texts = [];
  #arrow = iconElement('arrow-down');
  #arrowUse = this.#arrow.firstElementChild;
  /** Which row it shows. */
  number = -1;
  row;
  constructor(id) {
    this.element.id = id;
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
  show(row, time) {
    const direction = row?.direction ?? 'none';
    this.element.dataset['kind'] = row?.kind ?? 'loading';
    this.element.dataset['direction'] = direction;
    this.element.ariaBusy = row ? 'false' : 'true';
    this.#arrowUse.setAttribute('href', direction === 'out' ? '#icon-arrow-up' : '#icon-arrow-down');
    for (const [i, column] of columns.entries()) {
      const text = row ? cellText(row, column.id, time) : '';
      const node = this.#texts[i];
      if (node.data !== text) node.data = text;
    }
  }
}
