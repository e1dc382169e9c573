import { WirebenchError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';

/**
 * The behaviour of a table by its name. Throws WirebenchError `unknown-behaviour`, with the name that was probably meant.
 * @param owner for the sentence, if not every server has these behaviours: `of an HTTP server`
 */
export function behaviourNamed<Kind extends { readonly name: string }>(
  kinds: readonly Kind[],
  name: string,
  owner?: string,
): Kind {
  const kind = kinds.find((behaviour) => behaviour.name === name);
  if (kind !== undefined) return kind;
  const names = kinds.map((behaviour) => behaviour.name);
  const near = nearest(name, names);
  const hint = near === undefined ? `The behaviours are: ${names.join(', ')}.` : `Did you mean "${near}"?`;
  throw new WirebenchError({
    code: 'unknown-behaviour',
    message: `There is no behaviour "${name}"${owner === undefined ? '' : ` ${owner}`}. ${hint}`,
    facts: { behaviour: name },
  });
}
