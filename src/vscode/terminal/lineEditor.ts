import { visible } from '../../protocol/text/visible.ts';
import { textWidth } from '../../protocol/text/charWidth.ts';

/** The action that input requests beyond editing. */
export type LineAction =
  | { readonly kind: 'line'; readonly text: string }
  /** Ctrl+C */
  | { readonly kind: 'interrupt' }
  /** Ctrl+D on an empty line */
  | { readonly kind: 'end' }
  /** Ctrl+L */
  | { readonly kind: 'clear' }
  /** Ctrl+R: the other line ending */
  | { readonly kind: 'ending' };

/** The effect of a key on the line; undefined if it requests nothing more. */
type Key = (line: LineEditor) => LineAction | undefined;

const edit =
  (change: (line: LineEditor) => void): Key =>
  (line) => {
    change(line);
    return undefined;
  };

const left = edit((line) => line.moveTo(line.cursor - 1));
const right = edit((line) => line.moveTo(line.cursor + 1));
const home = edit((line) => line.moveTo(0));
const end = edit((line) => line.moveTo(line.length));
const older = edit((line) => line.recall(1));
const newer = edit((line) => line.recall(-1));
const wordLeft = edit((line) => line.moveTo(line.wordStart()));
const wordRight = edit((line) => line.moveTo(line.wordEnd()));
const backspace = edit((line) => line.remove(line.cursor - 1, line.cursor));
const deleteKey = edit((line) => line.remove(line.cursor, line.cursor + 1));
const deleteWord = edit((line) => line.remove(line.wordStart(), line.cursor));

/** The codes of keys in terminals (xterm's control sequences), and readline's usual bindings. */
const keys: Readonly<Record<string, Key>> = {
  '\x1b[D': left,
  '\x1bOD': left,
  '\x02': left,
  '\x1b[C': right,
  '\x1bOC': right,
  '\x06': right,
  '\x1b[H': home,
  '\x1bOH': home,
  '\x1b[1~': home,
  '\x01': home,
  '\x1b[F': end,
  '\x1bOF': end,
  '\x1b[4~': end,
  '\x05': end,
  '\x1b[A': older,
  '\x1bOA': older,
  '\x10': older,
  '\x1b[B': newer,
  '\x1bOB': newer,
  '\x0e': newer,
  '\x1b[1;5D': wordLeft,
  '\x1b[1;3D': wordLeft,
  '\x1bb': wordLeft,
  '\x1b[1;5C': wordRight,
  '\x1b[1;3C': wordRight,
  '\x1bf': wordRight,
  '\x7f': backspace,
  '\x08': backspace,
  '\x1b[3~': deleteKey,
  '\x17': deleteWord,
  '\x1b\x7f': deleteWord,
  '\x15': edit((line) => line.remove(0, line.cursor)),
  '\x0b': edit((line) => line.remove(line.cursor, line.length)),
  '\x0c': () => ({ kind: 'clear' }),
  '\x12': () => ({ kind: 'ending' }),
  '\x03': () => ({ kind: 'interrupt' }),
  '\x04': (line) => (line.length === 0 ? { kind: 'end' } : deleteKey(line)),
  '\r': (line) => ({ kind: 'line', text: line.take() }),
  '\n': (line) => ({ kind: 'line', text: line.take() }),
};

