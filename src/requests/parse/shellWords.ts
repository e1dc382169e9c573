import type { Template } from '../model.ts';
import { report, type RegionContext } from './context.ts';
import { TemplateBuilder } from './template.ts';

export interface ShellWord {
  readonly template: Template;
}

const BLANKS = ' \t\r\n\f\v';
const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};
const ANSI = /x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})/y;

/**
 * Splits a part of the file as a POSIX shell splits a command into words (XCU section 2.2): quotes, backslashes, `\` at a line's end;
 * `$'…'` as in POSIX.1-2024. Nothing is expanded and nothing is run: `$HOME`, `*` and `~` stay as they are.
 */
export function splitWords(
  context: RegionContext,
  range: { readonly start: number; readonly end: number },
): ShellWord[] {
  return new Splitter(context, range.start, range.end).words();
}

/** The words of one command: it ends at the line end that no quote and no backslash holds open. */
export function splitCommand(
  context: RegionContext,
  range: { readonly start: number; readonly end: number },
): { readonly words: ShellWord[]; readonly end: number } {
  const splitter = new Splitter(context, range.start, range.end, true);
  return { words: splitter.words(), end: splitter.at };
}

class Splitter {
  at: number;
  private readonly found: ShellWord[] = [];
  private builder: TemplateBuilder | undefined;
  private wordStart: number;
  private readonly context: RegionContext;
  private readonly end: number;
  private readonly oneLine: boolean;

  constructor(context: RegionContext, start: number, end: number, oneLine = false) {
    this.oneLine = oneLine;
    this.context = context;
    this.end = end;
    this.at = start;
    this.wordStart = start;
  }

  words(): ShellWord[] {
    const { text } = this.context;
    while (this.at < this.end) {
      const unit = text[this.at]!;
      if (text.startsWith('{{', this.at) && this.placeholder()) continue;
      if (this.oneLine && (unit === '\n' || unit === '\r') && !this.goesOn()) break;
      if (BLANKS.includes(unit)) {
        this.close();
        this.at++;
      } else if (unit === '\\') this.backslash();
      else if (unit === "'") this.single();
      else if (unit === '"') this.double();
      else if (text.startsWith("$'", this.at)) this.ansi();
      else this.add(this.at++, unit);
    }
    this.close();
    return this.found;
  }

  /** REST Client joins lines of options without a backslash too. */
  private goesOn(): boolean {
    const next = /[\r\n]+[ \t]+(?=-)/y;
    next.lastIndex = this.at;
    return next.test(this.context.text) && next.lastIndex < this.end;
  }

  /** A placeholder is one piece, whatever is in it. */
  private placeholder(): boolean {
    const { text } = this.context;
    const match = /\{\{[^{}\r\n]+\}\}/y;
    match.lastIndex = this.at;
    const found = match.exec(text)?.[0];
    if (found === undefined || this.at + found.length > this.end) return false;
    this.add(this.at, found);
    this.at += found.length;
    return true;
  }

  private add(at: number, piece: string): void {
    this.open(at).add(at, piece);
  }

  private open(at: number): TemplateBuilder {
    if (this.builder === undefined) {
      this.builder = new TemplateBuilder();
      this.wordStart = at;
    }
    return this.builder;
  }

  private close(): void {
    if (this.builder === undefined) return;
    this.found.push({ template: this.builder.build({ start: this.wordStart, end: this.at }) });
    this.builder = undefined;
  }

  private lineEndAt(at: number): number {
    const { text } = this.context;
    if (text.startsWith('\r\n', at)) return 2;
    return text[at] === '\n' || text[at] === '\r' ? 1 : 0;
  }

  private backslash(): void {
    const lineEnd = this.lineEndAt(this.at + 1);
    if (lineEnd > 0) this.at += 1 + lineEnd;
    else if (this.at + 1 >= this.end) this.at++;
    else {
      this.add(this.at + 1, this.context.text[this.at + 1]!);
      this.at += 2;
    }
  }

  private single(): void {
    const { text } = this.context;
    const close = text.indexOf("'", this.at + 1);
    const stop = close === -1 || close >= this.end ? this.end : close;
    this.open(this.at);
    this.add(this.at + 1, text.slice(this.at + 1, stop));
    if (stop === this.end) this.unclosed("'");
    this.at = Math.min(stop + 1, this.end);
  }

  private double(): void {
    const { text } = this.context;
    this.open(this.at);
    const from = this.at++;
    while (this.at < this.end && text[this.at] !== '"') {
      const lineEnd = text[this.at] === '\\' ? this.lineEndAt(this.at + 1) : 0;
      if (lineEnd > 0) this.at += 1 + lineEnd;
      else if (text[this.at] === '\\' && '$`"\\'.includes(text[this.at + 1] ?? ' ') && this.at + 1 < this.end) {
        this.add(this.at + 1, text[this.at + 1]!);
        this.at += 2;
      } else this.add(this.at, text[this.at++]!);
    }
    if (this.at >= this.end) this.unclosed('"', from);
    this.at = Math.min(this.at + 1, this.end);
  }

  private ansi(): void {
    const { text } = this.context;
    this.open(this.at);
    const from = this.at;
    this.at += 2;
    while (this.at < this.end && text[this.at] !== "'") {
      if (text[this.at] !== '\\') {
        this.add(this.at, text[this.at++]!);
        continue;
      }
      const { value, length } = ansiEscape(text, this.at);
      this.add(this.at, value);
      this.at = Math.min(this.at + length, this.end);
    }
    if (this.at >= this.end) this.unclosed("'", from);
    this.at = Math.min(this.at + 1, this.end);
  }

  private unclosed(quote: string, from = this.at): void {
    const range = { start: Math.min(from, this.end - 1), end: this.end };
    report(this.context, range, 'unclosed-quote', `This ${quote} is not closed.`);
  }
}

function ansiEscape(text: string, at: number): { value: string; length: number } {
  const next = text[at + 1] ?? '';
  if (Object.hasOwn(SIMPLE, next)) return { value: SIMPLE[next]!, length: 2 };
  ANSI.lastIndex = at + 1;
  const match = ANSI.exec(text);
  if (match === null) return { value: `\\${next}`, length: 1 + next.length };
  const digits = match[1] ?? match[2] ?? match[3];
  const code = digits === undefined ? Number.parseInt(match[4]!, 8) & 255 : Number.parseInt(digits, 16);
  return { value: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', length: 1 + match[0].length };
}
