import type { Item, Located, Problem, Range, Region } from '../model.ts';
import { lineText, shown, type RegionContext, warn, report } from './context.ts';
import { linesOf } from './lines.ts';
import { refuseFragment } from './graphql.ts';
import { parseItem } from './item.ts';
import { requestLineKind } from './requestLine.ts';
import { blankLine, firstUnit, RESPONSE, takeSideLine } from './sideLines.ts';
import { oddMethod } from './target.ts';
import { located, trimmed } from './template.ts';

export interface ParsedRegion {
  readonly region: Region;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

/** Reads what is from `start`, which is the begin of the file or of a `###` line, up to `end`, before the next one. */
export function parseRegion(
  text: string,
  { start, end }: Range,
  index: number,
  subjects: ReadonlySet<string>,
): ParsedRegion {
  const lines = linesOf(text, start, end);
  const context: RegionContext = { text, lines, meta: [], variables: [], checks: [], problems: [], subjects };
  const title = titleOf(context, start);
  const item = readItem(context, text.startsWith('###', start) ? 1 : 0);
  const name = nameOf(context, title);
  warnOfReplacement(context, item);
  if (context.problems.length > 1) context.problems.sort((a, b) => a.start - b.start || a.end - b.end);
  const { meta, variables, checks, problems } = context;
  // Assigned one by one: there may be thousands, and an object spread into another is slow.
  const region: { -readonly [K in keyof Region]: Region[K] } = { start, end, index, meta, variables, checks };
  if (title) region.title = title;
  if (item) region.item = item;
  if (name) region.name = name;
  return { region, problems };
}

function titleOf(context: RegionContext, start: number): Located | undefined {
  const line = context.lines[0];
  if (line === undefined || !context.text.startsWith('###', start)) return undefined;
  let at = start;
  while (at < line.end && context.text.charCodeAt(at) === 35) at++;
  const range = trimmed(context.text, at, line.end);
  return range.start === range.end ? undefined : located(context.text, range.start, range.end);
}

/** `# @name` (the last one, as in REST Client); else a title that could be a name. */
function nameOf(context: RegionContext, title: Located | undefined): Located | undefined {
  const said = context.meta.findLast((line) => line.name.value.toLowerCase() === 'name' && line.value)?.value;
  if (said === undefined) return title && /^[A-Za-z_][\w-]*$/.test(title.value) ? title : undefined;
  if (!/^[\w-]+$/.test(said.value))
    warn(context, said, 'bad-name', 'A name is made of letters, digits, _ and -, so that {{name.…}} can use it.');
  return said;
}

function readItem(context: RegionContext, from: number): Item | undefined {
  let lost = false;
  for (let at = from; at < context.lines.length;) {
    const line = context.lines[at]!;
    const first = firstUnit(context, line);
    if (blankLine(context, line, first)) {
      at++;
      continue;
    }
    const taken = takeSideLine(context, at, true);
    if (taken > 0) {
      at += taken;
      continue;
    }
    const text = lineText(context, line);
    if (first === 72 && RESPONSE.test(text)) return undefined;
    const kind = oddMethod(context, text.trim()) === undefined ? requestLineKind(text) : 'sure';
    if (kind === 'sure' || (kind === 'likely' && !lost)) return parseItem(context, at);
    if (!lost && !refuseFragment(context, line)) badLine(context, at, text);
    lost = true;
    at++;
  }
  return undefined;
}

/** A file that was read in the wrong encoding has U+FFFD in place of other characters. */
function warnOfReplacement(context: RegionContext, item: Item | undefined): void {
  for (const { start, end } of item === undefined ? context.variables : [...context.variables, item]) {
    const at = context.text.slice(start, end).indexOf('\ufffd');
    if (at === -1) continue;
    const message =
      'This is U+FFFD, which stands for bytes that could not be read. If the file is not UTF-8, reopen it with its encoding, and save it as UTF-8.';
    warn(context, { start: start + at, end: start + at + 1 }, 'not-utf-8', message);
    return;
  }
}

function badLine(context: RegionContext, at: number, text: string): void {
  const line = context.lines[at]!;
  const range = trimmed(context.text, line.start, line.end);
  const message = `"${shown(text)}" is not a request line. Write METHOD URL, as in GET http://localhost:8080/, or begin with a request word, as in TCP 127.0.0.1:9000.`;
  report(context, range, 'bad-request-line', message);
}
