import { textWidth } from '../../protocol/text/charWidth.ts';
import { visible } from '../../protocol/text/visible.ts';
import { element, perFrame } from '../common/dom.ts';
import { clampTop, contentHeight, physicalTop, rowsInView, virtualTop, type ScrollSpace } from '../common/scroll.ts';
import { tokenKinds, type Tokens } from './highlight.ts';

const rowHeight = 20;
const overscan = 20;
/** The width limit of a row in columns, however wide the view is: a longer line continues in the next row. */
const mostColumns = 400;

/**
 * Text with line numbers, wrapped at the width of the view. Only the rows on screen exist. Invisible characters are
 * shown as escapes.
 */
export class TextView {
  readonly element = element('div', 'text-view');
  readonly #content = element('div', 'text-content');
  #text = '';
  #tokens: Tokens = { ends: new Uint32Array(0), kinds: new Uint8Array(0) };
  /** The start of each row, and the number of its line. */
  #rows: readonly { readonly start: number; readonly line: number; readonly first: boolean }[] = [];
  #columns = 80;
  readonly #drawn = new Map<number, HTMLElement>();
  readonly #render = perFrame(() => this.#draw());

  constructor(label: string) {
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'region');
    this.element.setAttribute('aria-label', label);
    this.element.append(this.#content);
    this.element.addEventListener('scroll', () => this.#render(), { passive: true });
    this.element.addEventListener('copy', (event) => this.#copy(event));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  setText(text: string, tokens: Tokens): void {
    this.#text = text;
    this.#tokens = tokens;
    this.element.classList.remove('all');
    this.element.scrollTop = 0;
    this.#layOut();
  }

  set label(label: string) {
    this.element.setAttribute('aria-label', label);
  }

  #measure(): void {
    const probe = element('span', 'probe');
    probe.textContent = '0000000000';
    this.#content.append(probe);
    const width = probe.getBoundingClientRect().width / 10 || 8;
    probe.remove();
    const gutter = this.#gutter() + 2;
    const columns = Math.min(mostColumns, Math.max(20, Math.floor(this.element.clientWidth / width - gutter - 3)));
    if (columns === this.#columns) return this.#render();
    this.#columns = columns;
    this.#layOut();
  }

  #gutter(): number {
    return Math.max(2, String(this.#rows.at(-1)?.line ?? 1).length);
  }

  #layOut(): void {
    const rows: { start: number; line: number; first: boolean }[] = [];
    const text = this.#text;
    let line = 0;
    for (let start = 0; start <= text.length;) {
      line++;
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline;
      if (newline < 0 && start === text.length && line > 1) break;
      rows.push({ start, line, first: true });
      for (let at = rowEnd(text, start, end, this.#columns); at < end; at = rowEnd(text, at, end, this.#columns))
        rows.push({ start: at, line, first: false });
      if (newline < 0) break;
      start = newline + 1;
    }
    this.#rows = rows;
    this.#content.style.height = `${contentHeight(this.#space()) + 8}px`;
    this.#content.style.setProperty('--gutter', `${this.#gutter()}ch`);
    this.#clear();
    this.#render();
  }

  #clear(): void {
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
  }

  #space(): ScrollSpace {
    return { rows: this.#rows.length, rowHeight, viewport: this.element.clientHeight };
  }

  #draw(): void {
    const space = this.#space();
    const top = clampTop(space, virtualTop(space, this.element.scrollTop));
    const [first, last] = rowsInView(space, top, overscan);
    const shift = physicalTop(space, top) - top;
    for (const [index, row] of this.#drawn) {
      if (index >= first && index < last) continue;
      row.remove();
      this.#drawn.delete(index);
    }
    for (let index = first; index < last; index++) {
      let row = this.#drawn.get(index);
      if (!row) {
        row = this.#row(index);
        this.#drawn.set(index, row);
        const next = this.#drawn.get(index + 1);
        if (next) next.before(row);
        else this.#content.append(row);
      }
      row.style.transform = `translateY(${index * rowHeight + shift + 4}px)`;
    }
  }

  #row(index: number): HTMLElement {
    const { start, line, first } = this.#rows[index]!;
    const next = this.#rows[index + 1]?.start ?? this.#text.length;
    const made = element('div', 'text-row');
    made.dataset['start'] = String(start);
    const number = element('span', 'line-number');
    number.setAttribute('aria-hidden', 'true');
    number.textContent = first ? String(line) : '';
    const code = element('span', 'code');
    const end = this.#text.charCodeAt(next - 1) === 10 ? next - 1 : next;
    for (let at = start, token = this.#tokenAt(start); at < end; token++) {
      const until = Math.min(end, this.#tokens.ends[token] ?? end);
      const kind = tokenKinds[this.#tokens.kinds[token] ?? 0]!;
      appendShown(code, this.#text.slice(at, until), at, kind);
      at = until;
    }
    made.append(number, code);
    return made;
  }

  /** Index of the token that a unit belongs to. */
  #tokenAt(unit: number): number {
    const { ends } = this.#tokens;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! <= unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #key(event: KeyboardEvent): void {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === 'a') {
      event.preventDefault();
      this.element.classList.add('all');
      const selection = document.getSelection();
      selection?.selectAllChildren(this.#content);
    } else if (!command && event.key.length === 1) this.element.classList.remove('all');
  }

  /** The selected text as it was received, without the line breaks of wrapping and without escapes. */
  #copy(event: ClipboardEvent): void {
    const selection = document.getSelection();
    if (!event.clipboardData || !selection || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const text = this.element.classList.contains('all')
      ? this.#text
      : this.#text.slice(
          this.#offsetOf(range.startContainer, range.startOffset),
          this.#offsetOf(range.endContainer, range.endOffset),
        );
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  }

  #offsetOf(node: Node, offset: number): number {
    const at = node instanceof Element ? (node.childNodes[offset] ?? node) : node;
    const span = (at instanceof Element ? at : at.parentElement)?.closest<HTMLElement>('[data-at]');
    if (span)
      return Number(span.dataset['at']) + (node instanceof Text && span.dataset['escape'] === undefined ? offset : 0);
    const row = (at instanceof Element ? at : at.parentElement)?.closest<HTMLElement>('.text-row');
    if (!row) return this.#text.length;
    const index = [...this.#drawn].find(([, one]) => one === row)?.[0] ?? 0;
    return this.#rows[index]!.start;
  }
}

const tabSize = 4;
const oneColumnEach = /^[ -~]*$/;

/** The end of a row that starts at `start`: as much text as fits into the columns, and at least one character. */
export function rowEnd(text: string, start: number, end: number, columns: number): number {
  const most = Math.min(end, start + columns);
  if (oneColumnEach.test(text.slice(start, most))) return most;
  let at = start;
  for (let used = 0; at < end;) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    used += character === '\t' ? tabSize - (used % tabSize) : textWidth(visible(character));
    if (used > columns && at > start) break;
    at += character.length;
  }
  return at;
}

/** Text outside plain ASCII may have invisible characters, or characters that reorder their neighbours. */
const plain = /^[\t -~]*$/;

/** @param at the offset of the text in the whole */
function appendShown(parent: HTMLElement, text: string, at: number, kind: string): void {
  const add = (part: string, from: number, escape: boolean) => {
    const span = element('span', escape ? 'escape' : kind);
    span.dataset['at'] = String(at + from);
    if (escape) span.dataset['escape'] = '';
    span.textContent = part;
    parent.append(span);
  };
  if (plain.test(text)) return add(text, 0, false);
  let run = '';
  let from = 0;
  const flush = () => {
    if (run !== '') add(run, from, false);
    from += run.length;
    run = '';
  };
  for (const character of text) {
    const shown = character === '\t' ? '\t' : visible(character);
    if (shown === character) {
      run += character;
      continue;
    }
    flush();
    add(shown, from, true);
    from += character.length;
  }
  flush();
}
