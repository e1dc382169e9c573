import { listSockets, type SocketMeans, type SocketQuery } from './list.ts';
import {
  askedAddresses,
  hasAddress,
  isServer,
  type SocketProgram,
  type SocketRow,
  type SocketTransport,
} from './row.ts';

/**
 * The sockets of servers that have a port of an address, the very address before a wildcard. A socket with a peer is a client's,
 * or a connection of a server. Throws as `listSockets`.
 */
export async function serversAt(
  { addresses, ...query }: ServerQuery,
  means?: SocketMeans,
): Promise<readonly SocketRow[]> {
  const isThere = ({ local }: SocketRow): boolean => addresses.some((asked) => hasAddress(local.host, asked));
  const rows = (await listSockets(query, means)).filter((row) => isServer(row) && isThere(row));
  const isExact = ({ local }: SocketRow): number => (addresses.includes(local.host) ? 0 : 1);
  return rows.sort((a, b) => isExact(a) - isExact(b));
}

interface ServerQuery extends SocketQuery {
  readonly transport: SocketTransport;
  readonly port: number;
  /** As `askedAddresses` gives them: any of them. */
  readonly addresses: readonly string[];
}

/** The program that has a port of an address, if the system reveals it. Never throws. */
export async function portOwner(
  transport: SocketTransport,
  host: string,
  port: number,
  means?: SocketMeans,
): Promise<SocketProgram | undefined> {
  const rows = await serversAt({ transport, port, addresses: askedAddresses(host) }, means).catch(() => []);
  const row = rows.find(({ pid }) => pid !== undefined);
  return row && programOf(row);
}

/** Undefined if the system does not tell. A program without a name is `a program`. */
export function programOf({ pid, program = 'a program' }: SocketRow): SocketProgram | undefined {
  return pid === undefined ? undefined : { name: program, pid };
}
