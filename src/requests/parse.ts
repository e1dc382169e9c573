import type { Region, RequestFile } from './model.ts';
import { fileProblems } from './parse/fileProblems.ts';
import { parseRegion, type ParsedRegion } from './parse/region.ts';
import { validateRegion } from './parse/validate.ts';
import { spacedSubjects } from './words/table.ts';

/** Reads a request file. Never throws: what cannot be read is a problem with its place, and the rest is read all the same. */
export function parseRequestFile(text: string): RequestFile {
  const starts = regionStarts(text, 0);
  const subjects = spacedSubjects();
  const parsed = starts.map((start, index): ParsedRegion => {
    const end = starts[index + 1] ?? text.length;
    return validateRegion(parseRegion(text, { start, end }, index, subjects), text.slice(start, end).includes('{{'));
  });
  const regions: Region[] = parsed.map((each) => each.region);
  const problems = [...parsed.flatMap((each) => each.problems), ...fileProblems(regions)];
  problems.sort((a, b) => a.start - b.start || a.end - b.end);
  return { text, regions, problems };
}

/** Where regions begin, from `from` on: there, and at each `###` line. None in an empty text. */
function regionStarts(text: string, from: number): number[] {
  if (from >= text.length) return [];
  const starts = [from];
  for (let at = text.indexOf('###', from); at !== -1; at = text.indexOf('###', at + 3)) {
    const before = text.charCodeAt(at - 1);
    if (at > from && (before === 10 || before === 13)) starts.push(at);
  }
  return starts;
}
