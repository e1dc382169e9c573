import type { Endpoint, EndpointContext } from './endpoint.ts';
import { DnsServer } from './dns/dnsServer.ts';
import type { CompleteSpec } from './resolveSpec.ts';
import { HttpServer } from './http/server.ts';
import { StreamClient } from './stream/client.ts';
import { StreamServer } from './stream/server.ts';
import { UdpClient } from './datagram/client.ts';
import { UdpServer } from './datagram/server.ts';

/** An endpoint for a spec, not started. `id` is the recorder's; the same id may be given again to a successor. */
export function createEndpoint(id: number, spec: CompleteSpec, context: EndpointContext): Endpoint {
  if (spec.application === 'http') return new HttpServer(id, spec, context);
  if (spec.application === 'dns') return new DnsServer(id, spec, context);
  if (spec.transport === 'udp') {
    return spec.role === 'server' ? new UdpServer(id, spec, context) : new UdpClient(id, spec, context);
  }
  return spec.role === 'server' ? new StreamServer(id, spec, context) : new StreamClient(id, spec, context);
}
