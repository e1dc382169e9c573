import { listSockets } from '../../net/sockets/list.ts';
import type { ErrorData } from '../../base/errors.ts';
import type { Program } from './program.ts';

/**
 * Why a UDP server may have answered in vain: it has another socket, and a client that has called a port takes datagrams from that
 * port alone. Undefined: it has none, or the system does not tell.
 *
 * @param ports those that the client calls.
 */
export async function otherSocket(
  { members }: Program,
  label: string,
  ports: readonly number[],
): Promise<ErrorData | undefined> {
  const rows = await listSockets({ transport: 'udp', first: members }).catch(() => []);
  const other = rows.find(
    ({ pid, local, state }) =>
      state === 'BOUND' && pid !== undefined && members.includes(pid) && !ports.includes(local.port),
  );
  if (other === undefined) return undefined;
  const { port } = other.local;
  const message = `${label} has another UDP socket, on port ${port}. An answer from port ${port} does not arrive, because the client takes answers from port ${ports.join(', ')} alone: send with the socket that received.`;
  return { code: 'other-socket', message, facts: { port } };
}
