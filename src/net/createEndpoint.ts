import type { CompleteClient, CompleteServer, CompleteSpec } from '../endpoints/spec.ts';
import { kindOfSpec, type ClientId, type endpointKinds, type KindId } from '../endpoints/table.ts';
import type { Endpoint, EndpointContext } from './endpoint.ts';

type FamilyOf<K extends KindId> = (typeof endpointKinds)[K]['family'];
/** The kinds of a family. */
type Of<F> = { [K in KindId]: FamilyOf<K> extends F ? K : never }[KindId];

type Class<S> = new (id: number, spec: S, context: EndpointContext) => Endpoint;
type Late<S> = () => Promise<Class<S>>;
type Classes<K extends KindId> = { readonly server: Late<CompleteServer<K>> } & (K & ClientId extends never
  ? object
  : { readonly client: Late<CompleteClient<K & ClientId>> });

/** The classes of each family of kinds, in each role that it has. Each is loaded when an endpoint of it is first created. */
const families: { readonly [F in FamilyOf<KindId>]: Classes<Of<F>> } = {
  stream: {
    server: async () => (await import('./stream/server.ts')).StreamServer,
    client: async () => (await import('./stream/client.ts')).StreamClient,
  },
  datagram: {
    server: async () => (await import('./datagram/server.ts')).UdpServer,
    client: async () => (await import('./datagram/client.ts')).UdpClient,
  },
  http: { server: async () => (await import('./http/server.ts')).HttpServer },
  dns: { server: async () => (await import('./dns/dnsServer.ts')).DnsServer },
};

/** An endpoint, not started. `id` is the recorder's; the same id may be given again to a successor. */
export type CreateEndpoint = (id: number, spec: CompleteSpec, context: EndpointContext) => Endpoint;

/** The creation of endpoints with the kind and role of that spec. */
export async function endpointsLike(spec: CompleteSpec): Promise<CreateEndpoint> {
  const family: string = kindOfSpec(spec).family;
  const roles: Readonly<Partial<Record<CompleteSpec['role'], Late<never>>>> = families[family as keyof typeof families];
  const Kind = await roles[spec.role]!();
  return (id, complete, context) => new Kind(id, complete as never, context);
}
