import { WirebenchError } from '../../../base/errors.ts';
import { nearest } from '../../../base/nearest.ts';
import type { HttpBehaviourKind } from './behaviour.ts';
import { bin } from './bin.ts';
import { mock } from './mock.ts';
import { staticFolder } from './static.ts';

/** Every behaviour of an HTTP server, in the order of the picker. */
export const httpBehaviours: readonly HttpBehaviourKind[] = [bin, staticFolder, mock];

/** Throws WirebenchError `unknown-behaviour`, with the name that was probably meant. */
export function httpBehaviourNamed(name: string): HttpBehaviourKind {
  const kind = httpBehaviours.find((behaviour) => behaviour.name === name);
  if (kind !== undefined) return kind;
  const names = httpBehaviours.map((behaviour) => behaviour.name);
  const near = nearest(name, names);
  throw new WirebenchError({
    code: 'unknown-behaviour',
    message: `There is no behaviour "${name}" of an HTTP server. ${near === undefined ? `The behaviours are: ${names.join(', ')}.` : `Did you mean "${near}"?`}`,
    facts: { behaviour: name },
  });
}
