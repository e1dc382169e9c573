import type { BehaviourTable, EndpointKind } from '../../endpoints/kind.ts';
import { zoneBehaviour } from '../dns/zoneBehaviour.ts';
import { httpBehaviours } from '../http/behaviours/table.ts';
import type { BehaviourKind } from './behaviour.ts';
import { behaviours } from './table.ts';

/** What is known of a behaviour in whichever table it is: all but how it is made. */
export type BehaviourRow = Omit<BehaviourKind, 'create' | 'transports'> & Partial<Pick<BehaviourKind, 'transports'>>;

/** The behaviours of each table that a kind of server can answer from. */
export const behaviourTables: Readonly<Record<BehaviourTable, readonly BehaviourRow[]>> = {
  bytes: behaviours,
  http: httpBehaviours,
  zone: [zoneBehaviour],
};

/** The behaviours that servers of a kind can have, in the order people are offered them. */
export function behavioursOf({ behaviours: table, transport }: EndpointKind): readonly BehaviourRow[] {
  return behaviourTables[table].filter(({ transports }) => transports?.includes(transport) ?? true);
}
