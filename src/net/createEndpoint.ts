import type { CompleteClient, CompleteServer, CompleteSpec } from '../endpoints/spec.ts';
import { kindOf, type ClientId, type KindId } from '../endpoints/table.ts';
import { DnsServer } from './dns/dnsServer.ts';
import type { Endpoint, EndpointContext } from './endpoint.ts';
import { HttpServer } from './http/server.ts';
import { StreamClient } from './stream/client.ts';
import { StreamServer } from './stream/server.ts';
import { UdpClient } from './datagram/client.ts';
import { UdpServer } from './datagram/server.ts';

type Class<S> = new (id: number, spec: S, context: EndpointContext) => Endpoint;
type Server<K extends KindId> = { readonly server: Class<CompleteServer<K>> };
type Client<K extends ClientId> = { readonly client: Class<CompleteClient<K>> };

/** The class of each kind of endpoint, in each role that it has. */
const classes: { readonly [K in KindId]: K extends ClientId ? Server<K> & Client<K> : Server<K> } = {
  tcp: { server: StreamServer, client: StreamClient },
  udp: { server: UdpServer, client: UdpClient },
  tls: { server: StreamServer, client: StreamClient },
  http: { server: HttpServer },
  https: { server: HttpServer },
  dns: { server: DnsServer },
};

/** An endpoint for a spec, not started. `id` is the recorder's; the same id may be given again to a successor. */
export function createEndpoint(id: number, spec: CompleteSpec, context: EndpointContext): Endpoint {
  const row: Partial<Record<CompleteSpec['role'], Class<never>>> = classes[kindOf(spec)!];
  return new row[spec.role]!(id, spec as never, context);
}
