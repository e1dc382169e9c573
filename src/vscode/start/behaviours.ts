import type { BehaviourRow } from '../../net/behaviours/byKind.ts';
import type { EndpointKind } from '../../endpoints/kind.ts';
import { endpointKinds, type KindId } from '../../endpoints/table.ts';

/** A behaviour in a pick list. The tables of all applications have these fields. */
export type OfferedBehaviour = Pick<BehaviourRow, 'name' | 'sentence' | 'options'>;

/** The kinds of servers, as rows to pick from. */
export function offeredKinds(): { readonly label: string; readonly description: string; readonly id: KindId }[] {
  const rows = Object.entries(endpointKinds) as [KindId, EndpointKind][];
  return rows.map(([id, { label, sentence }]) => ({ label, description: sentence, id }));
}

/** The behaviours that a kind of server can have, loaded when the first list of them is needed. */
export async function behavioursFor(kind: EndpointKind): Promise<readonly OfferedBehaviour[]> {
  return (await import('../../net/behaviours/byKind.ts')).behavioursOf(kind);
}
