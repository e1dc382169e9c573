import type { ErrorCode } from '../base/codes.ts';
import type { Problem } from '../requests/model.ts';
import { requestSource, type RequestSource } from '../requests/source.ts';
import { blocksOf, type Fence } from './blocks.ts';
import { readFrontMatter, type FrontMatter } from './frontMatter.ts';

/**
 * A lab: a Markdown text whose fenced `http` blocks are parts of one request file, and whose blocks with a file name are programs.
 * Docs: docs/labs.md.
 */

type CellKind = 'prose' | 'requests' | 'program';

/** A cell that was made by hand, and stands in no file yet. */
export interface NewCell {
  readonly kind: CellKind;
  /** Line ends are \n; any others are read as \n. */
  readonly text: string;
  readonly language?: string;
  readonly file?: string;
}

export interface Cell extends NewCell {
  /** Between the fences, without the last line end; of prose without the empty lines around it. Line ends are \n. */
  readonly text: string;
  /** The first word of the info string. Of prose it is `yaml` for the front matter, which is the first cell then, and else absent. */
  readonly language?: string;
  /** Of a program: its path from the folder of the lab, with / between the parts. It does not lead out of the folder. */
  readonly file?: string;
  /** As it stands in the file, with all that stands between it and the next cell. */
  readonly raw: string;
  /** Offset of `text` in the text of the file. */
  readonly start: number;
}

/** A problem; its offsets are in the text of the file. */
export type LabProblem = Problem;

export interface Lab {
  readonly front: FrontMatter;
  /** Their raws joined are the file. */
  readonly cells: readonly Cell[];
  readonly problems: readonly LabProblem[];
}

/** Never throws: a block that cannot be a cell stays prose, and why is a problem. */
export function readLab(text: string): Lab {
  const { parts, problems } = readParts(text, true);
  const cells = parts.map(({ cell }) => cell);
  const own = parts[0] !== undefined && isFrontMatter(parts[0].cell) ? parts[0] : undefined;
  const read = own && readFrontMatter(text.slice(own.cell.start, own.to), own.cell.start);
  const heading = cells.flatMap((cell) => (cell.kind === 'prose' ? (headingOf(cell) ?? []) : []))[0];
  const front = read?.front ?? { teaches: [] };
  return {
    front: front.title === undefined && heading !== undefined ? { ...front, title: heading } : front,
    cells,
    problems: [...(read?.problems ?? []), ...problems].sort((a, b) => a.start - b.start),
  };
}

/**
 * The text of the file. A cell of a file is written as its raw if its text, language and file are those that it was read with; else
 * all of its raw stays but what was changed. No cell runs into the next one, whatever was moved, added or left open.
 */
export function writeLab(cells: readonly (Cell | NewCell)[]): string {
  const eol = /\r\n|\n|\r/.exec(cells.map((cell) => ('raw' in cell ? cell.raw : '')).join(''))?.[0] ?? '\n';
  let written = '';
  let before: Cell | NewCell | undefined;
  let last = '';
  // Front matter that is not above all is only text.
  for (const cell of [...cells.filter(isFrontMatter), ...cells.filter((each) => !isFrontMatter(each))]) {
    const end = before === undefined || isFrontMatter(before) ? {} : endOf(last);
    const isMoved = before !== undefined && !isNext(before, cell);
    // A paragraph, a list or HTML would go on in the next cell if no empty line were between.
    if (isMoved) written = endedWith(written, end.closing, eol);
    last = pieceOf(cell, eol, isMoved ? end.list : undefined);
    written += before === undefined ? last : last.replace(BOM, '');
    before = cell;
  }
  return written;
}

/** The source of the requests cell `cells[index]`, after all requests cells above it. */
export function labSource(
  lab: Lab,
  index: number,
  of: { id(cell: Cell): string; readonly path?: string; readonly folder?: string; readonly session: string },
): RequestSource {
  const cells = lab.cells.slice(0, index + 1).filter((cell) => cell.kind === 'requests');
  return requestSource(
    cells.map((cell) => ({ id: of.id(cell), text: cell.text })),
    of,
  );
}

