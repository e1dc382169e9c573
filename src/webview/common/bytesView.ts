import type { DecodedText } from './decodedText.ts';
import {
  characterAt,
  charactersIn,
  movedHead,
  rangeOf,
  type ByteRange,
  type ByteSelection,
  type Step,
} from './byteText.ts';
import { element, perFrame } from './dom.ts';

const lineHeight = 20;
const overscan = 8;
const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

interface Side {
  readonly step: Step;
  readonly element: HTMLElement;
}

/** The element of some bytes on screen, on either side. */
interface Shown extends ByteRange {
  readonly element: HTMLElement;
  look: string;
}

/** Hex and text of a payload side by side, with one selection. Only the lines on screen exist. */
export class BytesView {
  readonly element = element('div', 'bytes');
  readonly #content = element('div', 'bytes-content');
  readonly #offsets = element('div', 'pane offsets');
  readonly #hex: Side;
  readonly #text: Side;
  readonly #selected: (range: ByteRange | undefined) => void;
  #bytes: Uint8Array = new Uint8Array(0);
  #decoded: DecodedText = { text: '', starts: new Uint32Array(0) };
  #selection: ByteSelection | undefined;
  #hover: ByteRange | undefined;
  #width = 16;
  #shown: Shown[] = [];
  readonly #render = perFrame(() => this.#draw());

