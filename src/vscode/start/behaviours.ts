import type { BehaviourRow } from '../../net/behaviours/byKind.ts';
import type { EndpointKind } from '../../endpoints/kind.ts';

/** A behaviour as it is offered: the tables of the applications have the same of each. */
export type OfferedBehaviour = Pick<BehaviourRow, 'name' | 'sentence' | 'options'>;

/** The behaviours that a kind of server can have, loaded when a list of them is first needed. */
export async function behavioursFor(kind: EndpointKind): Promise<readonly OfferedBehaviour[]> {
  return (await import('../../net/behaviours/byKind.ts')).behavioursOf(kind);
}
