import type { Destination } from '../../net/spec.ts';
import type { Sending } from '../actions/send.ts';
import type { Call } from '../call.ts';

/** The recipients of a message. */
export interface Recipients {
  readonly endpoint: number;
  readonly to: Destination;
}

/** The recipients that a call names: connections of one endpoint, or an endpoint. */
export function recipientsOf({ node, nodes, reference }: Call): Recipients | Pick<Sending, 'endpoint'> | undefined {
  const connections = (nodes.length > 0 ? nodes : [node]).filter((one) => one?.kind === 'connection');
  const [first] = connections;
  if (first) {
    const ids = connections.filter(({ endpoint }) => endpoint === first.endpoint).map(({ connection }) => connection);
    return { endpoint: first.endpoint, to: { kind: 'connections', ids } };
  }
  const endpoint = node === undefined || node.kind === 'saved' ? reference : node.endpoint;
  return endpoint === undefined ? undefined : { endpoint };
}
