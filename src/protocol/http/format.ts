/** Nothing is indented more deeply: hostile nesting would make the text grow quadratically. */
const deepest = 64;

/** The most characters of indentation for each character of the text, and the allowance of a short text. */
const indentRatio = 8;
const indentLeast = 65_536;

/** The indentation of the lines of one text. After more indentation than any ordinary text needs, lines get none. */
class Indentation {
  #left: number;

  constructor(text: string) {
    this.#left = text.length * indentRatio + indentLeast;
  }

  of(depth: number): string {
    const width = 2 * Math.max(0, Math.min(depth, deepest));
    if (width > this.#left) return '';
    this.#left -= width;
    return ' '.repeat(width);
  }
}

/**
 * JSON with one member on each line. Numbers, escapes and the order of members stay unchanged, because nothing is
 * parsed into values. Text that is not JSON stays in its place too. Linear in the length.
 */
function formatJson(text: string): string {
  const out: string[] = [];
  const indent = new Indentation(text);
  let depth = 0;
  let before = '';
  const line = () => out.push('\n', indent.of(depth));
  for (let at = nextWord(text, 0); at < text.length;) {
    const end = wordEnd(text, at);
    const word = text.slice(at, end);
    at = nextWord(text, end);
    const opened = before === '{' || before === '[';
    if (word === '}' || word === ']') {
      depth--;
      if (!opened) line();
      out.push(word);
    } else if (word === ',' || word === ':') {
      out.push(word === ':' ? ': ' : word);
      if (word === ',') line();
    } else {
      // Values without a separator are lines of JSON, or an error that stays visible.
      if (opened || (before !== '' && before !== ',' && before !== ':')) line();
      out.push(word);
      if (word === '{' || word === '[') depth++;
    }
    before = word;
  }
  return out.join('');
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xfeff || code === 0xa0;
}

function nextWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

const marksOfJson = '{}[],:';

/** By hand, because a string may be as long as the body, and a pattern would need a stack as deep. */
function wordEnd(text: string, start: number): number {
  if (marksOfJson.includes(text[start]!)) return start + 1;
  let at = start + 1;
  if (text[start] === '"') {
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) return text.length;
      let slashes = 0;
      while (text.charCodeAt(quote - 1 - slashes) === 0x5c && quote - 1 - slashes > start) slashes++;
      at = quote + 1;
      if (slashes % 2 === 0) return at;
    }
  }
  while (at < text.length && !isSpace(text.charCodeAt(at)) && text[at] !== '"' && !marksOfJson.includes(text[at]!))
    at++;
  return at;
}

const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr !doctype'.split(' '),
);
/** Elements whose content is not markup; their white space counts. */
const verbatim = new Set(['script', 'style', 'pre', 'textarea']);

/**
 * XML or HTML with one element on each line. An element that contains only text stays on its line. Linear in the
 * length.
 */
function formatMarkup(text: string, kind: 'xml' | 'html'): string {
  const tokens = markupTokens(text, kind);
  const out: string[] = [];
  const indent = new Indentation(text);
  let depth = 0;
  const line = (word: string) => out.push(indent.of(depth), word, '\n');
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === 'close') {
      depth = Math.max(0, depth - 1);
      line(token.text);
    } else if (token.kind === 'open') {
      const [next, after] = [tokens[i + 1], tokens[i + 2]];
      if (next?.kind === 'close') {
        line(token.text + next.text);
        i += 1;
      } else if (next?.kind === 'text' && after?.kind === 'close' && !next.text.includes('\n')) {
        line(token.text + next.text + after.text);
        i += 2;
      } else {
        line(token.text);
        depth++;
      }
    } else line(token.text);
  }
  return out.join('').replace(/\n$/, '');
}

interface MarkupToken {
  readonly kind: 'open' | 'close' | 'alone' | 'text';
  readonly text: string;
}

