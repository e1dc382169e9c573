import { count } from '../../base/quantities.ts';
import { WirebenchError } from '../../base/errors.ts';
import { addressText } from '../../endpoints/address.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { HowToClose } from '../../net/spec.ts';
import { protocolName } from '../endpoints/itemText.ts';
import { isActive } from '../registryMirror.ts';
import type { Means, Registry } from './means.ts';

/** An endpoint by its id or name. */
export type EndpointReference = number | string;

export interface Endpoints {
  readonly endpoints: readonly EndpointReference[];
}

type Acting = Pick<Means, 'engine' | 'registry'>;

/** The endpoint with an id or name. Rejects with `no-such-endpoint`. */
export async function endpointOf(registry: Registry, wanted: EndpointReference): Promise<EndpointSnapshot> {
  const find = () => registry.endpoints.find(({ id, name }) => (typeof wanted === 'string' ? name : id) === wanted);
  if (find() === undefined) await registry.refresh();
  const found = find();
  if (found !== undefined) return found;
  throw new WirebenchError({
    code: 'no-such-endpoint',
    message: 'That endpoint is not there any more: it was removed.',
  });
}

/** `Stopping echo`, `Stopping 3 endpoints`. */
export function doingText(doing: string, { endpoints }: Endpoints, registry: Registry): string {
  const [first] = endpoints;
  const name = typeof first === 'number' ? registry.endpoint(first)?.name : first;
  return `${doing} ${endpoints.length === 1 && name !== undefined ? name : count(endpoints.length, 'endpoint')}`;
}

/** `Starting TCP server`. */
export function startingText(spec: EndpointSpec): string {
  return `${spec.role === 'server' ? 'Starting' : 'Connecting to'} ${nameOfSpec(spec)}`;
}

/** `TCP server`, `TLS 127.0.0.1:443`. */
export function nameOfSpec(spec: EndpointSpec): string {
  return spec.role === 'server'
    ? `${protocolName(spec)} server`
    : `${protocolName(spec)} ${addressText(spec.host, spec.port)}`;
}

export async function stop(acting: Acting, { endpoints }: Endpoints): Promise<void> {
  await forEach(acting, endpoints, ({ id }) => acting.engine.request('endpoint.stop', { endpoint: id }));
}

export async function stopAll({ engine, registry }: Acting): Promise<void> {
  if (!engine.isStarted) return;
  await engine.request('endpoint.stopAll', null);
  await registry.refresh();
}

/** Starts stopped and failed endpoints, and restarts running ones. */
export function restart(acting: Acting, { endpoints }: Endpoints): Promise<EndpointSnapshot[]> {
  return forEach(acting, endpoints, async ({ id, state }) => {
    if (state === 'running' || state === 'starting') await acting.engine.request('endpoint.stop', { endpoint: id });
    return acting.engine.request('endpoint.restart', { endpoint: id });
  });
}

export async function remove(acting: Acting, { endpoints }: Endpoints): Promise<void> {
  await forEach(acting, endpoints, ({ id }) => acting.engine.request('endpoint.remove', { endpoint: id }));
}

export function removeStopped(acting: Acting): Promise<void> {
  const gone = acting.registry.endpoints.filter((endpoint) => !isActive(endpoint));
  return remove(acting, { endpoints: gone.map(({ id }) => id) });
}

async function forEach<T>(
  { registry }: Acting,
  endpoints: readonly EndpointReference[],
  act: (endpoint: EndpointSnapshot) => Promise<T>,
): Promise<T[]> {
  try {
    const found = await Promise.all(endpoints.map((one) => endpointOf(registry, one)));
    return await Promise.all(found.map(act));
  } finally {
    await registry.refresh();
  }
}

/** Half-closes, closes or resets connections. */
export async function closeConnections(
  { engine, registry }: Acting,
  { connections, how }: { readonly connections: readonly number[]; readonly how: HowToClose },
): Promise<void> {
  try {
    await Promise.all(connections.map((connection) => engine.request('connection.close', { connection, how })));
  } finally {
    await registry.refresh();
  }
}