  constructor(selected: (range: ByteRange | undefined) => void) {
    this.#selected = selected;
    this.#hex = this.#side('byte', 'hex', 'Bytes as hex');
    this.#text = this.#side('character', 'text', 'Bytes as text');
    this.#content.append(this.#offsets, this.#hex.element, this.#text.element);
    this.#offsets.setAttribute('aria-hidden', 'true');
    this.element.append(this.#content);
    this.element.addEventListener('scroll', () => this.#render(), { passive: true });
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  get selection(): ByteRange | undefined {
    return this.#selection && rangeOf(this.#selection);
  }

  focus(): void {
    if (!this.#selection && this.#bytes.length > 0) this.select({ start: 0, end: 1 });
    this.#hex.element.focus({ preventScroll: true });
  }

  /** Shows another payload. Nothing in it is selected. */
  setBytes(bytes: Uint8Array, decoded: DecodedText): void {
    this.#bytes = bytes;
    this.#decoded = decoded;
    this.#selection = undefined;
    this.#hover = undefined;
    this.element.scrollTop = 0;
    this.#selected(undefined);
    this.#resize();
  }

  /** Shows the same payload, decoded in another way. */
  setDecoded(decoded: DecodedText): void {
    this.#decoded = decoded;
    this.#render();
  }

  select(range: ByteRange): void {
    if (range.end > this.#bytes.length) return;
    this.#change({ anchor: range, head: range });
    this.reveal(range.start);
  }

  #side(step: Step, name: string, label: string): Side {
    const pane = element('div', `pane ${name}`, 'listbox');
    pane.tabIndex = 0;
    pane.setAttribute('aria-label', label);
    pane.setAttribute('aria-multiselectable', 'true');
    const side: Side = { step, element: pane };
    pane.addEventListener('keydown', (event) => this.#key(event, step));
    pane.addEventListener('pointerdown', (event) => this.#press(event, side));
    pane.addEventListener('pointermove', (event) => this.#point(this.#at(event)));
    pane.addEventListener('pointerleave', () => this.#point(undefined));
    return side;
  }

  #measure(): void {
    const character = this.#characterWidth();
    // The offset, three characters of hex for each byte with gaps, and about one for its text.
    const fits = (width: number) => (12 + width * 4.3) * character <= this.element.clientWidth;
    this.#width = [16, 8].find(fits) ?? 4;
    this.#resize();
  }

  #characterWidth(): number {
    const probe = element('span', 'probe');
    probe.textContent = '0000000000';
    this.#content.append(probe);
    const width = probe.getBoundingClientRect().width / 10;
    probe.remove();
    return width || 8;
  }

  #resize(): void {
    const lines = Math.ceil(this.#bytes.length / this.#width);
    this.#content.style.height = `${lines * lineHeight + 8}px`;
    this.#content.dataset['width'] = String(this.#width);
    this.#render();
  }

  #draw(): void {
    const lines = Math.ceil(this.#bytes.length / this.#width);
    const top = this.element.scrollTop;
    const first = Math.max(0, Math.floor(top / lineHeight) - overscan);
    const last = Math.min(lines, Math.ceil((top + this.element.clientHeight) / lineHeight) + overscan);
    this.#shown = [];
    const offsets: HTMLElement[] = [];
    const hex: HTMLElement[] = [];
    const text: HTMLElement[] = [];
    for (let line = first; line < last; line++) {
      const from = line * this.#width;
      const to = Math.min(from + this.#width, this.#bytes.length);
      const offset = this.#line('', line);
      offset.textContent = from.toString(16).padStart(6, '0');
      offsets.push(offset);
      hex.push(this.#hexLine(line, from, to));
      text.push(this.#textLine(line, from, to));
    }
    this.#offsets.replaceChildren(...offsets);
    this.#hex.element.replaceChildren(...hex);
    this.#text.element.replaceChildren(...text);
    this.#paint();
  }

  #line(className: string, line: number): HTMLElement {
    const made = element('div', `line ${className}`, 'presentation');
    made.style.transform = `translateY(${line * lineHeight}px)`;
    return made;
  }

  #hexLine(line: number, from: number, to: number): HTMLElement {
    const made = this.#line('', line);
    const { failure } = this.#decoded;
    for (let at = from; at < to; at++) {
      const bad = failure && at >= failure.start && at < failure.end ? ' bad' : '';
      const zero = this.#bytes[at] === 0 ? ' zero' : '';
      const gap = at - from === 7 && this.#width === 16 ? ' gap' : '';
      const cell = element('span', `byte${bad}${zero}${gap}`, 'option');
      cell.textContent = hexDigits[this.#bytes[at]!]!;
      this.#remember(cell, at, at + 1);
      made.append(cell);
    }
    return made;
  }

  #textLine(line: number, from: number, to: number): HTMLElement {
    const made = this.#line('', line);
    for (const { start, end, shown, kind } of charactersIn(this.#decoded, this.#bytes.length, from, to)) {
      const cell = element('span', `char ${kind}`, 'option');
      cell.textContent = shown;
      // A blank alone has no accessible name.
      if (shown.trim() === '') cell.setAttribute('aria-label', 'space');
      this.#remember(cell, start, end);
      made.append(cell);
    }
    return made;
  }

  #remember(cell: HTMLElement, start: number, end: number): void {
    cell.dataset['start'] = String(start);
    cell.dataset['end'] = String(end);
    this.#shown.push({ element: cell, start, end, look: '' });
  }

  /** Colours the selected bytes and those under the mouse, on both sides. */
  #paint(): void {
    const range = this.selection;
    const head = this.#selection?.head;
    for (const shown of this.#shown) {
      const inside = (of: ByteRange | undefined) => of !== undefined && shown.start < of.end && shown.end > of.start;
      const selected = inside(range);
      const current = inside(head);
      const look = `${selected ? 's' : ''}${current ? 'c' : ''}${inside(this.#hover) ? 'h' : ''}`;
      if (look === shown.look) continue;
      shown.look = look;
      shown.element.classList.toggle('selected', selected);
      shown.element.classList.toggle('current', current);
      shown.element.classList.toggle('hover', look.endsWith('h'));
      shown.element.setAttribute('aria-selected', String(selected));
    }
    for (const side of [this.#hex, this.#text]) {
      const current = side.element.querySelector('.current');
      for (const old of side.element.querySelectorAll('[id]')) old.removeAttribute('id');
      if (current) {
        current.id = `current-${side.step}`;
        side.element.setAttribute('aria-activedescendant', current.id);
      } else side.element.removeAttribute('aria-activedescendant');
    }
  }

  #point(range: ByteRange | undefined): void {
    if (range?.start === this.#hover?.start && range?.end === this.#hover?.end) return;
    this.#hover = range;
    this.#paint();
  }

  #at(event: PointerEvent): ByteRange | undefined {
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-start]');
    if (!under || !this.#content.contains(under)) return undefined;
    return { start: Number(under.dataset['start']), end: Number(under.dataset['end']) };
  }

  #press(event: PointerEvent, side: Side): void {
    if (event.button !== 0) return;
    const at = this.#at(event);
    event.preventDefault();
    side.element.focus({ preventScroll: true });
    if (!at) return;
    const anchor = event.shiftKey && this.#selection ? this.#selection.anchor : at;
    this.#change({ anchor, head: at });
    side.element.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => {
      const box = this.element.getBoundingClientRect();
      if (moved.clientY < box.top) this.element.scrollTop -= lineHeight;
      if (moved.clientY > box.bottom) this.element.scrollTop += lineHeight;
      const head = this.#at(moved);
      if (head) this.#change({ anchor, head });
    };
    const end = () => {
      side.element.removeEventListener('pointermove', move);
      side.element.removeEventListener('lostpointercapture', end);
    };
    side.element.addEventListener('pointermove', move);
    side.element.addEventListener('lostpointercapture', end);
  }

  #key(event: KeyboardEvent, step: Step): void {
    const size = this.#bytes.length;
    if (size === 0 || event.altKey) return;
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#change({ anchor: { start: 0, end: 1 }, head: { start: size - 1, end: size } });
      return;
    }
    const head = this.#selection?.head ?? { start: 0, end: 1 };
    const next = this.#target(event.key, head, step);
    if (!next) return;
    event.preventDefault();
    this.#change({ anchor: event.shiftKey && this.#selection ? this.#selection.anchor : next, head: next });
    this.reveal(next.start);
  }

  #target(key: string, head: ByteRange, step: Step): ByteRange | undefined {
    const size = this.#bytes.length;
    const { starts } = this.#decoded;
    const byte = (at: number): ByteRange => {
      const start = Math.min(Math.max(0, at), size - 1);
      return step === 'byte' ? { start, end: start + 1 } : characterAt(starts, size, start);
    };
    const page = Math.max(1, Math.floor(this.element.clientHeight / lineHeight) - 1) * this.#width;
    const targets: Readonly<Record<string, () => ByteRange>> = {
      ArrowRight: () => movedHead(head, 1, step, starts, size),
      ArrowLeft: () => movedHead(head, -1, step, starts, size),
      ArrowDown: () => (head.start + this.#width < size ? byte(head.start + this.#width) : head),
      ArrowUp: () => (head.start >= this.#width ? byte(head.start - this.#width) : head),
      PageDown: () => byte(head.start + page),
      PageUp: () => byte(head.start - page),
      Home: () => byte(0),
      End: () => byte(size - 1),
    };
    return targets[key]?.();
  }

  /** Scrolls to a byte. */
  reveal(offset: number): void {
    const top = Math.floor(offset / this.#width) * lineHeight;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + lineHeight > this.element.scrollTop + this.element.clientHeight - 8)
      this.element.scrollTop = top + lineHeight - this.element.clientHeight + 8;
  }

  #change(selection: ByteSelection): void {
    this.#selection = selection;
    this.#paint();
    this.#selected(rangeOf(selection));
  }
}
