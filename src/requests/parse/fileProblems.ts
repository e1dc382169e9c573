import type { Problem, Region } from '../model.ts';
import { metaTag } from '../metaWords.ts';

/** The problems between regions. */
export function fileProblems(regions: readonly Region[]): Problem[] {
  const problems: Problem[] = [];
  const names = new Map<string, Region>();
  for (const region of regions) {
    const { name, title } = region;
    if (name === undefined) continue;
    // A title that serves as a name may come twice: nobody meant it as one.
    if (name.start !== title?.start && names.has(name.value)) {
      problems.push({
        start: name.start,
        end: name.end,
        code: 'duplicate-name',
        severity: 'warning',
        message: `There is another request with the name ${name.value}; the last one that ran counts.`,
      });
    }
    names.set(name.value, region);
  }
  for (const region of regions) {
    for (const line of region.meta) {
      if (line.value === undefined || names.has(line.value.value)) continue;
      const tag = metaTag(line.name.value)?.name;
      if (tag !== 'ref' && tag !== 'forceRef') continue;
      problems.push({
        start: line.value.start,
        end: line.value.end,
        code: 'unknown-request',
        severity: 'error',
        message: `There is no request with the name ${line.value.value} in this file.`,
      });
    }
  }
  return problems;
}
