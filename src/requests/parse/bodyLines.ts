import { methods } from '../httpWords.ts';
import { isFileLine } from './body.ts';
import { lineText, type RegionContext, warn, inform } from './context.ts';
import type { Line } from './lines.ts';
import { firstUnit, isComment, isMeta, RESPONSE, takeSideLine } from './sideLines.ts';
import { trimmed } from './template.ts';

const methodNames = methods.map((method) => method.name).join('|');
const ANOTHER_REQUEST = new RegExp(`^[ \\t]*(?:${methodNames})[ \\t]+(?:https?://|\\{\\{)`);

interface BodyKind {
  /** For HTTP. */
  readonly contentType?: string | undefined;
  /** In it, what begins as a comment is one for whoever gets it, too. */
  readonly hasComments?: boolean;
}

/** The lines of the body. Those that stand beside the request are taken out and read. */
export function collectBody(context: RegionContext, from: number, kind: BodyKind = {}): Line[] {
  const { contentType = '' } = kind;
  const lines: Line[] = [];
  const dropped: number[] = [];
  const sendsHttp = /\bhttp\b|^\s*multipart\//i.test(contentType);
  let response = false;
  const keepHashes = /^text\/(?:x-)?markdown\b/i.test(contentType);
  let begun = false;
  for (let at = from; at < context.lines.length;) {
    const line = context.lines[at]!;
    const first = firstUnit(context, line);
    const text = first === 60 || first === 35 || first === 47 ? lineText(context, line) : '';
    const kept = (first === 60 && isFileLine(text)) || (keepHashes && isComment(text));
    const taken = kept ? 0 : takeSideLine(context, at, false);
    if (taken > 0) {
      if (isComment(text) && !isMeta(text)) dropped.push(at);
      at += taken;
      continue;
    }
    if (!response && first === 72 && !sendsHttp && isResponse(context, line, lines)) response = true;
    if (response) {
      at++;
      continue;
    }
    if (first >= 65 && first <= 90 && ANOTHER_REQUEST.test(lineText(context, line))) {
      const message =
        'This is sent as a part of the body of the request above. Put ### before it to make it a request of its own.';
      warn(context, trimmed(context.text, line.start, line.end), 'no-separator', message);
    }
    begun ||= first !== 0;
    if (begun) lines.push(line);
    at++;
  }
  if (dropped.length > 0) warnOfComments(context, lines, dropped, kind);
  return lines;
}

/** httpYac: a response that stands below its request, to show what comes back. `before`: the lines of the body before it. */
function isResponse(context: RegionContext, line: Line, before: readonly Line[]): boolean {
  const previous = before.at(-1);
  if (previous !== undefined && firstUnit(context, previous) !== 0) return false;
  if (!RESPONSE.test(lineText(context, line))) return false;
  const message = 'A response begins here: from this line on, nothing is sent.';
  inform(context, trimmed(context.text, line.start, line.end), 'not-sent', message);
  return true;
}

/** Formats in which such a line is a comment, too, or can be no text. */
const COMMENTS = /json|ya?ml|graphql|toml|x-www-form-urlencoded|^\s*multipart\//i;

/** A line of a script, or of a table, that is not sent because it begins as a comment does. Within the text of a body nobody means one. */
function warnOfComments(
  context: RegionContext,
  lines: readonly Line[],
  dropped: readonly number[],
  { contentType = '', hasComments = false }: BodyKind,
): void {
  if (hasComments || COMMENTS.test(contentType)) return;
  const sent = new Set(lines.filter((line) => firstUnit(context, line) !== 0).map((line) => line.start));
  const isSent = (at: number, step: 1 | -1): boolean => {
    let next = at + step;
    while (dropped.includes(next)) next += step;
    const line = context.lines[next];
    return line !== undefined && sent.has(line.start);
  };
  for (const at of dropped) {
    if (!isSent(at, 1) || !(contentType !== '' || isSent(at, -1))) continue;
    const line = context.lines[at]!;
    const message =
      'This line is a comment, so it is not sent with the lines around it. A body in a file of its own (< file) is sent as it is.';
    warn(context, trimmed(context.text, line.start, line.end), 'not-sent', message);
  }
}