/** The end of a piece of markup that begins at `at`. */
function markupEnd(text: string, at: number, quotes: boolean): number {
  const special: readonly (readonly [start: string, end: string])[] = [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ];
  const found = special.find(([start]) => text.startsWith(start, at));
  if (found !== undefined) {
    const end = text.indexOf(found[1], at + found[0].length);
    return end < 0 ? text.length : end + found[1].length;
  }
  if (!quotes) return text.indexOf('>', at) + 1 || -1;
  // A `>` within quotes does not end a tag.
  let from = at;
  for (;;) {
    const close = text.indexOf('>', from);
    if (close < 0) return -1;
    const quote = firstQuote(text, from, close);
    if (quote < 0) return close + 1;
    from = text.indexOf(text[quote]!, quote + 1) + 1;
    if (from === 0) return -1;
  }
}

function firstQuote(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) if (text[at] === '"' || text[at] === "'") return at;
  return -1;
}

function markupTokens(text: string, kind: 'xml' | 'html'): MarkupToken[] {
  const tokens: MarkupToken[] = [];
  const pushText = (part: string) => {
    const trimmed = part.trim();
    if (trimmed !== '') tokens.push({ kind: 'text', text: trimmed });
  };
  let at = 0;
  let quotes = true;
  while (at < text.length) {
    const start = text.indexOf('<', at);
    if (start < 0) {
      pushText(text.slice(at));
      break;
    }
    pushText(text.slice(at, start));
    let end = markupEnd(text, start, quotes);
    if (end < 0 && quotes) {
      // An unmatched quotation mark: from here on, quotation marks are ignored.
      quotes = false;
      end = markupEnd(text, start, quotes);
    }
    if (end < 0) {
      pushText(text.slice(start));
      break;
    }
    const tag = text.slice(start, end);
    const name = /^<\/?([^\s/>]+)/.exec(tag)?.[1]?.toLowerCase() ?? '';
    at = end;
    if (tag.startsWith('</')) tokens.push({ kind: 'close', text: tag });
    else if (/^<[!?]/.test(tag) || tag.endsWith('/>') || (kind === 'html' && voidElements.has(name)))
      tokens.push({ kind: 'alone', text: tag });
    else if (kind === 'html' && verbatim.has(name)) {
      const close = indexOfClose(text, name, end);
      tokens.push({ kind: 'alone', text: text.slice(start, close) });
      at = close;
    } else tokens.push({ kind: 'open', text: tag });
  }
  return tokens;
}

function indexOfClose(text: string, name: string, from: number): number {
  const close = new RegExp(`</${name}\\s*>`, 'gi');
  close.lastIndex = from;
  return close.test(text) ? close.lastIndex : text.length;
}

/** CSS with one declaration on each line. Linear in the length. */
function formatCss(text: string): string {
  const out: string[] = [];
  const token = /\/\*[^]*?(?:\*\/|$)|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[{};]|\s+|[^\s{};"'/]+|\//gs;
  const indent = new Indentation(text);
  let depth = 0;
  let fresh = true as boolean;
  const put = (word: string) => {
    if (fresh) out.push(indent.of(depth));
    fresh = false;
    out.push(word);
  };
  const end = () => {
    out.push('\n');
    fresh = true;
  };
  let space = false;
  for (const [word] of text.matchAll(token)) {
    if (word.trim() === '') {
      space = !fresh;
      continue;
    }
    if (word === '{') {
      put(fresh ? '{' : ' {');
      end();
      depth++;
    } else if (word === '}') {
      if (!fresh) end();
      depth = Math.max(0, depth - 1);
      put('}');
      end();
    } else if (word === ';') {
      put(';');
      end();
    } else {
      put(space && !fresh ? ` ${word}` : word);
    }
    space = false;
  }
  return out.join('').trimEnd();
}

const layouts = {
  json: formatJson,
  xml: (text: string) => formatMarkup(text, 'xml'),
  html: (text: string) => formatMarkup(text, 'html'),
  css: formatCss,
};

type LaidOutKind = keyof typeof layouts;

export function isLaidOut(kind: string): kind is LaidOutKind {
  return Object.hasOwn(layouts, kind);
}

/** A body for reading, by its kind. */
export function formatBody(text: string, kind: LaidOutKind): string {
  return layouts[kind](text);
}
