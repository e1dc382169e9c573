import { splitAddress } from '../../../endpoints/address.ts';
import { planTo } from '../conversation/plan.ts';
import { prepared } from '../conversation/run.ts';
import { Talk } from '../conversation/talk.ts';
import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import { Cancelled, FileError } from '../../run/requestError.ts';
import type { Started } from '../../run/started.ts';
import type { Turn } from '../../run/turn.ts';
import type { Watched } from '../watched.ts';
import { untilChecked } from '../watching.ts';
import { OpenConnection } from './connection.ts';
import type { OpenItem, OpenResult } from './model.ts';

/** OPEN: a client that connects, sends what it has to send, and stays. */
export async function run(item: OpenItem, turn: Turn): Promise<OpenResult> {
  const url = await turn.fill(item.url);
  const [, scheme = '', rest = ''] = /^(tcp|tls|udp):\/\/([^/]*)\/?$/i.exec(url.trim()) ?? [];
  const address = splitAddress(rest);
  if (address === undefined) {
    const message = `"${url}" does not say where to connect to: write OPEN tcp://host:port, or tls or udp in place of tcp.`;
    throw new FileError({ code: 'bad-address', message }, item.url);
  }
  const transport = scheme.toLowerCase() as 'tcp' | 'tls' | 'udp';
  const plan = planTo(item, transport, { ...address, place: item.url }, turn);
  const talk = await Talk.begin(turn, plan, await prepared(item.steps, plan, turn));
  const { endpoint } = talk;
  const watched = new OpenConnection(talk, plan.encoding);
  turn.started.endpoint(endpoint.id, watched);
  const stop = (): void => void endpoint.stop();
  turn.signal.addEventListener('abort', stop, { once: true });
  try {
    await talk.open();
    const localPort = endpoint.local?.port ?? 0;
    await talk.say();
    const connection = talk.heard.connection;
    const result = (): OpenResult => ({
      ...{
        kind: 'openConnection',
        endpoint: endpoint.id,
        connection,
        ...address,
        localPort,
        seen: watched.seen(),
        watched,
      },
    });
    await untilChecked(watched, result, plan.timeout, turn);
    return result();
  } catch (error) {
    await turn.started.remove(endpoint.id);
    throw turn.signal.aborted ? new Cancelled(turn.label) : (talk.failure ?? error);
  } finally {
    turn.signal.removeEventListener('abort', stop);
  }
}

export function watch({ endpoint }: OpenResult, started: Started): Watched | undefined {
  return started.logOf(endpoint);
}

export function subject({ watched }: OpenResult, context: SubjectContext): Subject {
  return watched!.subject(context);
}
