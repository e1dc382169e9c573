import { DnsError } from '../error.ts';
import { tokenAt, type Token } from '../tokens.ts';

/** One entry of a master file: a line, or several lines joined by parentheses (RFC 1035, section 5.1). */
export interface Entry {
  readonly tokens: readonly Token[];
  /** The line begins with a space, so the owner is that of the previous entry. */
  readonly blank: boolean;
}

/** The most words of one entry. The longest useful entries are keys and lists of types. */
const MAX_TOKENS = 10_000;
const TOKEN_END = /[ \t\r\n;()"]/;
const SPACE = /[ \t]/;
/** The line ends of Unix, of Windows, and of the Macintosh before 2001, which bind9 and nsd accept too. */
const LINE_END = /[\r\n]/;

/**
 * The entries of a text, one after the other. An unreadable entry is reported, and reading goes on at the next line.
 * The first parenthesis that is never closed costs only its own line. After a second one, the rest is not read.
 */
export function* readEntries(text: string, report: (error: DnsError) => void): Generator<Entry> {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let mayResume = true;
  while (at < text.length) {
    const reader = new EntryReader(text, at);
    try {
      const entry = reader.read();
      at = reader.at;
      if (entry.tokens.length > 0) yield entry;
    } catch (error) {
      if (!(error instanceof DnsError)) throw error;
      report(error);
      const unclosed = reader.opened !== undefined && reader.at >= text.length;
      if (unclosed && !mayResume) return;
      if (unclosed) mayResume = false;
      at = nextLine(text, unclosed ? reader.opened! : reader.at);
    }
  }
}

function nextLine(text: string, at: number): number {
  while (at < text.length && !LINE_END.test(text[at]!)) at++;
  return at + (text.startsWith('\r\n', at) ? 2 : 1);
}

class EntryReader {
  at: number;
  /** The start of the outermost open parenthesis. */
  opened: number | undefined;
  readonly #text: string;
  #depth = 0;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  /** Reads past the line end of the entry. Throws DnsError. */
  read(): Entry {
    const text = this.#text;
    const tokens: Token[] = [];
    const blank = SPACE.test(text[this.at] ?? '');
    while (this.at < text.length) {
      const letter = text[this.at]!;
      if (LINE_END.test(letter)) {
        this.at = nextLine(text, this.at);
        if (this.#depth === 0) return { tokens, blank };
      } else if (letter === ';') {
        while (this.at < text.length && !LINE_END.test(text[this.at]!)) this.at++;
      } else if (letter === '(') this.#open();
      else if (letter === ')') this.#close();
      else if (SPACE.test(letter)) this.at++;
      else {
        if (tokens.length >= MAX_TOKENS)
          throw new DnsError('dns-text', `The entry has more than ${MAX_TOKENS} words.`, this.at, 1);
        const token = tokenAt(text, this.at, TOKEN_END);
        tokens.push(token);
        this.at = token.end;
      }
    }
    if (this.#depth > 0) throw new DnsError('dns-text', 'This parenthesis is never closed.', this.opened, 1);
    return { tokens, blank };
  }

  #open(): void {
    if (this.#depth++ === 0) this.opened = this.at;
    this.at++;
  }

  #close(): void {
    if (this.#depth === 0) throw new DnsError('dns-text', 'This parenthesis was never opened.', this.at, 1);
    if (--this.#depth === 0) this.opened = undefined;
    this.at++;
  }
}
