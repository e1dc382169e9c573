import { familyOf } from './address.ts';
import { kindOf, endpointKinds, optionsOf } from './table.ts';
import type { ServerSpec } from './spec.ts';

/** What a person would write although it holds anyway. */
const written: readonly string[] = ['encoding', 'behaviour'];

/** A server's spec as a person would write it: without what holds anyway. */
export function keptSpec<T extends ServerSpec>(spec: T): T {
  const id = kindOf(spec);
  const options = id === undefined ? {} : optionsOf(endpointKinds[id], 'server')!;
  const kept = Object.entries(spec).filter(([key, value]) => {
    // An address has but one family; a name may be looked up for either.
    if (key === 'family') return spec.host === undefined || familyOf(spec.host) === undefined;
    const option = Object.hasOwn(options, key) && !written.includes(key) ? options[key] : undefined;
    return option?.presence !== 'default' || JSON.stringify(option.default) !== JSON.stringify(value);
  });
  return Object.fromEntries(kept) as T;
}
