/**
 * The fenced code blocks of a Markdown text, as CommonMark has them (https://spec.commonmark.org/0.31.2/#fenced-code-blocks), with as
 * much of lists and HTML as it takes to tell which of them stand at the top of the text.
 */

/** Lines are numbers from 0. */
export interface Fence {
  readonly line: number;
  /** The line of the closing fence; absent: the text, or the list that it is in, ends first. */
  readonly close?: number;
  /** Spaces before the opening fence. */
  readonly indent: number;
  /** The backquotes or tildes. */
  readonly marker: string;
  /** The text after the marker, trimmed. */
  readonly info: string;
  /** It is in a list. */
  readonly nested: boolean;
}

interface Blocks {
  readonly fences: readonly Fence[];
  /** The line that ends the block which is still open at the end; empty: a blank one. Absent: none is open. */
  readonly closing?: string;
  /** A list is open at the end; content from this column on is in it. */
  readonly list?: number;
}

interface HtmlBlock {
  readonly begins: RegExp;
  /** Its last line has this; absent: it ends before a blank line. */
  readonly ends?: RegExp;
  readonly closing: string;
  /** It cannot stand directly below a paragraph. */
  readonly apart?: boolean;
}

/** HTML blocks of CommonMark (section 4.6). */
const htmlBlocks: readonly HtmlBlock[] = [
  {
    begins: /^<(?:script|pre|style|textarea)(?:[ \t>]|$)/i,
    ends: /<\/(?:script|pre|style|textarea)>/i,
    closing: '</pre>',
  },
  { begins: /^<!--/, ends: /-->/, closing: '-->' },
  { begins: /^<\?/, ends: /\?>/, closing: '?>' },
  { begins: /^<![A-Za-z]/, ends: />/, closing: '>' },
  { begins: /^<!\[CDATA\[/, ends: /\]\]>/, closing: ']]>' },
  {
    begins:
      /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[ \t]|\/?>|$)/i,
    closing: '',
  },
  {
    begins:
      /^(?:<[A-Za-z][A-Za-z\d-]*(?:[ \t]+[A-Za-z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*[ \t]*\/?>|<\/[A-Za-z][A-Za-z\d-]*[ \t]*>)[ \t]*$/,
    closing: '',
    apart: true,
  },
];

const FENCE = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const ITEM = /^([-*+]|(\d{1,9})[.)])(?=[ \t]|$)/;
const RULE = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const HEADING = /^#{1,6}(?:[ \t]|$)/;
const TAB = 4;

export function blocksOf(lines: readonly string[]): Blocks {
  const reader = new BlockReader();
  for (const [at, line] of lines.entries()) reader.read(line, at);
  return reader.end();
}

interface OpenFence extends Omit<Fence, 'close'> {
  /** The column where the content of its list begins. */
  readonly base: number;
}

interface OpenHtml extends HtmlBlock {
  readonly base: number;
}

class BlockReader {
  readonly #fences: Fence[] = [];
  /** The columns where the contents of the open lists begin, the innermost last. */
  #lists: number[] = [];
  #fence: OpenFence | undefined;
  #html: OpenHtml | undefined;
  /** The line before is text, which the next one may go on with. */
  #paragraph = false;
  /** The line before is the marker of an item, alone. */
  #bare = false;

