import { WirebenchError } from '../base/errors.ts';
import type { Behaviour, BehaviourHost } from './behaviours/behaviour.ts';
import { behaviourNamed } from './behaviours/named.ts';
import { completeOptions } from './behaviours/options.ts';
import { behaviours } from './behaviours/table.ts';
import type { BehaviourSpec } from '../endpoints/behaviour.ts';

/**
 * A behaviour of the table for an endpoint. Throws `unknown-behaviour`, `bad-transport`, and the errors of its options.
 */
export function createBehaviour(spec: BehaviourSpec, host: BehaviourHost): Behaviour | Promise<Behaviour> {
  const kind = behaviourNamed(behaviours, spec.name);
  const options = completeOptions(kind, spec.options);
  if (!kind.transports.includes(host.transport)) {
    throw new WirebenchError({
      code: 'bad-transport',
      message: `The behaviour ${kind.name} does not work over ${host.transport}; it does over ${kind.transports.join(', ')}.`,
      facts: { behaviour: kind.name, transport: host.transport },
    });
  }
  return kind.create(options, host);
}
