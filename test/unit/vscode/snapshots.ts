import type { ConnectionSnapshot, EndpointSnapshot, RegistrySnapshot } from '../../../src/engine/messages.ts';
import { emptyRegistry } from '../../../src/vscode/registryMirror.ts';
import type { Counters } from '../../../src/traffic/event.ts';

export const noTraffic: Counters = {
  bytesIn: 0,
  bytesOut: 0,
  chunksIn: 0,
  chunksOut: 0,
  framesIn: 0,
  framesOut: 0,
  errors: 0,
};

export function endpointSnapshot(parts: Partial<EndpointSnapshot> = {}): EndpointSnapshot {
  return {
    id: 1,
    name: 'echo',
    spec: { role: 'server', transport: 'tcp', port: 9000, behaviour: { name: 'echo' } },
    state: 'running',
    local: { host: '127.0.0.1', port: 9000 },
    connections: [],
    connectionCount: parts.connections?.length ?? 0,
    counters: noTraffic,
    ...parts,
  };
}

export function connectionSnapshot(parts: Partial<ConnectionSnapshot> = {}): ConnectionSnapshot {
  return {
    id: 7,
    endpoint: 1,
    transport: 'tcp',
    local: { host: '127.0.0.1', port: 9000 },
    peer: { host: '127.0.0.1', port: 40_000 },
    state: 'open',
    counters: noTraffic,
    ...parts,
  };
}

export function registrySnapshot(endpoints: readonly EndpointSnapshot[]): RegistrySnapshot {
  return { ...emptyRegistry, endpoints };
}
