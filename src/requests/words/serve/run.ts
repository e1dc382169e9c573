import { fromTable, type Subject, type SubjectContext } from '../../run/subjectTable.ts';
import type { ErrorCode } from '../../../base/codes.ts';
import { errorData } from '../../../base/errors.ts';
import type { Endpoint } from '../../../net/endpoint.ts';
import { formatAddress } from '../../../traffic/event.ts';
import { inFile } from '../../run/requestError.ts';
import type { Started } from '../../run/started.ts';
import type { Watched } from '../watched.ts';
import { ServerLog } from './serverLog.ts';
import { serverSpec } from './serverSpec.ts';
import { needsOfEndpoint } from '../../../net/trust.ts';
import type { ServeItem, ServeResult } from './model.ts';
import type { Turn } from '../../run/turn.ts';

/** Errors of the files and names in the request, not of the network. */
const faultsOfTheFile: ReadonlySet<ErrorCode> = new Set(['bad-zone', 'bad-fault', 'bad-dialogue', 'no-such-file']);

/** SERVE: a server that runs until the run, or its session, ends. */
export async function run(item: ServeItem, turn: Turn): Promise<ServeResult> {
  const spec = await serverSpec(item, turn);
  turn.refuse(needsOfEndpoint(spec), item);
  const { registry } = turn.host;
  const log = turn.region.name !== undefined ? new ServerLog() : undefined;
  let endpoint;
  try {
    endpoint = await registry.add(spec, log);
  } catch (error) {
    throw inFile(error, item);
  }
  if (log !== undefined && 'encoding' in endpoint.spec) log.encoding = endpoint.spec.encoding;
  if (log !== undefined) log.queuedOf = (id) => endpoint.connections.get(id)?.queued ?? 0;
  turn.started.endpoint(endpoint.id, log);
  const stop = (): void => void endpoint.stop();
  turn.signal.addEventListener('abort', stop, { once: true });
  try {
    await endpoint.start();
  } catch (error) {
    await turn.started.remove(endpoint.id);
    throw faultsOfTheFile.has(errorData(error).code) ? inFile(error, item) : error;
  } finally {
    turn.signal.removeEventListener('abort', stop);
  }
  // Nobody stops it between its start and this line but a cancel.
  const { host, port } = endpoint.local ?? { host: endpoint.spec.host, port: endpoint.spec.port };
  const url = `${(await turn.fill(item.url)).split('://')[0]!.toLowerCase()}://${formatAddress({ host, port })}`;
  const certificate = await certificateOf(endpoint, turn.started);
  return { kind: 'serve', endpoint: endpoint.id, host, port, url, ...(certificate !== undefined && { certificate }) };
}

/** The path of its certificate, for programs that should trust it. A folder for it that cannot be made is no reason not to serve. */
async function certificateOf({ id, spec }: Endpoint, started: Started): Promise<string | undefined> {
  if (spec.role !== 'server' || spec.transport !== 'tls') return undefined;
  const { certificateFile } = await import('../../../net/stream/certificateFile.ts');
  const file = await certificateFile(spec.tls).catch(() => undefined);
  if (file !== undefined) started.whenStopped(id, file.remove);
  return file?.path;
}

export function watch({ endpoint }: ServeResult, started: Started): Watched | undefined {
  return started.logOf(endpoint);
}

export function subject({ host, port }: ServeResult, context: SubjectContext): Subject {
  return fromTable({ host: () => host, port: () => port }, context);
}
