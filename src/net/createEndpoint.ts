import type { CompleteClient, CompleteServer, CompleteSpec } from '../endpoints/spec.ts';
import { kindOfSpec, type ClientId, type endpointKinds, type KindId } from '../endpoints/table.ts';
import { UdpClient } from './datagram/client.ts';
import { UdpServer } from './datagram/server.ts';
import { DnsServer } from './dns/dnsServer.ts';
import type { Endpoint, EndpointContext } from './endpoint.ts';
import { HttpServer } from './http/server.ts';
import { StreamClient } from './stream/client.ts';
import { StreamServer } from './stream/server.ts';

type FamilyOf<K extends KindId> = (typeof endpointKinds)[K]['family'];
/** The kinds of a family. */
type Of<F> = { [K in KindId]: FamilyOf<K> extends F ? K : never }[KindId];

type Class<S> = new (id: number, spec: S, context: EndpointContext) => Endpoint;
type Classes<K extends KindId> = { readonly server: Class<CompleteServer<K>> } & (K & ClientId extends never
  ? object
  : { readonly client: Class<CompleteClient<K & ClientId>> });

/** The classes of each family of kinds, in each role that it has. */
const families: { readonly [F in FamilyOf<KindId>]: Classes<Of<F>> } = {
  stream: { server: StreamServer, client: StreamClient },
  datagram: { server: UdpServer, client: UdpClient },
  http: { server: HttpServer },
  dns: { server: DnsServer },
};

/** An endpoint for a spec, not started. `id` is the recorder's; the same id may be given again to a successor. */
export function createEndpoint(id: number, spec: CompleteSpec, context: EndpointContext): Endpoint {
  const family: string = kindOfSpec(spec).family;
  const roles: Readonly<Partial<Record<CompleteSpec['role'], Class<never>>>> =
    families[family as keyof typeof families];
  return new roles[spec.role]!(id, spec as never, context);
}
