import { parseFilter, printFilter, type Filter } from './filter.ts';

/** Changes a filter to the events of one endpoint or peer, or to those of all others. */
export interface Narrowing {
  readonly key: 'endpoint' | 'peer';
  /** An endpoint by its name, or a peer by its address and port. */
  readonly value: string;
  readonly not: boolean;
}

/**
 * The narrowed filter. If only one value makes sense, it replaces terms with the same key ("only echo" after "only
 * time" means echo). A text that is not a valid filter is replaced as a whole.
 */
export function narrowed(text: string, { key, value, not }: Narrowing): string {
  const term: Filter = { kind: 'term', key, values: [value] };
  const wanted: Filter = not ? { kind: 'not', part: term } : term;
  const isSame = (part: Filter) => printFilter(part) === printFilter(wanted);
  const isOfKey = (part: Filter) => (part.kind === 'not' ? part.part : part).kind === 'term' && keyOf(part) === key;
  const kept = conjunction(text).filter((part) => !isSame(part) && (not || !isOfKey(part)));
  const parts = [...kept, wanted];
  return printFilter(parts.length === 1 ? wanted : { kind: 'and', parts });
}

function keyOf(filter: Filter): string | undefined {
  return filter.kind === 'not' ? keyOf(filter.part) : filter.kind === 'term' ? filter.key : undefined;
}

function conjunction(text: string): readonly Filter[] {
  try {
    const filter = parseFilter(text);
    if (filter === undefined) return [];
    return filter.kind === 'and' ? filter.parts : [filter];
  } catch {
    return [];
  }
}
