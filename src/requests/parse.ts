import type { Range, Region, RequestFile } from './model.ts';
import { fileProblems } from './parse/fileProblems.ts';
import { parseRegion, type ParsedRegion } from './parse/region.ts';
import { validateRegion } from './parse/validate.ts';
import { spacedSubjects } from './words/table.ts';

/**
 * Reads a request file, or a part of one after the parts above it (source.ts). Never throws: what cannot be read is a problem with
 * its place, and the rest is read all the same.
 */
export function parseRequestFile(text: string, before: readonly { readonly text: string }[] = []): RequestFile {
  const whole = [text, ...before.map((part) => part.text)].join('\n');
  const ranges: Range[] = [];
  let from = text.length + 1;
  for (const { text: part } of before) {
    ranges.push(...regionRanges(whole, from, from + part.length));
    from += part.length + 1;
  }
  const above = ranges.length;
  ranges.push(...regionRanges(whole, 0, text.length));
  const subjects = spacedSubjects();
  const parsed = ranges.map((range, i): ParsedRegion => {
    const { start, end } = range;
    return validateRegion(parseRegion(whole, range, i - above, subjects), whole.slice(start, end).includes('{{'));
  });
  const said = new Set(parsed.flatMap(({ region: { name, title } }) => (name && name !== title ? [name.value] : [])));
  // A title may serve as a name, but never as that of another request.
  const seen = parsed.map(({ region }): Region => {
    const { name, title, ...rest } = region;
    const isTaken = name !== undefined && name === title && said.has(name.value);
    return isTaken ? { ...rest, title: name } : region;
  });
  const problems = [...parsed.flatMap((each) => each.problems), ...fileProblems(seen)];
  problems.sort((a, b) => a.start - b.start || a.end - b.end);
  return { text: whole, regions: above === 0 ? seen : seen.slice(above), seen, problems };
}

/** The regions of a part of the text: one begins where the part does, and one at each `###` line. None in an empty part. */
function regionRanges(text: string, from: number, to: number): Range[] {
  if (from >= to) return [];
  const starts = [from];
  for (let at = text.indexOf('###', from); at !== -1 && at < to; at = text.indexOf('###', at + 3)) {
    const before = text.charCodeAt(at - 1);
    if (at > from && (before === 10 || before === 13)) starts.push(at);
  }
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? to }));
}
