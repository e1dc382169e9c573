import type { Problem, Region, RequestFile } from './model.ts';
import { fileProblems } from './parse/fileProblems.ts';
import { parseRegion, type ParsedRegion } from './parse/region.ts';
import { shiftRegion, shiftProblem } from './parse/shift.ts';
import { validateRegion } from './parse/validate.ts';

/** A change of the text: what was from `start` up to `end` is now `text`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Problems of each region alone, for reparse; those of the file as a whole are found anew each time. */
const regionProblems = new WeakMap<RequestFile, readonly (readonly Problem[])[]>();

/** Reads a request file. Never throws: what cannot be read is a problem with its place, and the rest is read all the same. */
export function parseRequestFile(text: string): RequestFile {
  const starts = regionStarts(text, 0);
  return assemble(
    text,
    starts.map((start, index) => readRegion(text, start, starts[index + 1] ?? text.length, index)),
  );
}

/**
 * The file after an edit. Regions that the edit does not touch are not read again; what comes out equals `parseRequestFile` of
 * the new text.
 */
export function reparse(file: RequestFile, edit: TextEdit): RequestFile {
  const text = file.text.slice(0, edit.start) + edit.text + file.text.slice(edit.end);
  const known = regionProblems.get(file);
  if (known === undefined || file.regions.length === 0) return parseRequestFile(text);
  const { regions } = file;
  const delta = edit.text.length - (edit.end - edit.start);
  // A region also depends on the three units after its end, which make a ### line of what follows, and on the line end before it.
  const margin = 4;
  let before = 0;
  while (before < regions.length && regions[before]!.end + margin < edit.start) before++;
  let after = regions.length;
  while (after > before && regions[after - 1]!.start - margin > edit.end) after--;
  const from = before < regions.length ? regions[before]!.start : text.length;
  const to = after < regions.length ? regions[after]!.start + delta : text.length;
  const starts = regionStarts(text, from).filter((start) => start < to);
  const middle = starts.map((start, i) => readRegion(text, start, starts[i + 1] ?? to, before + i));
  const shiftIndex = before + middle.length - after;
  const kept = (i: number): ParsedRegion => ({ region: regions[i]!, problems: known[i]! });
  return assemble(text, [
    ...regions.slice(0, before).map((_, i) => kept(i)),
    ...middle,
    ...regions.slice(after).map((_, i) => shifted(kept(after + i), delta, shiftIndex)),
  ]);
}

function readRegion(text: string, start: number, end: number, index: number): ParsedRegion {
  return validateRegion(parseRegion(text, start, end, index), text.slice(start, end).includes('{{'));
}

function shifted(parsed: ParsedRegion, delta: number, shiftIndex: number): ParsedRegion {
  if (delta === 0 && shiftIndex === 0) return parsed;
  return {
    region: shiftRegion(parsed.region, delta, parsed.region.index + shiftIndex),
    problems: parsed.problems.map((problem) => shiftProblem(problem, delta)),
  };
}

function assemble(text: string, parsed: readonly ParsedRegion[]): RequestFile {
  const regions: Region[] = parsed.map((each) => each.region);
  const problems = [...parsed.flatMap((each) => each.problems), ...fileProblems(regions)];
  problems.sort((a, b) => a.start - b.start || a.end - b.end);
  const file: RequestFile = { text, regions, problems };
  regionProblems.set(
    file,
    parsed.map((each) => each.problems),
  );
  return file;
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
