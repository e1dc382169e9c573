import type { Address } from '../../endpoints/kind.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { kindOfSpec } from '../../endpoints/table.ts';

/** A small Python program for the other end of an endpoint: a client for a server, a server for a client. */
export function pythonPeer(spec: EndpointSpec, local: Address | undefined): string {
  const { server, client } = kindOfSpec(spec);
  if (spec.role === 'client') return client!.python({ host: spec.host, port: spec.port });
  return server.python(reachable(local ?? { host: spec.host ?? '127.0.0.1', port: spec.port }));
}

/** The address that a client uses to reach a server that listens on every address. */
function reachable({ host, port }: Address): Address {
  if (host === '0.0.0.0') return { host: '127.0.0.1', port };
  return host === '::' ? { host: '::1', port } : { host, port };
}

/** The shell command that asks a DNS server. */
export function digCommand(local: Address): string {
  const { host, port } = reachable(local);
  return `dig @${host} -p ${port} wirebench.test MX`;
}
