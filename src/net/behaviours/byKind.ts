import type { BehaviourTable, EndpointKind } from '../../endpoints/kind.ts';
import { zoneBehaviour } from '../dns/zoneBehaviour.ts';
import { httpBehaviours } from '../http/behaviours/table.ts';
import type { BehaviourKind } from './behaviour.ts';
import { behaviours } from './table.ts';

/** The part of a behaviour that all tables share: everything except its creation. */
export type BehaviourRow = Omit<BehaviourKind, 'create' | 'transports'> & Partial<Pick<BehaviourKind, 'transports'>>;

/** The tables of behaviours for each kind of server. */
export const behaviourTables: Readonly<Record<BehaviourTable, readonly BehaviourRow[]>> = {
  bytes: behaviours,
  http: httpBehaviours,
  zone: [zoneBehaviour],
};

/** The behaviours of a kind of server, in the order of the picker. */
export function behavioursOf({ behaviours: table, transport }: EndpointKind): readonly BehaviourRow[] {
  return behaviourTables[table].filter(({ transports }) => transports?.includes(transport) ?? true);
}
