import type { Endpoint, EndpointContext } from './endpoint.ts';
import { DnsServer } from './dns/dnsServer.ts';
import type { CompleteSpec } from './resolveSpec.ts';
import { StreamClient } from './streamClient.ts';
import { StreamServer } from './streamServer.ts';
import { UdpClient } from './udpClient.ts';
import { UdpServer } from './udpServer.ts';

/** An endpoint for a spec, not started. `id` is the recorder's; the same id may be given again to a successor. */
export function createEndpoint(id: number, spec: CompleteSpec, context: EndpointContext): Endpoint {
  if (spec.transport === 'udp') {
    if (spec.role === 'client') return new UdpClient(id, spec, context);
    const { application } = spec;
    return application === undefined
      ? new UdpServer(id, spec, context)
      : new DnsServer(id, { ...spec, application }, context);
  }
  return spec.role === 'server' ? new StreamServer(id, spec, context) : new StreamClient(id, spec, context);
}
