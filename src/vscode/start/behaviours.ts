import type { BehaviourKind } from '../../net/behaviours/behaviour.ts';
import type { Transport } from '../../traffic/event.ts';

/** The table of behaviours that a transport can have, loaded when a list of them is first needed. */
export async function behavioursFor(transport: Transport): Promise<readonly BehaviourKind[]> {
  const { behaviours } = await import('../../net/behaviours/table.ts');
  return Object.values<BehaviourKind>(behaviours).filter((kind) => kind.transports.includes(transport));
}