const BOM = /^\uFEFF/;

/** The front matter is a cell of prose with a language. */
function isFrontMatter({ kind, language }: NewCell): boolean {
  return kind === 'prose' && language !== undefined;
}

function headingOf({ text }: Cell): string | undefined {
  return /^# +(.*?)(?: +#+)?[ \t]*$/m.exec(text)?.[1];
}

/** A line: where it begins, where its content ends, and where the next one begins. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

function linesOf(text: string, from: number): Line[] {
  const lines: Line[] = [];
  for (let at = from; at < text.length;) {
    const ending = /\r\n|\n|\r/g;
    ending.lastIndex = at;
    const found = ending.exec(text);
    const end = found?.index ?? text.length;
    const next = found === null ? text.length : end + found[0].length;
    lines.push({ start: at, end, next });
    at = next;
  }
  return lines;
}

/** A cell as lines: the first one, the first of its text, the one after its text, the one after it. */
interface Span {
  readonly kind: CellKind;
  readonly from: number;
  readonly first: number;
  readonly last: number;
  readonly to: number;
  readonly language?: string;
  readonly file?: string;
  readonly indent?: number;
}

interface Part {
  readonly cell: Cell;
  /** Offset of the end of its text; of a block that of its closing fence. */
  readonly to: number;
  readonly indent: number;
}

/** `whole`: the text is a file, which may begin with front matter; else a part of one. */
function readParts(text: string, whole: boolean): { readonly parts: readonly Part[]; readonly problems: LabProblem[] } {
  const lines = linesOf(text, text.startsWith('\uFEFF') ? 1 : 0);
  const contents = lines.map(({ start, end }) => text.slice(start, end));
  const problems: LabProblem[] = [];
  const report = (line: number, code: ErrorCode, severity: Problem['severity'], message: string): void => {
    problems.push({ start: lines[line]!.start, end: lines[line]!.end, code, severity, message });
  };
  const front = whole ? frontSpan(contents) : undefined;
  const from = front?.to ?? 0;
  const spans: Span[] = front === undefined ? [] : [front];
  for (const fence of blocksOf(contents.slice(from)).fences) {
    const span = cellOf(moved(fence, from), lines.length, report);
    if (span !== undefined) spans.push(span);
  }
  const all = [...filled(spans, contents)];
  if (all.length === 0 && text !== '') all.push({ kind: 'prose', from: 0, first: 0, last: 0, to: 0 });
  return { parts: all.map((span, i) => partAt(text, lines, span, all[i + 1])), problems };
}

function moved(fence: Fence, by: number): Fence {
  return { ...fence, line: fence.line + by, ...(fence.close !== undefined && { close: fence.close + by }) };
}

function frontSpan(contents: readonly string[]): Span | undefined {
  if (!/^---[ \t]*$/.test(contents[0] ?? '')) return undefined;
  const end = contents.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line));
  // Without its end it may be anything, a line across the page for example.
  return end === -1 ? undefined : { kind: 'prose', language: 'yaml', from: 0, first: 1, last: end, to: end + 1 };
}

type Report = (line: number, code: ErrorCode, severity: Problem['severity'], message: string) => void;

/** The cell that a fenced block is; undefined: it is prose. */
function cellOf(fence: Fence, count: number, report: Report): Span | undefined {
  const { line, close = count, info, nested, indent } = fence;
  const { language, file } = infoOf(info);
  const isRequests = language?.toLowerCase() === 'http';
  if (fence.close === undefined && !nested) {
    report(
      line,
      'lab-fence',
      'warning',
      `This block has no closing fence. Write ${fence.marker} on a line of its own.`,
    );
  }
  if (!isRequests && file === undefined) return undefined;
  if (nested) {
    const message = 'This block is in a list, so it is prose. A block that runs begins at the left edge.';
    report(line, 'lab-fence', 'warning', message);
    return undefined;
  }
  const place = { from: line, first: line + 1, last: close, to: Math.min(close + 1, count), indent };
  if (isRequests) {
    if (file !== undefined) report(line, 'lab-file', 'warning', 'A block of requests has no file. It runs as it is.');
    return { kind: 'requests', language: language, ...place };
  }
  const path = withinFolder(file!);
  if (path === undefined) {
    const message = `${file} is not a valid file for a program: write a path from the folder of the lab, as in file=server.py.`;
    report(line, 'lab-file', 'error', message);
    return undefined;
  }
  return { kind: 'program', file: path, ...(language !== undefined && { language }), ...place };
}