/** One key, one escape sequence, or a run of text. */
const pieces = /\x1b\[[0-9;?]*[ -/]*[@-~]|\x1bO[A-Za-z]|\x1b[^[O]|\r\n|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/g;

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Lines kept for the up key. */
const historyLength = 200;

/** A line being typed in a terminal, as a list of user-visible characters, so that one key removes one of them. */
export class LineEditor {
  #cells: string[] = [];
  #cursor = 0;
  #history: string[] = [];
  /** The position of the up key in the history; 0 is the line itself. */
  #back = 0;
  #kept = '';

  get text(): string {
    return this.#cells.join('');
  }

  get length(): number {
    return this.#cells.length;
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** Processes input from the terminal: keys, or pasted text of several lines. */
  input(data: string): LineAction[] {
    const actions: LineAction[] = [];
    for (const [piece] of data.matchAll(pieces)) {
      const action = this.#piece(piece === '\r\n' ? '\r' : piece);
      if (action) actions.push(action);
    }
    return actions;
  }

  #piece(piece: string): LineAction | undefined {
    if (Object.hasOwn(keys, piece)) return keys[piece]!(this);
    if (piece === '\t' || !/^[\x00-\x1f\x7f]/.test(piece)) this.insert(piece);
    return undefined;
  }

  insert(text: string): void {
    // Typed text may join the character before it (a combining mark), so the part up to the cursor is split again.
    const before = graphemes(this.#cells.slice(0, this.#cursor).join('') + text);
    this.#cells = [...before, ...this.#cells.slice(this.#cursor)];
    this.#cursor = before.length;
  }

  /** Replaces the line; the cursor goes to its end. */
  set(text: string): void {
    this.#cells = graphemes(text);
    this.#cursor = this.#cells.length;
  }

  moveTo(cursor: number): void {
    this.#cursor = Math.min(Math.max(cursor, 0), this.#cells.length);
  }

  remove(from: number, to: number): void {
    const first = Math.max(from, 0);
    const count = Math.min(to, this.#cells.length) - first;
    if (count <= 0) return;
    this.#cells.splice(first, count);
    this.#cursor = first;
  }

  wordStart(): number {
    let at = this.#cursor;
    while (at > 0 && this.#cells[at - 1] === ' ') at -= 1;
    while (at > 0 && this.#cells[at - 1] !== ' ') at -= 1;
    return at;
  }

  wordEnd(): number {
    let at = this.#cursor;
    while (at < this.#cells.length && this.#cells[at] === ' ') at += 1;
    while (at < this.#cells.length && this.#cells[at] !== ' ') at += 1;
    return at;
  }

  /** Steps back (1) or forth (-1) through the entered lines. */
  recall(step: 1 | -1): void {
    const back = this.#back + step;
    if (back < 0 || back > this.#history.length) return;
    if (this.#back === 0) this.#kept = this.text;
    this.#back = back;
    this.set(back === 0 ? this.#kept : this.#history[this.#history.length - back]!);
  }

  /** Empties the line and returns its text. */
  take(): string {
    const { text } = this;
    if (text !== '' && this.#history.at(-1) !== text) this.#history = [...this.#history, text].slice(-historyLength);
    this.#back = 0;
    this.set('');
    return text;
  }

  /** The drawn text before and after the cursor, with control and invisible characters as visible escapes. */
  shown(): { before: string; after: string } {
    const show = (cells: readonly string[]) => cells.map((cell) => visible(cell)).join('');
    return { before: show(this.#cells.slice(0, this.#cursor)), after: show(this.#cells.slice(this.#cursor)) };
  }
}

function graphemes(text: string): string[] {
  return Array.from(segments.segment(text), ({ segment }) => segment);
}

/**
 * Draws the line at the bottom of a terminal, so that received text can be written above it. Tracks the number of rows
 * that it takes at the terminal's width.
 */
export class LinePainter {
  #cursorRow = 0;
  columns = 80;

  /** Removes the line from the screen; the cursor moves to its start. */
  erase(): string {
    const up = this.#cursorRow > 0 ? `\x1b[${this.#cursorRow}A` : '';
    this.#cursorRow = 0;
    return `${up}\r\x1b[J`;
  }

  /** Draws the line, with the cursor in its place. */
  draw(prompt: string, line: LineEditor): string {
    const { before, after } = line.shown();
    const cursor = textWidth(prompt) + textWidth(before);
    const whole = cursor + textWidth(after);
    const lastRow = Math.floor(whole / this.columns);
    this.#cursorRow = Math.floor(cursor / this.columns);
    // A line that ends at the right edge leaves the cursor there: a blank moves the terminal to the next row.
    const wrap = whole > 0 && whole % this.columns === 0 ? ' \r' : '';
    const up = lastRow > this.#cursorRow ? `\x1b[${lastRow - this.#cursorRow}A` : '';
    const column = cursor % this.columns;
    return `${prompt}${before}${after}${wrap}${up}\r${column > 0 ? `\x1b[${column}C` : ''}`;
  }

  /** Keeps the line on the screen; the next output begins below it. */
  leave(prompt: string, line: LineEditor): string {
    const text = `${this.erase()}${prompt}${line.shown().before}${line.shown().after}`;
    return `${text}\r\n`;
  }
}
