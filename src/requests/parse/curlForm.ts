import type { CurlFormContent, CurlFormPart, Template } from '../model.ts';
import { report, shown, type RegionContext } from './context.ts';
import { concat, slice } from './template.ts';

/**
 * `-F name=content` as curl reads it: text, `@file` with its name, `<file` without, `@a,b` more than one; after each `;type=`,
 * `;filename=`, `;headers=`. Words may stand in double quotes, with `\"` and `\\` in them. Null: why is a problem.
 */
export function formPart(context: RegionContext, field: Template): CurlFormPart | null {
  const split = nameOf(context, field);
  if (split === undefined) return null;
  const { name, content } = split;
  const refuse = (message: string): null => {
    report(context, field, 'not-supported', `-F ${shown(field.text)}: ${message}`);
    return null;
  };
  if (content.text.startsWith('(') || (name.text === '' && content.text === ')'))
    return refuse('forms within forms are not sent here.');
  const how = /^[@<]/.exec(content.text)?.[0];
  const reader = new Reader(content, how === undefined ? 0 : 1);
  const contents: CurlFormContent[] = [];
  do {
    const word = reader.word(how === '@' ? [';', ','] : [';']);
    if (how !== undefined && (word.text === '-' || word.text === ''))
      return refuse(word.text === '' ? 'the file has no name.' : 'nothing is on the standard input here.');
    const found = parameters(reader, how === '@');
    if (typeof found === 'string') return refuse(found);
    const plain = how === undefined ? { text: word } : { file: word, ...(how === '<' && { inline: true }) };
    contents.push({ ...plain, ...found });
  } while (reader.took(','));
  return { start: field.start, end: field.end, name, contents };
}

/** `--form-string name=text`. */
export function formText(context: RegionContext, field: Template): CurlFormPart | undefined {
  const split = nameOf(context, field);
  if (split === undefined) return undefined;
  return { start: field.start, end: field.end, name: split.name, contents: [{ text: split.content, headers: [] }] };
}

function nameOf(context: RegionContext, field: Template): { name: Template; content: Template } | undefined {
  const equals = field.text.indexOf('=');
  if (equals < 0) {
    const message = `The form field "${shown(field.text)}" has no value: write name=value, or name=@file.`;
    report(context, field, 'bad-value', message);
    return undefined;
  }
  return { name: slice(field, 0, equals), content: slice(field, equals + 1) };
}

/** The parameters after a word, up to the next file; a sentence if curl would leave something out, or cannot be followed. */
function parameters(reader: Reader, files: boolean): Omit<CurlFormContent, 'text' | 'file' | 'inline'> | string {
  const ends = files ? [';', ','] : [';'];
  let type: Template | undefined;
  let filename: Template | undefined;
  const headers: Template[] = [];
  while (reader.took(';')) {
    if (reader.took('type=')) {
      type = reader.type(files);
      if (!/^[^/ ]+\/[^;, \n]+/.test(type.text) && type.placeholders.length === 0)
        return `"${shown(type.text)}" is not a type as in text/plain.`;
    } else if (reader.took('filename=')) filename = reader.word(ends);
    else if (reader.took('headers=')) {
      const line = reader.word(ends);
      if (/^[@<]/.test(line.text)) return 'headers are not read from a file here.';
      headers.push(line);
    } else if (reader.took('encoder=')) return 'parts are not encoded here.';
    else {
      const unknown = reader.word(ends).text;
      if (unknown !== '')
        return `curl leaves out "${shown(unknown)}" after the semicolon. Put the content in double quotes, or use --form-string.`;
    }
  }
  return { ...(type && { type }), ...(filename && { filename }), headers };
}

class Reader {
  private at: number;
  private readonly whole: Template;

  constructor(whole: Template, at: number) {
    this.whole = whole;
    this.at = at;
  }

  took(text: string): boolean {
    const blanks = /^[ \t\r\n\f\v]*/.exec(this.whole.text.slice(this.at))![0].length;
    const from = this.at + blanks;
    if (this.whole.text.slice(from, from + text.length).toLowerCase() !== text) return false;
    this.at = from + text.length;
    return true;
  }

  /** In quotes, or up to one of these, without the white space around it. Placeholders are a piece of it, whatever is in them. */
  word(ends: readonly string[]): Template {
    const { text } = this.whole;
    const blanks = /^[ \t\r\n\f\v]*/.exec(text.slice(this.at))![0].length;
    const start = this.at + blanks;
    if (text[start] === '"') {
      const quoted = this.quoted(start, ends);
      if (quoted) return quoted;
    }
    const end = this.endFrom(start, ends);
    this.at = end;
    return slice(this.whole, start, start + text.slice(start, end).trimEnd().length);
  }

  /** As word, but parameters of the type itself (`; charset=utf-8`) are a part of it. */
  type(files: boolean): Template {
    const { text } = this.whole;
    const start = this.at;
    let end = this.endFrom(start, files ? [';', ','] : [';']);
    while (text[end] === ';' && !/^;\s*(?:type|filename|headers|encoder)=/i.test(text.slice(end)))
      end = this.endFrom(end + 1, files ? [';', ','] : [';']);
    this.at = end;
    return slice(this.whole, start, start + text.slice(start, end).trimEnd().length);
  }

  private endFrom(from: number, ends: readonly string[]): number {
    const { text, placeholders } = this.whole;
    let at = from;
    while (at < text.length && !ends.includes(text[at]!)) {
      const placeholder = placeholders.find((each) => each.at === at);
      at = placeholder ? text.indexOf('}}', at) + 2 : at + 1;
    }
    return at;
  }

  /** Undefined: the quotes are not closed, and are a part of the word. */
  private quoted(start: number, ends: readonly string[]): Template | undefined {
    const { text } = this.whole;
    const pieces: Template[] = [];
    let from = start + 1;
    for (let at = from; at < text.length; at++) {
      if (text[at] === '\\' && '"\\'.includes(text[at + 1] ?? ' ')) {
        pieces.push(slice(this.whole, from, at));
        from = ++at;
      } else if (text[at] === '"') {
        pieces.push(slice(this.whole, from, at));
        this.at = this.endFrom(at + 1, ends);
        return concat(pieces, this.whole);
      }
    }
    return undefined;
  }
}