const FILE = /(?:^|[ \t])file=(?:"([^"]*)"|'([^']*)'|(\S*))/;

/** `python file=server.py`, `python file="my server.py"`. */
function infoOf(info: string): { readonly language?: string; readonly file?: string } {
  const found = FILE.exec(info);
  const file = found === null ? undefined : (found[1] ?? found[2] ?? found[3]!);
  const [language = ''] = info.split(/[ \t]/, 1);
  return {
    ...(language !== '' && !language.startsWith('file=') && { language }),
    ...(file !== undefined && { file }),
  };
}

const MOST_PATH = 400;

/** Undefined: the path is absolute, leads out of the folder, or is not a path of a file everywhere. */
export function withinFolder(file: string): string | undefined {
  if (file.length === 0 || file.length > MOST_PATH || /[\0-\x1f\\:*?"<>|]/.test(file)) return undefined;
  const parts = file.split('/').filter((part) => part !== '.');
  return parts.length > 0 && parts.every((part) => part !== '' && part !== '..') ? parts.join('/') : undefined;
}

/** All lines of the text: what is between the spans is prose. Empty lines belong to what is above them, the first to what is below. */
function* filled(spans: readonly Span[], contents: readonly string[]): Generator<Span> {
  const isEmpty = (line: number): boolean => contents[line]!.trim() === '';
  let at = 0;
  for (const span of [...spans, undefined]) {
    const to = span?.from ?? contents.length;
    let first = at;
    let last = to;
    while (first < last && isEmpty(first)) first++;
    while (last > first && isEmpty(last - 1)) last--;
    const isBlank = first === last;
    if (!isBlank || (at === 0 && span === undefined && to > 0)) {
      yield { kind: 'prose', from: at === 0 ? 0 : first, first, last, to };
    }
    if (span === undefined) return;
    yield at === 0 && isBlank ? { ...span, from: 0 } : span;
    at = span.to;
  }
}

function partAt(text: string, lines: readonly Line[], span: Span, next: Span | undefined): Part {
  const { kind, from, first, last, language, file, indent = 0 } = span;
  const startOf = (line: number): number => lines[line]?.start ?? text.length;
  const unindented = new RegExp(`^ {0,${indent}}`);
  const content = lines.slice(first, last).map(({ start, end }) => {
    const line = text.slice(start, end);
    return indent === 0 ? line : line.replace(unindented, '');
  });
  const cell: Cell = {
    kind,
    text: content.join('\n'),
    ...(language !== undefined && { language }),
    ...(file !== undefined && { file }),
    raw: text.slice(from === 0 ? 0 : startOf(from), next === undefined ? text.length : startOf(next.from)),
    start: startOf(first),
  };
  const isProse = kind === 'prose' && language === undefined;
  return { cell, to: isProse && last > first ? lines[last - 1]!.end : startOf(last), indent };
}

/** The two stand one after the other in their file, and the first one is as it was. */
function isNext(before: Cell | NewCell, cell: Cell | NewCell): boolean {
  if (!('raw' in before) || !('raw' in cell)) return false;
  // Cells of two files may fit by chance, but text is never followed by text in one.
  if (before.kind === 'prose' && cell.kind === 'prose' && !isFrontMatter(before)) return false;
  const [one, two] = [partOf(before), partOf(cell)];
  if (one === undefined || two === undefined || !isAsRead(before, one)) return false;
  if (!isFrontMatter(before) && endOf(before.raw).closing !== undefined) return false;
  return before.start - one.cell.start + before.raw.length === cell.start - two.cell.start;
}

/** The raw of a cell, read again; undefined: it is not one of such a cell. */
function partOf(cell: Cell): Part | undefined {
  const { parts } = readParts(cell.raw, isFrontMatter(cell));
  return parts.length === 1 && parts[0]!.cell.kind === cell.kind ? parts[0] : undefined;
}

function isAsRead(cell: Cell, { cell: read }: Part): boolean {
  return plainLines(cell.text).join('\n') === read.text && cell.language === read.language && cell.file === read.file;
}

/** The blocks that are open at the end of a text. */
function endOf(text: string): Pick<ReturnType<typeof blocksOf>, 'closing' | 'list'> {
  return blocksOf(plainLines(text.replace(BOM, '')));
}

function plainLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** With all blocks closed and an empty line at the end. */
function endedWith(text: string, closing: string | undefined, file: string): string {
  // A carriage return and a line feed are one line end.
  const eol = text.endsWith('\r') ? '\r' : file;
  const isEnded = (end: string): boolean => /(?:^|[\r\n])[ \t]*$/.test(end);
  let ended = isEnded(text) ? text : text + eol;
  if (closing !== undefined && closing !== '') ended += closing + eol;
  return plainLines(ended).slice(-2)[0]!.trim() === '' ? ended : ended + eol;
}

/** `list`: content from this column on would be in a list above. */
function pieceOf(cell: Cell | NewCell, eol: string, list: number | undefined): string {
  const part = 'raw' in cell ? partOf(cell) : undefined;
  const inList = list !== undefined && part !== undefined && part.indent >= list;
  if (!('raw' in cell) || part === undefined || inList) return newPiece(cell, eol);
  if (isAsRead(cell, part)) return cell.raw;
  const own = /\r\n|\n|\r/.exec(cell.raw)?.[0] ?? eol;
  const before = cell.raw.slice(0, part.cell.start);
  const after = cell.raw.slice(part.to);
  const lines = plainLines(cell.text);
  if (cell.kind === 'prose' && !isFrontMatter(cell)) return before + lines.join(own) + after;
  const indent = ' '.repeat(part.indent);
  const content = cell.text === '' ? '' : lines.map((line) => (line === '' ? '' : indent + line) + own).join('');
  if (isFrontMatter(cell)) return before + content + after;
  const [, open = '', marker = '', info = ''] = /^([^]*?)(`{3,}|~{3,})([^]*)$/.exec(before) ?? [];
  const longer = fenceFor(cell.text, marker);
  const told = cell.language === part.cell.language && cell.file === part.cell.file ? info : infoFor(cell) + own;
  return open + longer + (/[\r\n]$/.test(told) ? told : told + own) + content + after.replace(marker, longer);
}

function newPiece(cell: NewCell, eol: string): string {
  const lines = plainLines(cell.text);
  if (cell.kind === 'prose')
    return isFrontMatter(cell) ? ['---', ...lines, '---', ''].join(eol) : lines.join(eol) + eol;
  const fence = fenceFor(cell.text, '```');
  return [fence + infoFor(cell), ...(cell.text === '' ? [] : lines), fence, ''].join(eol);
}

function infoFor({ kind, language, file }: NewCell): string {
  const named = file === undefined ? '' : `file=${/\s/.test(file) ? `"${file}"` : file}`;
  return [language ?? (kind === 'requests' ? 'http' : ''), named].filter((word) => word !== '').join(' ');
}

/** A fence of this kind that no line of the text closes. */
function fenceFor(text: string, marker: string): string {
  const sign = marker[0]!;
  const runs = plainLines(text).map((line) => /^ {0,3}((`+)|~+)[ \t]*$/.exec(line)?.[1] ?? '');
  const most = Math.max(0, ...runs.filter((run) => run.startsWith(sign)).map((run) => run.length));
  return most < marker.length ? marker : sign.repeat(most + 1);
}
