import type { Template } from '../model.ts';
import { shown, type RegionContext, warn, report } from './context.ts';
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
/** The texts that a shell expands: `$NAME`, `${…}`, `$(…)`, `$1`, `$?`, `$"…"`. */
const EXPANSION = /\$(?:[A-Za-z_]\w*|\{[^}\r\n]*\}?|\([^)\r\n]*\)?|[0-9?!$#@*-])/y;
/** Where a word could begin: `>file`, `2>&1`, `&>file`, and what it names. */
const OUTPUT = /(?:\d*|&)>[>|&]?[ \t]*(?:'[^'\r\n]*'|"[^"\r\n]*"|[^\s|&;<>()'"])*/y;
const OPERATOR = /\|\|?|&&?|;|\(|\)/y;
/**
 * The beginning of a word that is a path of Windows: `C:\`, `.\`, `..\`, `%NAME%\`, `\\server\share`, also after `--option=`.
 */
const WINDOWS_PATH = /(?:--?[\w-]+[=:])?(?:(?:[A-Za-z]:|\.\.?|%\w+%)\\|\\\\[\w.$-]+\\[\w$])/y;
const ANSI = /x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})/y;

/**
 * Splits a part of the file as a POSIX shell splits a command into words (XCU section 2.2): quotes, backslashes, `\` at a line's end;
 * `$'…'` as in POSIX.1-2024. Nothing is expanded and nothing is run: `$HOME`, `*` and `~` stay as they are. A path of Windows keeps
 * its backslashes too; a letter that loses one elsewhere is a problem.
 */
export function splitWords(
  context: RegionContext,
  range: { readonly start: number; readonly end: number },
): ShellWord[] {
  return new Splitter(context, range.start, range.end).words();
}

