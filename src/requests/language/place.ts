import type { Placeholder, Range, Region, RequestFile } from '../model.ts';
import { templatesIn } from '../templates.ts';

/** Finding one's way in a file that was read. */

export function contains(range: Range, offset: number): boolean {
  return offset >= range.start && offset <= range.end;
}

export function regionAt(file: RequestFile, offset: number): Region | undefined {
  return file.regions.findLast((region) => region.start <= offset && offset <= region.end);
}

/** The line at an offset, without its line end. */
export function lineRange(text: string, offset: number): Range {
  let start = offset;
  while (start > 0 && !isLineEnd(text, start - 1)) start--;
  let end = offset;
  while (end < text.length && !isLineEnd(text, end)) end++;
  return { start, end };
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}

export function placeholderAt(region: Region, offset: number): Placeholder | undefined {
  for (const template of templatesIn([region.variables, region.item, region.checks])) {
    for (const placeholder of template.placeholders) if (contains(placeholder, offset)) return placeholder;
  }
  return undefined;
}

/** The first part of what is between braces: `login` of `login.response.body.$.token`, `$timestamp` of `$timestamp 1 d`. */
export function rootOf(expression: string): string {
  const plain = expression.replace(/^%\s*/, '');
  return /^\$random\.\w+/.exec(plain)?.[0] ?? /^[^\s.[(]+/.exec(plain)?.[0] ?? plain;
}
