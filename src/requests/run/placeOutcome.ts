import type { Range, Region, RequestFile } from '../model.ts';
import { partOf, type RequestSource } from '../source.ts';
import type { RequestOutcome } from './outcome.ts';

/** An outcome by the place of its request in the part that the request is in. */
export function placeOutcome(
  source: RequestSource,
  file: RequestFile,
  region: Region,
  outcome: RequestOutcome,
): RequestOutcome {
  if (region.index >= 0) return outcome;
  const { part, from, index } = partOf(source, file, region);
  const here = <R extends Range>(range: R): R => ({ ...range, start: range.start - from, end: range.end - from });
  return { ...here(outcome), part: part.id, region: index, checks: outcome.checks.map(here) };
}
