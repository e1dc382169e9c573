import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { hostsLines } from '../../../net/hostsFile.ts';
import { linuxRows, listSockets, socketsOfProcess } from '../../../net/sockets/list.ts';
import { hasAddress, isServer, type SocketRow, type SocketTransport } from '../../../net/sockets/row.ts';
import { systemCode } from '../../../net/systemErrors.ts';
import { formatAddress } from '../../../traffic/event.ts';
import type { NotListeningCause } from '../../run/evidence.ts';
import type { Program } from '../../run/program.ts';

/** The port at which a program has to listen. */
export interface WantedPort {
  readonly transport: SocketTransport;
  readonly host: string;
  readonly port: number;
  /** The host may be a name with several; any of them will do. */
  readonly addresses: readonly string[];
}

/** The most addresses that a sentence names. */
const mostNamed = 3;

/** Why a program does not listen where it should, and a sentence that says it. */
export interface NotListening {
  readonly cause: NotListeningCause;
  readonly sentence: string;
}

/** What the system says about a program that does not listen where it should. Undefined if it says nothing. */
export async function notListening(wanted: WantedPort, program: Program): Promise<NotListening | undefined> {
  const { members } = program;
  const rows = await listSockets({ first: members }).catch(() => undefined);
  if (rows === undefined) return undefined;
  if (program.over) return keptPort(wanted, rows) ?? acceptedTooSoon(program);
  const servers = rows.filter((row) => isServer(row) && row.pid !== undefined && members.includes(row.pid));
  const here = servers.filter(({ local }) => local.port === wanted.port);
  return (
    otherAddress(
      wanted,
      here.find(({ transport }) => transport === wanted.transport),
    ) ??
    otherTransport(
      wanted,
      here.find(({ transport }) => transport !== wanted.transport),
    ) ??
    otherPort(wanted, servers) ??
    (await noListen(wanted, members)) ??
    (program.asks
      ? { cause: 'waits-for-input', sentence: 'It listens on no port, and it waits for input.' }
      : { cause: 'nothing-listens', sentence: 'It listens on no port.' })
  );
}

function where({ host, port }: WantedPort): string {
  return formatAddress({ host, port });
}

function otherAddress(wanted: WantedPort, row: SocketRow | undefined): NotListening | undefined {
  if (row === undefined) return undefined;
  const { host } = row.local;
  if (wanted.addresses.some((address) => hasAddress(host, address)))
    return { cause: 'nothing-listens', sentence: `It ${verb(row)} ${where(wanted)} since then: give it more time.` };
  const name = hostname();
  const line = hostsLines(name).find(({ address }) => address === host);
  const why = line ? ` gethostname() is "${name}", and line ${line.line} of ${line.file} gives it ${host}.` : '';
  return {
    cause: 'bound-other-address',
    sentence: `It ${verb(row)} ${formatAddress(row.local)}, not on ${where(wanted)}.${why} Bind the socket to "${wanted.addresses[0]}".`,
  };
}

function otherTransport({ transport }: WantedPort, row: SocketRow | undefined): NotListening | undefined {
  if (row === undefined) return undefined;
  const kind =
    row.transport === 'tcp' ? 'SOCK_STREAM is TCP, SOCK_DGRAM is UDP' : 'SOCK_DGRAM is UDP, SOCK_STREAM is TCP';
  return {
    cause: 'wrong-transport',
    sentence: `It ${verb(row)} ${formatAddress(row.local)} with ${row.transport.toUpperCase()}, and the line says ${transport} (${kind}).`,
  };
}

function otherPort(wanted: WantedPort, servers: readonly SocketRow[]): NotListening | undefined {
  const [first] = servers;
  if (first === undefined) return undefined;
  const named = servers
    .slice(0, mostNamed)
    .map(({ local, transport }) => `${formatAddress(local)} (${transport.toUpperCase()})`);
  const more = servers.length > mostNamed ? ` and ${servers.length - mostNamed} more` : '';
  return {
    cause: 'listens-elsewhere',
    sentence: `It ${verb(first)} ${named.join(', ')}${more}, not on ${where(wanted)}.`,
  };
}

const verb = ({ transport }: SocketRow): string => (transport === 'tcp' ? 'listens on' : 'receives on');

/** A server that ended: the system keeps its port for a while after a connection that the server closed first. */
function keptPort({ transport, port }: WantedPort, rows: readonly SocketRow[]): NotListening | undefined {
  const kept = rows.some((row) => row.transport === transport && row.local.port === port && row.state === 'TIME_WAIT');
  if (!kept) return undefined;
  return {
    cause: 'address-in-use',
    sentence: `The system keeps port ${port} for about a minute after a connection (TIME_WAIT): set SO_REUSEADDR before bind().`,
  };
}

/** EINVAL, on Windows WSAEINVAL, which Python reports for accept(). */
const invalid = /^\[(?:Errno 22|WinError 10022)\]/;

/** A server that ended in accept(): the system accepts nothing for a socket that does not listen. */
function acceptedTooSoon({ state: { exception } }: Program): NotListening | undefined {
  if (exception?.code === undefined || !exception.code.includes('.accept(') || !invalid.test(exception.message))
    return undefined;
  return {
    cause: 'bound-not-listening',
    sentence: 'listen() was never called, and accept() needs it.',
  };
}

/** Linux lists sockets that listen or are connected; a program has others too, and only their number is known. */
async function noListen(wanted: WantedPort, members: readonly number[]): Promise<NotListening | undefined> {
  if (process.platform !== 'linux') return undefined;
  const had = (await Promise.all(members.map(socketsOfProcess))).flat();
  if (had.length === 0) return undefined;
  const listed = new Set((await linuxRows().catch(() => [])).map(({ inode }) => inode));
  const others = await numbersIn(['unix', 'netlink', 'packet', 'raw', 'raw6', 'icmp', 'icmp6']);
  if (had.every((inode) => listed.has(inode) || others.has(inode))) return undefined;
  if (wanted.transport === 'udp')
    return {
      cause: 'nothing-listens',
      sentence: 'It has a socket, but the socket is bound to no port: bind() was never called.',
    };
  return (await isBound(wanted))
    ? { cause: 'bound-not-listening', sentence: `It is bound to ${where(wanted)}, but listen() was never called.` }
    : {
        cause: 'bound-not-listening',
        sentence: 'It has a socket that does not listen: bind() and then listen() make it one of a server.',
      };
}

/** All words of the tables of other sockets: the numbers of the sockets are among them. */
async function numbersIn(tables: readonly string[]): Promise<ReadonlySet<string>> {
  const texts = await Promise.all(tables.map((table) => readFile(`/proc/net/${table}`, 'latin1').catch(() => '')));
  return new Set(texts.join('\n').split(/\s+/));
}

/** Whether a port is taken although nobody listens there. Asked when the program has lost already: the port is ours for a moment. */
function isBound({ addresses, port }: WantedPort): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(systemCode(error) === 'EADDRINUSE'));
    server.listen({ host: addresses[0], port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
