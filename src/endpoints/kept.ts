import { familyOf } from './address.ts';
import { kindOf, endpointKinds, optionsOf } from './table.ts';
import type { ServerSpec } from './spec.ts';

/** Fields that are worth writing even if they equal the default. */
const written: readonly string[] = ['encoding', 'behaviour'];

/** A server's spec as a person would write it: without defaults. */
export function keptSpec<T extends ServerSpec>(spec: T): T {
  const id = kindOf(spec);
  const options = id === undefined ? {} : optionsOf(endpointKinds[id], 'server')!;
  const kept = Object.entries(spec).filter(([key, value]) => {
    // An address has only one family. A name may have addresses of both.
    if (key === 'family') return spec.host === undefined || familyOf(spec.host) === undefined;
    const option = Object.hasOwn(options, key) && !written.includes(key) ? options[key] : undefined;
    return option?.presence !== 'default' || JSON.stringify(option.default) !== JSON.stringify(value);
  });
  return Object.fromEntries(kept) as T;
}
