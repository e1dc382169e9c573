import * as vscode from 'vscode';
import { visible } from '../../protocol/text/visible.ts';
import { LinePainter, type LineEditor } from './lineEditor.ts';

const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;
const red = (text: string) => `\x1b[31m${text}\x1b[39m`;

/** The content of a terminal: received text and our messages, above the line being typed. */
export class TerminalScreen implements vscode.Disposable {
  readonly #writes = new vscode.EventEmitter<string>();
  readonly #painter = new LinePainter();
  readonly #line: LineEditor;
  readonly #prompt: () => string;
  /** The last received line, if it has not ended: the next text continues it. */
  #openLine = '';
  #isDisposed = false;

  readonly onDidWrite = this.#writes.event;

  constructor(line: LineEditor, prompt: () => string) {
    this.#line = line;
    this.#prompt = prompt;
  }

  /** Nothing more is drawn. */
  dispose(): void {
    this.#isDisposed = true;
  }

  set columns(columns: number) {
    this.#painter.columns = columns;
  }

  clear(): void {
    this.#writes.fire('\x1b[2J\x1b[H');
  }

  /** An entered line stays at its place, behind the text before it. */
  leave(text: string): void {
    this.#writes.fire(`${this.#painter.erase()}${this.#openLine}${this.#prompt()}${visible(text)}\r\n`);
    this.#openLine = '';
  }

  say(text: string): void {
    this.#note(dim(visible(text)));
  }

  complain(text: string): void {
    this.#note(red(visible(text)));
  }

  /** One of our messages, on a line of its own. */
  #note(line: string): void {
    this.write(`${this.#openLine === '' ? '' : '\r\n'}${line}\r\n`);
  }

  /** Writes above the line being typed, and continues where the text before it ended. */
  write(text: string): void {
    const whole = this.#openLine + text;
    const start = whole.lastIndexOf('\n') + 1;
    const rest = whole.slice(start);
    this.#writes.fire(`${this.#painter.erase()}${whole.slice(0, start)}`);
    this.#openLine = rest;
    this.redraw();
  }

  redraw(): void {
    if (this.#isDisposed) return;
    this.#writes.fire(this.#painter.erase() + this.#painter.draw(this.#openLine + this.#prompt(), this.#line));
  }
}
