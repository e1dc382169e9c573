import type { Located, Placeholder, Range, Template } from '../model.ts';

const NONE: Template['placeholders'] = [];

/** A part of the file as it is written. */
export function template(text: string, start: number, end: number): Template {
  const piece = text.slice(start, end);
  const found = placeholdersIn(piece);
  if (found === undefined) return { start, end, text: piece, placeholders: NONE };
  const placeholders = found.map(({ at, to, expression }) => ({ start: start + at, end: start + to, at, expression }));
  return { start, end, text: piece, placeholders };
}

interface Braces {
  readonly at: number;
  readonly to: number;
  readonly expression: string;
}

/** The texts between the innermost pairs of braces, without a brace or a line end in them. Undefined: there is none. */
function placeholdersIn(text: string): Braces[] | undefined {
  let found: Braces[] | undefined;
  for (let at = text.indexOf('{{'); at !== -1;) {
    let to = at + 2;
    while (to < text.length && !endsExpression(text.charCodeAt(to))) to++;
    const closed = to > at + 2 && text.charCodeAt(to) === 125 && text.charCodeAt(to + 1) === 125;
    if (closed) (found ??= []).push({ at, to: to + 2, expression: text.slice(at + 2, to).trim() });
    at = text.indexOf('{{', closed ? to + 2 : at + 1);
  }
  return found;
}

function endsExpression(code: number): boolean {
  return code === 123 || code === 125 || code === 13 || code === 10;
}

export function located(text: string, start: number, end: number): Located {
  return { start, end, value: text.slice(start, end) };
}

/** The range without the white space at its ends. */
export function trimmed(text: string, start: number, end: number): Range {
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10 || code === 12 || code === 0xfeff || code === 0xa0;
}

/** Text that is put together from pieces of the file. Keeps where each piece came from. */
export class TemplateBuilder {
  text = '';
  /** The place of each piece in `text`, and in the file. */
  private readonly ats: number[] = [];
  private readonly starts: number[] = [];

  /** `piece` stands at `start` in the file, unit by unit. */
  add(start: number, piece: string): void {
    if (piece === '') return;
    const last = this.ats.length - 1;
    const follows = last >= 0 && this.starts[last]! + (this.text.length - this.ats[last]!) === start;
    if (!follows) {
      this.ats.push(this.text.length);
      this.starts.push(start);
    }
    this.text += piece;
  }

  build(range: Range): Template {
    return { start: range.start, end: range.end, text: this.text, placeholders: this.placeholders(range) };
  }

  private placeholders(range: Range): (Placeholder & { at: number })[] {
    const found = placeholdersIn(this.text) ?? [];
    return found.map(({ at, to, expression }) => {
      const start = Math.max(this.place(at), range.start);
      const end = Math.min(this.place(to - 1) + 1, range.end);
      return { start, end: Math.max(start, end), at, expression };
    });
  }

  private place(at: number): number {
    let low = 0;
    let high = this.ats.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.ats[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return this.starts[low]! + (at - this.ats[low]!);
  }
}

/** A part of a template's text. Its range stays that of the whole: where escapes were read, offsets no longer tell. */
export function slice(whole: Template, from: number, to = whole.text.length): Template {
  const placeholders = whole.placeholders
    .filter(({ at }) => at >= from && whole.text.indexOf('}}', at) + 2 <= to)
    .map((placeholder) => ({ ...placeholder, at: placeholder.at - from }));
  return { start: whole.start, end: whole.end, text: whole.text.slice(from, to), placeholders };
}

/** One after the other; a text is as it is and stands nowhere in the file. */
export function concat(pieces: readonly (Template | string)[], range: Range): Template {
  let text = '';
  const placeholders: (Placeholder & { at: number })[] = [];
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      for (const placeholder of piece.placeholders)
        placeholders.push({ ...placeholder, at: placeholder.at + text.length });
    }
    text += typeof piece === 'string' ? piece : piece.text;
  }
  return { start: range.start, end: range.end, text, placeholders };
}
