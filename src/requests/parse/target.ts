import { nearest } from '../../base/nearest.ts';
import { methods, graphqlWord } from '../httpWords.ts';
import { metaLines } from '../metaWords.ts';
import type { Located, Template } from '../model.ts';
import { type RegionContext, warn, report } from './context.ts';
import { lineText } from './context.ts';
import { beginsRequest } from './requestLine.ts';
import { isComment, takeSideLine } from './sideLines.ts';
import { located, TemplateBuilder, trimmed } from './template.ts';

const methodNames = methods.map((method) => method.name);
/** Units of a token (RFC 9110, section 5.6.2). */
const tokenUnits = new Set(
  Array.from("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", (unit) =>
    unit.charCodeAt(0),
  ),
);
const isToken: readonly boolean[] = Array.from({ length: 128 }, (_, code) => tokenUnits.has(code));

/**
 * Where the colon of a header stands, from `start` on: after a name that is a token, and not before two slashes, which would make a
 * URL of it. -1: no header stands there.
 */
export function headerColon(text: string, start: number, end: number): number {
  const name = skipBlanks(text, start, end);
  let at = name;
  while (at < end && isToken[text.charCodeAt(at)] === true) at++;
  if (at === name) return -1;
  at = skipBlanks(text, at, end);
  if (at >= end || text.charCodeAt(at) !== 58) return -1;
  return at + 2 < end && text.charCodeAt(at + 1) === 47 && text.charCodeAt(at + 2) === 47 ? -1 : at;
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  return at;
}

interface RequestLine {
  readonly method?: Located;
  readonly target: Template;
  readonly version?: Located;
  /** The first line after it. */
  readonly next: number;
  readonly end: number;
}

/** Reads a request line of HTTP and the lines that go on with its target. */
export function readRequestLine(context: RegionContext, at: number): RequestLine {
  const { text } = context;
  const line = context.lines[at]!;
  let { start, end } = trimmed(text, line.start, line.end);
  const method = methodAt(context, start, end);
  if (method) ({ start, end } = trimmed(text, method.end, end));
  const builder = new TemplateBuilder();
  let version = versionAt(text, start, end);
  const pieceEnd = version ? trimmed(text, start, version.start).end : end;
  builder.add(start, text.slice(start, pieceEnd));
  let last = end;
  let next = at + 1;
  while (next < context.lines.length) {
    const each = context.lines[next]!;
    const whole = lineText(context, each);
    if (isComment(whole) && nextContinues(context, next, builder.text)) {
      takeSideLine(context, next++, false);
      continue;
    }
    if (!continues(whole, builder.text)) break;
    const piece = trimmed(text, each.start, each.end);
    const here = versionAt(text, piece.start, piece.end);
    version ??= here;
    const stop = here ? trimmed(text, piece.start, here.start).end : piece.end;
    builder.add(piece.start, text.slice(piece.start, stop));
    last = piece.end;
    next++;
  }
  const target = builder.build({ start, end: pieceEnd < last && next === at + 1 ? pieceEnd : last });
  checkTarget(context, target);
  return { ...(method && { method }), target, ...(version && { version }), next, end: last };
}

/** `GE(T /x HTTP/1.1`: what a method may not be, as a lab on HTTP by hand sends it. The version at the end tells it from a text. */
const ODD_LINE = /^(\S+)[ \t]+\S.*[ \t]HTTP\/\d+(?:\.\d+)?$/;

/**
 * The first word of a line, if HTTP does not allow it as a method and `# @insist` before it sends it all the same. A line that
 * begins with a target has no method.
 */
export function oddMethod(context: RegionContext, line: string): string | undefined {
  if (!insists(context)) return undefined;
  const [, first] = ODD_LINE.exec(line) ?? [];
  if (first === undefined || first.includes('{{') || first.includes('://') || first.startsWith('/')) return undefined;
  return allToken(first) ? undefined : first;
}

