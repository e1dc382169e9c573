import { lookupEncoding } from '../../protocol/text/encodings.ts';
import type { BodyPart } from '../model.ts';
import { report, lineText, type RegionContext } from './context.ts';
import type { Line } from './lines.ts';
import { isBlank } from './sideLines.ts';
import { located, template, TemplateBuilder, trimmed } from './template.ts';

const FILE = /^<(@([\w-]*))?[ \t]+((?!\{%)\S.*?)[ \t]*$/;

interface BodyStyle {
  /** Between two lines. */
  readonly lineEnd: '\n' | '\r\n';
  /** A form: lines are joined without a line end, and white space around `=` and `&` goes. */
  readonly form: boolean;
  /** One more line end after the last line. */
  readonly endLine: boolean;
}

export const plainBody: BodyStyle = { lineEnd: '\n', form: false, endLine: false };

/** How a body's lines are joined, by its Content-Type. */
export function bodyStyle(contentType: string | undefined): BodyStyle {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  return {
    lineEnd: type.startsWith('multipart/') ? '\r\n' : '\n',
    form: type === 'application/x-www-form-urlencoded',
    endLine: type === 'application/x-ndjson' || type.startsWith('multipart/'),
  };
}

export function isFileLine(line: string): boolean {
  return FILE.test(line);
}

/** Lines without the blank ones before the first and after the last. */
export function withoutBlankEnds(context: RegionContext, lines: readonly Line[]): readonly Line[] {
  let from = 0;
  let to = lines.length;
  while (from < to && isBlank(lineText(context, lines[from]!))) from++;
  while (to > from && isBlank(lineText(context, lines[to - 1]!))) to--;
  return lines.slice(from, to);
}

/** The parts of a body: runs of lines, and files in their places. Lines that stand beside the request are not among them. */
export function readBody(context: RegionContext, all: readonly Line[], style: BodyStyle): BodyPart[] {
  const lines = withoutBlankEnds(context, all);
  const parts: BodyPart[] = [];
  if (lines.length === 0) return parts;
  let run = new Run();
  const close = (): void => {
    const part = run.part();
    if (part) parts.push(part);
    run = new Run();
  };
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at]!;
    const file = fileOf(context, first);
    if (file) {
      close();
      parts.push(filePart(context, first, file));
    } else if (style.form) addForm(run, first, lineText(context, first));
    else {
      at = lastAlike(context, lines, at, style.lineEnd);
      run.add(first.start, context.text.slice(first.start, lines[at]!.end), lines[at]!.end);
    }
    const line = lines[at]!;
    const last = at === lines.length - 1;
    const ends = last ? style.endLine : !style.form;
    if (ends) run.add(line.end, style.lineEnd, last ? line.end : line.next);
  }
  close();
  return parts;
}

function fileOf(context: RegionContext, line: Line): RegExpExecArray | null {
  return context.text.charCodeAt(line.start) === 60 ? FILE.exec(lineText(context, line)) : null;
}

/** The last of the lines from `at` on that go out as the file has them: no gap between two, no file, the right line ends. */
function lastAlike(context: RegionContext, lines: readonly Line[], at: number, lineEnd: string): number {
  const { text } = context;
  let last = at;
  while (last + 1 < lines.length) {
    const line = lines[last]!;
    const next = lines[last + 1]!;
    const asWritten = line.next - line.end === lineEnd.length && text.startsWith(lineEnd, line.end);
    if (!asWritten || line.next !== next.start || fileOf(context, next)) return last;
    last++;
  }
  return last;
}

/** Text that is put together until a file interrupts it. */
class Run {
  private readonly builder = new TemplateBuilder();
  private start = -1;
  private end = -1;

  add(start: number, text: string, end: number): void {
    if (this.start === -1) this.start = start;
    this.end = Math.max(this.end, end);
    this.builder.add(start, text);
  }

  part(): BodyPart | undefined {
    if (this.start === -1 || this.builder.text === '') return undefined;
    const { start, end } = this;
    return { start, end, kind: 'text', template: this.builder.build({ start, end }) };
  }
}

/** As httpYac and JetBrains send it: `a = b &` is `a=b&`. Placeholders stay as they are. */
function addForm(run: Run, line: Line, text: string): void {
  let from = 0;
  for (const match of text.matchAll(/\{\{[^{}]*\}\}|^[ \t]+|[ \t]*[=&][ \t]*|[ \t]+$/g)) {
    if (match[0].startsWith('{{')) continue;
    run.add(line.start + from, text.slice(from, match.index), line.end);
    const kept = match[0].trim();
    if (kept !== '') run.add(line.start + match.index + match[0].indexOf(kept), kept, line.end);
    from = match.index + match[0].length;
  }
  run.add(line.start + from, text.slice(from), line.end);
}

function filePart(context: RegionContext, line: Line, file: RegExpExecArray): BodyPart {
  const { text } = context;
  const range = trimmed(text, line.start, line.end);
  const pathStart = line.start + file[0].indexOf(file[3]!, 1 + (file[1]?.length ?? 0));
  const encoding = file[2] ? located(text, line.start + 2, line.start + 2 + file[2].length) : undefined;
  if (encoding && lookupEncoding(encoding.value) === undefined)
    report(context, encoding, 'unknown-encoding', `There is no encoding ${encoding.value}.`);
  return {
    ...range,
    kind: 'file',
    path: template(text, pathStart, pathStart + file[3]!.length),
    substitute: file[1] !== undefined,
    ...(encoding && { encoding }),
  };
}