  read(line: string, at: number): void {
    const { column, text } = indented(line, 0);
    if (this.#fence !== undefined && this.#inFence(this.#fence, column, text, at)) return;
    if (this.#html !== undefined && this.#inHtml(this.#html, column, text)) return;
    if (text === '') {
      // An item that begins with two empty lines is over (section 5.2).
      if (this.#bare) this.#lists.pop();
      this.#paragraph = this.#bare = false;
      return;
    }
    this.#bare = false;
    const base = this.#baseFor(column, text);
    if (base === undefined) return;
    this.#content(column, base, text, at);
  }

  end(): Blocks {
    if (this.#fence !== undefined) this.#close(this.#fence);
    // In a list, the end of the list closes it.
    const open = this.#lists.length > 0 ? undefined : (this.#fence ?? this.#html);
    const closing = open === undefined ? undefined : 'marker' in open ? open.marker : open.closing;
    const list = this.#lists[0];
    return {
      fences: this.#fences,
      ...(closing !== undefined && { closing }),
      ...(list !== undefined && { list }),
    };
  }

  /** False: the line ends the list that the fence is in, and is not its own. */
  #inFence(fence: OpenFence, column: number, text: string, at: number): boolean {
    if (text !== '' && column < fence.base) {
      this.#close(fence);
      this.#fence = undefined;
      return false;
    }
    const { marker, base } = fence;
    if (column - base < TAB && text.length >= marker.length && text.replaceAll(marker[0]!, '').trim() === '') {
      if (/^\S+[ \t]*$/.test(text)) {
        this.#close(fence, at);
        this.#fence = undefined;
      }
    }
    return true;
  }

  #close({ line, indent, marker, info, nested }: OpenFence, close?: number): void {
    this.#fences.push({ line, ...(close !== undefined && { close }), indent, marker, info, nested });
  }

  #inHtml({ ends, base }: OpenHtml, column: number, text: string): boolean {
    if (text !== '' && column < base) {
      this.#html = undefined;
      return false;
    }
    if (ends === undefined ? text === '' : ends.test(text)) this.#html = undefined;
    return true;
  }

  /** The column from which the line's block counts; undefined: it goes on with a paragraph, or is code by its indentation. */
  #baseFor(column: number, text: string): number | undefined {
    const depth = this.#lists.filter((base) => column >= base).length;
    const base = depth === 0 ? 0 : this.#lists[depth - 1]!;
    const deep = column - base >= TAB;
    if (this.#paragraph && (deep || !this.#interrupts(text))) {
      // Lazy continuation: it stays in the list, however little it is indented.
      return undefined;
    }
    this.#lists.length = depth;
    if (deep) this.#paragraph = false;
    return deep ? undefined : base;
  }

  #interrupts(text: string): boolean {
    if (FENCE.test(text) || RULE.test(text) || HEADING.test(text) || text.startsWith('>')) return true;
    if (htmlBlocks.some(({ begins, apart }) => apart !== true && begins.test(text))) return true;
    const item = ITEM.exec(text);
    // Inside a list any item is the next one; elsewhere only one with text, and of numbers only 1 (section 5.2).
    if (item === null) return false;
    if (this.#lists.length > 0) return true;
    return text.trim() !== item[0] && (item[2] === undefined || Number(item[2]) === 1);
  }

  #content(column: number, base: number, text: string, at: number): void {
    const fence = FENCE.exec(text);
    if (fence !== null) {
      const marker = (fence[1] ?? fence[3])!;
      const info = (fence[2] ?? fence[4])!.trim();
      this.#fence = { line: at, indent: column - base, marker, info, nested: this.#lists.length > 0, base };
      if (!this.#fence.nested) this.#fence = { ...this.#fence, base: 0 };
      this.#paragraph = false;
      return;
    }
    const html = htmlBlocks.find(({ begins }) => begins.test(text));
    if (html !== undefined) {
      this.#paragraph = false;
      if (html.ends?.test(text) !== true) this.#html = { ...html, base };
      return;
    }
    if (RULE.test(text) || HEADING.test(text)) {
      this.#paragraph = false;
      return;
    }
    const item = ITEM.exec(text);
    if (item !== null) return this.#item(column, item[0], text.slice(item[0].length), at);
    this.#paragraph = true;
  }

  /** The rest of the line is content of the item, another item perhaps. */
  #item(column: number, marker: string, rest: string, at: number): void {
    const after = column + marker.length;
    const inner = indented(rest, after);
    const spaces = inner.column - after;
    const isCode = spaces > TAB;
    const base = inner.text === '' || isCode ? after + 1 : inner.column;
    this.#lists.push(base);
    this.#paragraph = false;
    this.#bare = inner.text === '';
    if (inner.text !== '' && !isCode) this.#content(inner.column, base, inner.text, at);
  }
}

/** A line without its indentation, and the column where it begins; tabs go to multiples of four. */
function indented(line: string, from: number): { readonly column: number; readonly text: string } {
  let column = from;
  let at = 0;
  for (; line[at] === ' ' || line[at] === '\t'; at++) column += line[at] === '\t' ? TAB - (column % TAB) : 1;
  const text = line.slice(at);
  return { column, text: text.trim() === '' ? '' : text };
}
