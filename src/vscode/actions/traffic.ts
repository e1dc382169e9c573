import { formatAddress } from '../../traffic/event.ts';
import { endpointOf, type EndpointReference } from './endpoints.ts';
import type { How, Means } from './means.ts';

export interface TrafficWanted {
  /** The traffic of one endpoint. */
  readonly endpoint?: EndpointReference;
  /** The traffic of one connection. */
  readonly connection?: number;
  /** As it is typed into the filter of the view. */
  readonly filter?: string;
}

/** Opens the view of the traffic: everything, as it was filtered last, or the traffic of an endpoint or of a connection. */
export async function showTraffic(
  { registry, showTraffic: show }: Pick<Means, 'registry' | 'showTraffic'>,
  { endpoint, connection, filter }: TrafficWanted,
): Promise<void> {
  const found = connection === undefined ? undefined : registry.connection(connection);
  if (found) return show(`peer:${formatAddress(found.connection.peer)}`);
  return show(
    endpoint === undefined ? filter : `endpoint:${JSON.stringify((await endpointOf(registry, endpoint)).name)}`,
  );
}

export async function clearTraffic({ engine }: Pick<Means, 'engine'>): Promise<void> {
  if (engine.isStarted) await engine.request('journal.clear', null);
}

export interface TrafficFile {
  /** Absolute. */
  readonly path: string;
  /** Default: by the name of the file. */
  readonly format?: 'text' | 'jsonl';
  /** Of payloads as text. Default: the setting's. */
  readonly encoding?: string;
  /** Of the rows of an engine's view. Default: the whole journal. */
  readonly view?: number;
}

/** Writes the journal to a file, over what was there. Results in how much was written. */
export function saveTraffic(
  { engine, around }: Pick<Means, 'engine' | 'around'>,
  { path, format, encoding, view }: TrafficFile,
  { signal }: How = {},
): Promise<{ readonly events: number; readonly bytes: number }> {
  return engine.request(
    'journal.export',
    {
      path,
      format: format ?? (path.endsWith('.jsonl') ? 'jsonl' : 'text'),
      encoding: encoding ?? around.settings.defaultEncoding,
      ...(view !== undefined && { view }),
    },
    signal && { signal },
  );
}
