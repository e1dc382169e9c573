import type { Located, Problem, Region } from '../model.ts';
import { metaTag } from '../metaWords.ts';
import { kindOf } from '../words/table.ts';

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
  for (const named of regions.flatMap(namedIn)) {
    if (names.has(named.value) || named.value.includes('{{')) continue;
    problems.push({
      start: named.start,
      end: named.end,
      code: 'unknown-request',
      severity: 'error',
      message: `There is no request with the name ${named.value} in this file.`,
    });
  }
  return problems;
}

/** The names of other requests in the tags and the request line of a request. */
function namedIn({ meta, item }: Region): readonly Located[] {
  const refs = meta.filter(({ name }) => ['ref', 'forceRef', 'needs'].includes(metaTag(name.value)?.name ?? ''));
  const about = item && kindOf(item.kind).about?.(item);
  return [...refs.flatMap(({ value }) => value ?? []), ...(about ?? [])];
}