/**
 * The words of one command, as they would be written in a shell: it ends at the line end that no quote and no backslash holds open
 * (nor a backtick, as in PowerShell), at a comment, or at an operator. Text that a shell would expand is a problem.
 */
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
  /** A backslash of this word is gone, though it escaped nothing. */
  private lost = false;
  /** The command is over, and what follows on its line is one of another. */
  private over = false;

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
      if (this.oneLine && this.builder === undefined && this.betweenWords()) continue;
      if (BLANKS.includes(unit)) {
        this.close();
        this.at++;
      } else if (unit === '\\') this.backslash();
      else if (unit === "'") this.single();
      else if (unit === '"') this.double();
      else if (text.startsWith("$'", this.at)) this.ansi();
      else if (this.oneLine && (unit === '$' || unit === '`') && this.expansion(true)) continue;
      else this.add(this.at++, unit);
    }
    this.close();
    return this.found;
  }

  /** Takes everything between words: a comment, a redirection of the output, an operator. */
  private betweenWords(): boolean {
    const { text } = this.context;
    const matched = (pattern: RegExp): string => {
      pattern.lastIndex = this.at;
      return pattern.exec(text)?.[0].slice(0, this.end - this.at) ?? '';
    };
    const taken = matched(/#[^\r\n]*/y) || matched(OUTPUT);
    if (taken !== '') {
      this.at += taken.length;
      return true;
    }
    const operator = matched(OPERATOR) || matched(/<[<(&]?<?/y);
    if (operator === '') return false;
    this.operator(operator, matched(/[^\r\n]*/y));
    this.at += operator.length;
    return true;
  }

  private operator(operator: string, line: string): void {
    if (this.over) return;
    this.over = true;
    const rest = shown(line.slice(operator.length));
    const range = { start: this.at, end: this.at + line.trimEnd().length };
    if (operator === '|') warn(this.context, range, 'not-supported', 'The program behind the pipe is not run here.');
    else if (operator.startsWith('<'))
      report(this.context, range, 'not-supported', 'A command gets no standard input here.');
    else if (rest !== '' && !rest.startsWith('#')) {
      const message = `A shell ends the command at this ${operator}, and only one is read here. Put ### between two requests, or quote the word.`;
      report(this.context, range, 'not-supported', message);
    }
  }

  /** Takes what a shell would put something else in place of, and says so. */
  private expansion(bare: boolean): boolean {
    const { text } = this.context;
    if (text[this.at] === '`') {
      // PowerShell's backslash.
      const goesOn = /`[ \t]*(?:\r\n|\r|\n)/y;
      goesOn.lastIndex = this.at;
      const lineEnd = bare ? goesOn.exec(text)?.[0] : undefined;
      if (lineEnd !== undefined) {
        this.at = Math.min(this.at + lineEnd.length, this.end);
        return true;
      }
    }
    EXPANSION.lastIndex = this.at;
    const found = text[this.at] === '`' ? /^`[^`\r\n]*`?/.exec(text.slice(this.at, this.end)) : EXPANSION.exec(text);
    const written =
      found?.[0].slice(0, this.end - this.at) ?? (bare && text.startsWith('$"', this.at) ? '$' : undefined);
    if (written === undefined) return false;
    if (!this.over) {
      const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(written)?.[1];
      const instead = name === undefined ? '' : ` Write {{$processEnv ${name}}} for a variable of the environment.`;
      const message = `A shell would expand ${shown(written)}; no shell runs here.${instead} Single quotes keep it as it is.`;
      report(
        this.context,
        { start: this.at, end: this.at + written.length },
        'not-supported',
        message,
        name && `{{$processEnv ${name}}}`,
      );
    }
    this.add(this.at, written);
    this.at += written.length;
    return true;
  }

  /** REST Client joins lines of options without a backslash too. */
  private goesOn(): boolean {
    const next = /[\r\n]+[ \t]+(?=-)/y;
    next.lastIndex = this.at;
    return next.test(this.context.text) && next.lastIndex < this.end;
  }

  /** A placeholder is one piece, whatever is in it. */
  private placeholder(quoted = false): boolean {
    const { text } = this.context;
    const match = quoted ? /\{\{[^{}\r\n"\\]+\}\}/y : /\{\{[^{}\r\n]+\}\}/y;
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
    if (this.lost) this.warnOfLost(this.builder.text);
    this.lost = false;
    if (!this.over) this.found.push({ template: this.builder.build({ start: this.wordStart, end: this.at }) });
    this.builder = undefined;
  }

  private lineEndAt(at: number): number {
    const { text } = this.context;
    if (text.startsWith('\r\n', at)) return 2;
    return text[at] === '\n' || text[at] === '\r' ? 1 : 0;
  }

  private warnOfLost(word: string): void {
    const range = { start: this.wordStart, end: this.at };
    const raw = this.context.text.slice(range.start, range.end);
    const message = `A shell takes a backslash outside quotes away, so this word is ${shown(word)}. Quotes keep it.`;
    warn(this.context, range, 'backslash-lost', message, /['"]/.test(raw) ? undefined : `'${raw}'`);
  }

  private inWindowsPath(): boolean {
    WINDOWS_PATH.lastIndex = this.builder === undefined ? this.at : this.wordStart;
    return WINDOWS_PATH.test(this.context.text) && WINDOWS_PATH.lastIndex <= this.end;
  }

  private backslash(): void {
    if (!this.oneLine && this.inWindowsPath()) {
      this.add(this.at, '\\');
      this.at++;
      return;
    }
    const lineEnd = this.lineEndAt(this.at + 1);
    if (lineEnd > 0) this.at += 1 + lineEnd;
    else if (this.at + 1 >= this.end) this.at++;
    else {
      const next = this.context.text[this.at + 1]!;
      if (!this.oneLine && /[A-Za-z0-9]/.test(next)) this.lost = true;
      this.add(this.at + 1, next);
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
      if (text.startsWith('{{', this.at) && this.placeholder(true)) continue;
      if (this.oneLine && '$`'.includes(text[this.at]!) && this.expansion(false)) continue;
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
