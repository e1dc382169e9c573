import { errorData, WirebenchError } from '../../base/errors.ts';
import type { BehaviourSpec } from '../../endpoints/behaviour.ts';
import { bad } from '../../endpoints/check.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import { isActive } from '../registryMirror.ts';
import type { SavedServer } from '../settings.ts';
import { refusalToStart, savedServerRefusal } from '../trust.ts';
import { endpointOf, nameOfSpec, type EndpointReference } from './endpoints.ts';
import { failedBefore } from './failedBefore.ts';
import type { How, Means, Surroundings } from './means.ts';
import { withWholePaths } from './specPaths.ts';

export interface HowToStart extends How {
  /** True if the user typed the address, or it comes from the user's own settings. */
  readonly typed?: boolean;
  /** The error of the previous attempt: its failed endpoint is restarted, instead of adding a new one. */
  readonly after?: unknown;
}

type Starting = Pick<Means, 'engine' | 'registry' | 'around'>;

/**
 * Starts an endpoint, with the settings' defaults, unless the workspace's trust forbids it. A failed endpoint is
 * restarted instead of adding a new one: that of the error `after`, or one of the same kind at the same place.
 */
export async function startEndpoint(
  { engine, registry, around }: Starting,
  spec: EndpointSpec,
  { typed = false, after, signal }: HowToStart = {},
): Promise<EndpointSnapshot> {
  const trust = { trusted: around.isTrusted, typed };
  const refused = refusalToStart(spec, trust);
  if (refused) throw new WirebenchError(refused);
  const { folder } = around;
  const complete = withDefaults(folder === undefined ? spec : withWholePaths(spec, folder), around);
  // The failed endpoint may be gone since the last notice.
  const { endpoints } = await registry.refresh();
  const failed = failedEndpoint(registry, after) ?? failedBefore(endpoints, complete)?.id;
  const options = signal && { signal };
  try {
    return await (failed === undefined
      ? engine.request('endpoint.start', { spec: complete, ...trust }, options)
      : engine.request('endpoint.restart', { endpoint: failed, spec: complete, ...trust }, options));
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    await registry.refresh();
    await forgetFailed({ engine, registry }, error);
    throw new WirebenchError({ code: 'cancelled', message: `Cancelled: ${nameOfSpec(spec)}.` }, { cause: error });
  } finally {
    await registry.refresh();
  }
}

/** Removes the endpoint that could not start from the registry. */
export async function forgetFailed(
  { engine, registry }: Pick<Means, 'engine' | 'registry'>,
  error: unknown,
): Promise<void> {
  const endpoint = failedEndpoint(registry, error);
  if (endpoint !== undefined) await engine.request('endpoint.remove', { endpoint });
}

/** The endpoint of an error, if it exists and is not running: the next attempt takes its place. */
function failedEndpoint(registry: Means['registry'], error: unknown): number | undefined {
  const id = errorData(error).facts?.['endpoint'];
  const endpoint = typeof id === 'number' ? registry.endpoint(id) : undefined;
  return endpoint === undefined || isActive(endpoint) ? undefined : endpoint.id;
}

function withDefaults(spec: EndpointSpec, { settings }: Surroundings): EndpointSpec {
  const { defaultHost, defaultEncoding, connectTimeout } = settings;
  const encoded = { encoding: defaultEncoding, ...spec };
  if (encoded.role === 'server') return { host: defaultHost, ...encoded };
  return encoded.transport === 'udp' ? encoded : { connectTimeout, ...encoded };
}

/** The server with that name in `wirebench.servers`. */
export function savedServer({ isTrusted, savedServers }: Surroundings, name: string): SavedServer {
  const found = savedServers.find((server) => server.name === name);
  if (found) return found;
  // The editor hides settings of an untrusted workspace, so the server may be missing for that reason.
  throw new WirebenchError(
    savedServerRefusal(isTrusted) ?? {
      code: 'no-such-server',
      message: `No server named "${name}" is saved in wirebench.servers.`,
      remedies: ['openSettings'],
    },
  );
}

/**
 * Starts a saved server. It is trusted: the editor hides an untrusted workspace's own servers
 * (restrictedConfigurations), so these are the user's.
 */
export async function startSaved(means: Starting, name: string, how: HowToStart = {}): Promise<EndpointSnapshot> {
  return startEndpoint(means, savedServer(means.around, name), { ...how, typed: true });
}

/** Restarts a server with another behaviour; its address, its other options and its history stay. */
export async function changeBehaviour(
  { engine, registry, around }: Starting,
  wanted: { readonly endpoint: EndpointReference; readonly behaviour: BehaviourSpec },
): Promise<EndpointSnapshot> {
  const { id: endpoint, spec: now, name, local } = await endpointOf(registry, wanted.endpoint);
  if (now.role !== 'server') throw bad('bad-argument', 'endpoint', name, 'it must be a server');
  const spec = { ...now, port: local?.port ?? now.port, behaviour: wanted.behaviour };
  // The address is in use already, and was allowed when the server was started.
  const trust = { trusted: around.isTrusted, typed: true };
  const refused = refusalToStart(spec, trust);
  if (refused) throw new WirebenchError(refused);
  await engine.request('endpoint.stop', { endpoint });
  const started = await engine.request('endpoint.restart', { endpoint, spec, ...trust });
  await registry.refresh();
  return started;
}
