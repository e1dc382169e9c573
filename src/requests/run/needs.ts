import { namesIn } from '../expressions.ts';
import { metaLines } from '../metaWords.ts';
import { predicateNamed } from '../predicates.ts';
import { placeholdersIn } from '../templates.ts';
import { kindOf } from '../words/table.ts';
import type { Placeholder, Region, RequestFile } from '../model.ts';

/**
 * The named requests that a request needs the results of: those its placeholders name, directly or by way of variables, and
 * those of `# @needs name`, and of `# @ref name` and `# @forceRef name` (httpYac). In the order of the file.
 */
export function needsOf(region: Region, file: RequestFile): readonly Region[] {
  const names = new Set<string>();
  const variables = new Map(
    file.seen.flatMap((other) => other.variables.map((variable) => [variable.name.value, variable] as const)),
  );
  const note = (placeholders: Iterable<Placeholder>): void => {
    for (const { expression } of placeholders) {
      for (const used of namesIn(expression)) {
        const name = /^[\p{L}\p{N}_$-]+/u.exec(used)?.[0];
        if (name === undefined || names.has(name)) continue;
        names.add(name);
        // httpYac: the response of the request with that name.
        if (name.endsWith('Response')) names.add(name.slice(0, -'Response'.length));
        const variable = variables.get(name);
        if (variable !== undefined) note(variable.value.placeholders);
      }
    }
  };
  note(placeholdersIn([region.item, region.checks]));
  for (const name of refsOf(region)) names.add(name);
  for (const { predicate, value } of region.checks)
    if (value !== undefined && predicateNamed(predicate.value)?.name === 'differs from') names.add(value.text);
  for (const name of aboutOf(region)) names.add(name);
  return file.seen.filter((other) => other !== region && other.name !== undefined && names.has(other.name.value));
}

/** The names of the requests that a request is about, as CHECK. */
function aboutOf({ item }: Region): readonly string[] {
  return item === undefined ? [] : (kindOf(item.kind).about?.(item) ?? []).map(({ value }) => value);
}

/** The names in `# @ref`, `# @forceRef` and `# @needs`. */
export function refsOf(region: Region): readonly string[] {
  return ['ref', 'forceRef', 'needs']
    .flatMap((name) => metaLines(region.meta, name))
    .flatMap(({ value }) => (value === undefined ? [] : [value.value.trim()]));
}
