import { formatAddress } from '../../traffic/event.ts';
import type { ExportFormat } from '../../traffic/exporting.ts';
import { endpointOf, type EndpointReference } from './endpoints.ts';
import type { How, Means } from './means.ts';

export interface TrafficWanted {
  /** The traffic of one endpoint. */
  readonly endpoint?: EndpointReference;
  /** The traffic of one connection. */
  readonly connection?: number;
  /** The text of the view's filter. */
  readonly filter?: string;
}

/** Opens the Traffic view: all traffic with the last filter, or the traffic of an endpoint or of a connection. */
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
  /** An absolute path. */
  readonly path: string;
  /** Default: from the file's extension. */
  readonly format?: ExportFormat;
  /** The encoding of payloads as text. Default: the setting's. */
  readonly encoding?: string;
  /** Writes the rows of this view of the engine. Default: the whole journal. */
  readonly view?: number;
}

/** Writes the journal to a file, replacing its content. Returns how much was written. */
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
