import { parseFilter, printFilter, type Filter } from './filter.ts';

/** A change of a filter to the events of one endpoint or peer, or to those of all others. */
export interface Narrowing {
  readonly key: 'endpoint' | 'peer';
  /** An endpoint's name, a peer's address with its port. */
  readonly value: string;
  readonly not: boolean;
}

/**
 * The filter, narrowed. What it says about the same key is replaced where only one is asked for ("only echo" after "only
 * time" means echo); a text that is not a filter yet is replaced as a whole.
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