function insists(context: RegionContext): boolean {
  return metaLines(context.meta, 'insist').some((meta) => meta.value?.value.trim() !== 'false');
}

function allToken(text: string): boolean {
  return Array.from(text).every((unit) => isToken[unit.codePointAt(0)!] === true);
}

/** A comment between two lines of a target does not end it. */
function nextContinues(context: RegionContext, from: number, target: string): boolean {
  for (let i = from + 1; i < context.lines.length; i++) {
    const whole = lineText(context, context.lines[i]!);
    if (!isComment(whole)) return continues(whole, target);
  }
  return false;
}

/**
 * REST Client and httpYac: a line that begins with ? or &; httpYac: or with /; JetBrains: any that is indented. A line
 * that looks like a header is one, and one that begins another request is not a part of this one: a URL may be, as a value.
 */
function continues(line: string, target: string): boolean {
  const text = line.trimStart();
  if (text === '' || text.startsWith('??')) return false;
  if (text.startsWith('?') || text.startsWith('&')) return true;
  if (text.startsWith('/')) return !text.startsWith('//');
  const indented = text.length < line.length;
  if (!indented || headerColon(line, 0, line.length) !== -1 || /^[<>#{]/.test(text)) return false;
  return !beginsRequest(line) || (/^\S+\s*$/.test(text) && target.endsWith('='));
}

function methodAt(context: RegionContext, start: number, end: number): Located | undefined {
  const { text } = context;
  const odd = oddMethod(context, text.slice(start, end));
  if (odd !== undefined) return { start, end: start + odd.length, value: odd };
  const match = /^([!#$%&'*+\-.^`|~\w]+)[ \t]+\S/.exec(text.slice(start, end));
  if (match === null) return undefined;
  const written = match[1]!;
  const range = { start, end: start + written.length };
  const upper = written.toUpperCase();
  // REST Client takes a method that it knows in any case. A URL that is followed by HTTP/1.1 has no method.
  if (methodNames.includes(upper)) return { ...range, value: upper };
  if (/[.:/]/.test(written) || /^\S+[ \t]+HTTP\/[\d.]+[ \t]*$/i.test(text.slice(start, end))) return undefined;
  if (written === graphqlWord) return { ...range, value: written };
  const near = nearest(upper, methodNames);
  const message = `${written} is not a method that HTTP names${near ? `; did you mean ${near}?` : '.'} It is sent as it is.`;
  warn(context, range, 'unknown-method', message, near);
  return { ...range, value: written };
}

/** The JetBrains client adds `(Prior Knowledge)` to HTTP/2 if nothing is negotiated: over http, as it is sent here anyway. */
function versionAt(text: string, start: number, end: number): Located | undefined {
  const match = /(?:^|[ \t])(HTTP\/\S*)([ \t]+\(Prior Knowledge\))?$/i.exec(text.slice(start, end));
  if (match === null) return undefined;
  const stop = end - (match[2]?.length ?? 0);
  return located(text, stop - match[1]!.length, stop);
}

function checkTarget(context: RegionContext, target: Template): void {
  if (target.text === '') {
    report(context, target, 'bad-request-line', 'A request needs a target: a URL, or a path and a Host header.');
    return;
  }
  const bare = target.text.replaceAll(/\{\{[^{}]*\}\}/g, '');
  if (/[ \t]/.test(bare)) warn(context, target, 'space-in-target', 'A target has no spaces; a space is written %20.');
  if (/^unix:/i.test(bare)) {
    const message =
      'A Unix socket does not stand in the URL here: write # @unix-socket /path before the request, and http://localhost/ in the URL.';
    report(context, target, 'not-supported', message);
  }
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(bare)?.[1];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) {
    const near = nearest(scheme.toLowerCase(), ['http', 'https']);
    const message = `A request of HTTP has a URL that begins with http or https, not ${scheme}.`;
    report(context, { start: target.start, end: target.start + scheme.length }, 'bad-scheme', message, near);
  }
}
