import { formatAddress } from '../../traffic/event.ts';
import type { StreamConnection } from './connection.ts';
import type { Endpoint, SendOutcome } from '../endpoint.ts';
import type { Destination } from '../spec.ts';
import { endpointStopped, noSuchConnection } from '../systemErrors.ts';

interface Streams extends Endpoint {
  readonly connections: ReadonlyMap<number, StreamConnection>;
}

function recipients(endpoint: Streams, to: Destination): StreamConnection[] {
  switch (to.kind) {
    case 'all': {
      const open = [...endpoint.connections.values()].filter((connection) => connection.mayBeAsked);
      if (open.length === 0) throw noSuchConnection(endpoint.name, 'to send to');
      return open;
    }
    case 'connections':
      return to.ids.map((id) => {
        const connection = endpoint.connections.get(id);
        if (connection === undefined) throw noSuchConnection(endpoint.name, `number ${id}`);
        return connection;
      });
    case 'address': {
      const { host, port } = to.address;
      const found = [...endpoint.connections.values()].filter(({ peer }) => peer.host === host && peer.port === port);
      if (found.length === 0) throw noSuchConnection(endpoint.name, `with ${formatAddress(to.address)}`);
      return found;
    }
  }
}

/** A user's send over streams: to every recipient or, if one of them cannot take it, to none. */
// eslint-disable-next-line @typescript-eslint/require-await -- a rejection, never a throw
export async function sendToStreams(endpoint: Streams, to: Destination, bytes: Uint8Array): Promise<SendOutcome> {
  if (endpoint.state !== 'running') throw endpointStopped(endpoint.name);
  const connections = recipients(endpoint, to);
  for (const connection of connections) connection.checkAsked(bytes.length);
  const sent = connections.map((connection) => connection.sendAsked(bytes));
  return { bytes: sent.reduce((sum, length) => sum + length, 0), recipients: connections.length };
}
