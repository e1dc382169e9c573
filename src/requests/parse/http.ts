import type { FieldLine, HttpItem } from '../model.ts';
import { checkMultipart } from './multipart.ts';
import { readGraphql } from './graphql.ts';
import { headerNamed, headerText } from './headers.ts';
import { bodyStyle, isFileLine, readBody } from './body.ts';
import { collectBody } from './bodyLines.ts';
import { lineText, shown, type RegionContext, warn, report } from './context.ts';
import type { Line } from './lines.ts';
import { blankLine, firstUnit, takeSideLine } from './sideLines.ts';
import { beginsRequest } from './requestLine.ts';
import { headerColon, readRequestLine } from './target.ts';
import { located, template, TemplateBuilder, trimmed } from './template.ts';

/** The units that begin a body, never a header: { [ < " */
const bodyUnits = new Set([123, 91, 60, 34]);

/** Reads a request of HTTP whose request line is `at`. */
export function parseHttp(context: RegionContext, at: number): HttpItem | undefined {
  const start = trimmed(context.text, context.lines[at]!.start, context.lines[at]!.end).start;
  const line = readRequestLine(context, at);
  const { headers, next, bodyNow } = readHeaders(context, line.next);
  const contentType = headerText(headers, 'content-type');
  const bodyLines = collectBody(context, bodyNow ? next : next + 1, { contentType });
  const { method } = line;
  const query = readGraphql(context, { method, headers, contentType, lines: bodyLines });
  const body = query?.body ?? readBody(context, bodyLines, bodyStyle(contentType));
  checkMultipart(context, headerNamed(headers, 'content-type'), bodyLines);
  return {
    kind: 'http',
    start,
    end: lastEnd(line.end, headers, body),
    ...(method && { method }),
    target: line.target,
    ...(line.version && { version: line.version }),
    headers,
    body,
    ...(query && { graphql: query.graphql }),
  };
}

export function lastEnd(end: number, ...lists: readonly (readonly { readonly end: number }[])[]): number {
  return Math.max(end, ...lists.map((list) => list.at(-1)?.end ?? 0));
}

interface HeaderSection {
  readonly headers: FieldLine[];
  /** The line that ended it: the empty one, or with `bodyNow` the first of the body. */
  readonly next: number;
  readonly bodyNow: boolean;
}

function readHeaders(context: RegionContext, from: number): HeaderSection {
  const headers: FieldLine[] = [];
  let at = from;
  while (at < context.lines.length) {
    const line = context.lines[at]!;
    const first = firstUnit(context, line);
    if (blankLine(context, line, first)) return { headers, next: at, bodyNow: false };
    if (first === 60 && isFileLine(lineText(context, line))) return { headers, next: at, bodyNow: true };
    const taken = takeSideLine(context, at, false);
    if (taken > 0) {
      at += taken;
      continue;
    }
    const colon = headerColon(context.text, line.start, line.end);
    if (colon === -1 && beginsRequest(lineText(context, line))) {
      anotherRequest(context, line);
      at++;
      continue;
    }
    if (colon === -1 && bodyUnits.has(first)) {
      const message = 'The body begins here; put an empty line before it.';
      warn(context, trimmed(context.text, line.start, line.end), 'no-empty-line', message);
      return { headers, next: at, bodyNow: true };
    }
    const previous = colon === -1 && isIndented(context, line) ? headers.at(-1) : undefined;
    if (previous) headers[headers.length - 1] = unfold(context, previous, line);
    else headers.push(readHeader(context, line, colon));
    at++;
  }
  return { headers, next: at, bodyNow: false };
}

function isIndented({ text }: RegionContext, { start }: Line): boolean {
  return text.charCodeAt(start) === 32 || text.charCodeAt(start) === 9;
}

/** `colon`: the place that `headerColon` found; -1: it is not a header, or its name has a placeholder. */
function readHeader(context: RegionContext, line: Line, colon: number): FieldLine {
  const nameEnd = colon === -1 ? anyColon(context, line) : colon;
  const name = trimmed(context.text, line.start, nameEnd);
  const value = trimmed(context.text, Math.min(nameEnd + 1, line.end), line.end);
  const shape = trimmed(context.text, line.start, line.end);
  if (colon === -1 && !context.text.slice(line.start, nameEnd).includes('{{')) {
    const text = lineText(context, line);
    report(context, shape, 'bad-header', `"${shown(text)}" is not a header: write Name: value.`);
  }
  return {
    start: shape.start,
    end: shape.end,
    name: located(context.text, name.start, name.end),
    value: template(context.text, value.start, value.end),
  };
}

function anyColon(context: RegionContext, line: Line): number {
  const colon = lineText(context, line).indexOf(':');
  return colon === -1 ? line.end : line.start + colon;
}

/** A header that goes on in an indented line, joined by a space (RFC 9112, section 5.2). */
function unfold(context: RegionContext, header: FieldLine, line: Line): FieldLine {
  const more = trimmed(context.text, line.start, line.end);
  const builder = new TemplateBuilder();
  builder.add(header.value.start, header.value.text);
  builder.add(line.start, header.value.text === '' ? '' : ' ');
  builder.add(more.start, context.text.slice(more.start, more.end));
  return { ...header, end: more.end, value: builder.build({ start: header.value.start, end: more.end }) };
}

/** A request line in a place without a ### before it. */
export function anotherRequest(context: RegionContext, line: Line): void {
  const message = 'Another request begins here. Put ### before it to make it a request of its own.';
  report(context, trimmed(context.text, line.start, line.end), 'no-separator', message);
}
