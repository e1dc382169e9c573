import { report, type RegionContext } from './context.ts';
import type { ShellWord } from './shellWords.ts';
import { TemplateBuilder } from './template.ts';

/**
 * Commands as they are written for cmd.exe of Windows: what browsers copy as "cURL (cmd)". Two readers are behind each other: cmd
 * takes carets away, and the program splits what is left into words by the rules of Microsoft's C runtime
 * (learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments).
 */

/** Whether a command is one of cmd's: a caret escapes its first quote, or holds its first line open where all quotes are closed. */
export function isForCmd(firstLine: string): boolean {
  if (/^[^'"]*[ \t]\^"/.test(firstLine)) return true;
  return /[ \t"]\^[ \t]*$/.test(firstLine) && !/['"]/.test(firstLine.replaceAll(/"(?:\\.|[^"\\])*"/g, ''));
}

/** A character that is left after cmd, and its place in the file. */
interface Unit {
  readonly at: number;
  readonly text: string;
}

/** The words of one command, up to the line end that no caret escapes. */
export function splitCmd(
  context: RegionContext,
  range: { readonly start: number; readonly end: number },
): { readonly words: ShellWord[]; readonly end: number } {
  const { units, end } = withoutCarets(context.text, range.start, range.end);
  return { words: wordsOf(context, units, end), end };
}

function lineEndAt(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return 2;
  return text[at] === '\n' || text[at] === '\r' ? 1 : 0;
}

/** Between quotes that no caret escapes, cmd reads a caret as itself. */
function withoutCarets(text: string, start: number, end: number): { readonly units: Unit[]; readonly end: number } {
  const units: Unit[] = [];
  let quoted = false;
  let at = start;
  while (at < end) {
    if (lineEndAt(text, at) > 0) break;
    if (text[at] !== '^' || quoted) {
      if (text[at] === '"') quoted = !quoted;
      units.push({ at, text: text[at]! });
      at++;
      continue;
    }
    // A caret and a line end are nothing, and escape what follows: a second line end is one of the word.
    at += 1 + lineEndAt(text, at + 1);
    if (at >= end) break;
    const second = lineEndAt(text, at);
    units.push({ at, text: second > 0 ? '\n' : text[at]! });
    at += Math.max(1, second);
  }
  return { units, end: at };
}

function wordsOf(context: RegionContext, units: readonly Unit[], end: number): ShellWord[] {
  const words: ShellWord[] = [];
  let builder: TemplateBuilder | undefined;
  let start = 0;
  let quotedFrom: number | undefined;
  const open = (at: number): TemplateBuilder => {
    if (builder === undefined) start = at;
    return (builder ??= new TemplateBuilder());
  };
  const close = (at: number): void => {
    if (builder !== undefined) words.push({ template: builder.build({ start, end: at }) });
    builder = undefined;
  };
  for (let i = 0; i < units.length;) {
    const { at, text } = units[i]!;
    if (quotedFrom === undefined && (text === ' ' || text === '\t')) {
      close(at);
      i++;
      continue;
    }
    const word = open(at);
    let slashes = 0;
    while (units[i + slashes]?.text === '\\') slashes++;
    const quote = units[i + slashes]?.text === '"';
    if (slashes > 0) {
      // Before a quote, two are one, and one that is left over escapes the quote.
      const kept = quote ? Math.floor(slashes / 2) : slashes;
      for (let n = 0; n < kept; n++) word.add(units[i + n]!.at, '\\');
      i += slashes;
      if (quote && slashes % 2 === 1) word.add(units[i++]!.at, '"');
    } else if (!quote) {
      word.add(at, text);
      i++;
    } else if (quotedFrom !== undefined && units[i + 1]?.text === '"') {
      word.add(at, '"');
      i += 2;
    } else {
      quotedFrom = quotedFrom === undefined ? at : undefined;
      i++;
    }
  }
  close(end);
  if (quotedFrom !== undefined) report(context, { start: quotedFrom, end }, 'unclosed-quote', 'This " is not closed.');
  return words;
}
