import type { ErrorCode } from '../base/codes.ts';
import { WirebenchError, type ErrorData, type Remedy } from '../base/errors.ts';
import { isLoopback } from '../endpoints/address.ts';
import { formatAddress, type SocketAddress, type Transport } from '../traffic/event.ts';

/** The action that the system refused. */
type Action = 'listen' | 'connect' | 'send' | 'receive' | 'look up' | 'accept' | 'join';

export interface Attempt {
  readonly action: Action;
  readonly transport: Transport;
  readonly host: string;
  readonly port: number;
  /** The program that listens on the port, if known: `python3 (pid 4242)`, `Wirebench's own server echo`. */
  readonly owner?: string;
  /** Facts for the remedies, such as the pid of the owner. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** Bytes of the message, for a send. */
  readonly bytes?: number;
}

interface Row {
  readonly code: ErrorCode;
  readonly sentence: (attempt: Attempt, system: string) => string;
  readonly remedies?: readonly Remedy[] | ((attempt: Attempt) => readonly Remedy[]);
}

/** The largest payload of a UDP datagram over IPv4: 65,535 less the IP header (20) and the UDP header (8). RFC 768. */
export const largestDatagram = 65_507;

const where = (attempt: Attempt): string => formatAddress({ host: attempt.host, port: attempt.port });
const service = (attempt: Attempt): string => (attempt.transport === 'udp' ? 'UDP' : attempt.transport.toUpperCase());

const tried: Readonly<Record<Action, (attempt: Attempt) => string>> = {
  listen: (attempt) => `Could not listen on ${where(attempt)}`,
  connect: (attempt) => `Could not connect to ${where(attempt)}`,
  send: (attempt) => `Could not send to ${where(attempt)}`,
  receive: (attempt) => `Could not receive from ${where(attempt)}`,
  'look up': (attempt) => `Could not look up ${attempt.host}`,
  accept: (attempt) => `Could not accept a connection on ${where(attempt)}`,
  join: (attempt) => `Could not join the multicast group ${attempt.host}`,
};

const nameNotFound: Row = {
  code: 'name-not-found',
  sentence: (attempt) =>
    `The name ${attempt.host} was not found. Check the spelling, or use an address such as 127.0.0.1.`,
};

const unreachable = (thing: string, advice: string): Row => ({
  code: 'unreachable',
  sentence: (attempt) => `${tried[attempt.action](attempt)}: ${thing} ${advice}`,
  remedies: ['retry'],
});

const tooManyFiles: Row = {
  code: 'too-many-open',
  sentence: (attempt) =>
    `${tried[attempt.action](attempt)}: too many sockets and files are open. Close some connections, or raise the limit (ulimit -n).`,
  remedies: ['retry'],
};

const sendAfterClose: Row = {
  code: 'connection-closed',
  sentence: (attempt) => `${tried[attempt.action](attempt)}: the connection is closed for sending.`,
  remedies: ['showTraffic'],
};

/** Sentences for the system's errors, by Node's codes (`error.code`). TLS has its own table. */
const rows: Readonly<Record<string, Row>> = {
  EADDRINUSE: {
    code: 'port-in-use',
    sentence: (attempt) =>
      `Port ${attempt.port} on ${attempt.host} is already in use${attempt.owner ? ` by ${attempt.owner}` : ''}.`,
    remedies: ({ facts }) =>
      facts?.owningEndpoint === undefined && facts?.pid === undefined
        ? ['useAnotherPort']
        : ['stopThatServer', 'useAnotherPort'],
  },
  EACCES: {
    code: 'no-permission',
    sentence: (attempt) => {
      if (attempt.action === 'listen' && attempt.port > 0 && attempt.port < 1024) {
        return `No permission to listen on port ${attempt.port} on ${attempt.host}: ports below 1024 are kept for the administrator. Use a port from 1024 to 65535.`;
      }
      if (attempt.action === 'send' || attempt.action === 'connect') {
        return `${tried[attempt.action](attempt)}: the system does not permit it. If that is a broadcast address, turn the option broadcast on.`;
      }
      return `${tried[attempt.action](attempt)}: the system does not permit it.`;
    },
    remedies: (attempt) => (attempt.action === 'listen' ? ['useAnotherPort'] : []),
  },
  EADDRNOTAVAIL: {
    code: 'address-not-available',
    sentence: (attempt) =>
      attempt.action === 'listen'
        ? `Could not listen on ${where(attempt)}: this machine does not have the address ${attempt.host}. Use 127.0.0.1, ::1 or an address of this machine.`
        : `${tried[attempt.action](attempt)}: the address cannot be used from here, or no local port is free.`,
    remedies: ['retry'],
  },
  EAFNOSUPPORT: {
    code: 'family-not-supported',
    sentence: (attempt) =>
      `${tried[attempt.action](attempt)}: this machine does not support that kind of address (IPv${attempt.host.includes(':') ? 6 : 4}).`,
  },
  EINVAL: {
    code: 'bad-address',
    sentence: (attempt) =>
      `${tried[attempt.action](attempt)}: the system does not take that address. An IPv6 link-local address needs its interface, as in fe80::1%eth0.`,
  },
  ENOTFOUND: nameNotFound,
  ENODATA: nameNotFound,
  EAI_NONAME: nameNotFound,
  EAI_AGAIN: {
    code: 'name-lookup-failed',
    sentence: (attempt) =>
      `The name ${attempt.host} could not be looked up: the name server did not answer. Check the network, or use an address such as 127.0.0.1.`,
    remedies: ['retry'],
  },
  ECONNREFUSED: {
    code: 'refused',
    sentence: (attempt) =>
      attempt.transport === 'udp'
        ? `${where(attempt)} refused a datagram: no program receives ${service(attempt)} there. Start the server and send again.`
        : `${where(attempt)} refused the connection: no program listens there. Start the server and try again.`,
    remedies: ['retry'],
  },
  ECONNRESET: {
    code: 'reset',
    sentence: (attempt) =>
      `${where(attempt)} reset the connection. A program does that if it closes the connection before it has read everything.`,
    remedies: ['showTraffic'],
  },
  ECONNABORTED: {
    code: 'aborted',
    sentence: (attempt) => `The connection with ${where(attempt)} was aborted by the system.`,
    remedies: ['retry'],
  },
  ETIMEDOUT: {
    code: 'timeout',
    sentence: (attempt) => `${tried[attempt.action](attempt)}: no answer came in time.`,
    remedies: ['retry'],
  },
  EHOSTUNREACH: unreachable('no route leads to that host.', 'Check the address and the network.'),
  ENETUNREACH: unreachable('no route leads to that network.', 'Check the address and the network.'),
  EHOSTDOWN: unreachable('that host does not answer on its network.', 'Check that it is on.'),
  ENETDOWN: unreachable('the network is down.', 'Check the network.'),
  EMSGSIZE: {
    code: 'message-too-long',
    sentence: (attempt) =>
      `The message${attempt.bytes === undefined ? '' : ` of ${attempt.bytes} bytes`} is too long for one datagram to ${where(attempt)}; at most ${largestDatagram} bytes fit. Nothing was sent.`,
    remedies: ['editPayload'],
  },
  EPIPE: sendAfterClose,
  ERR_STREAM_DESTROYED: sendAfterClose,
  ERR_STREAM_WRITE_AFTER_END: sendAfterClose,
  ERR_SOCKET_DGRAM_NOT_RUNNING: sendAfterClose,
  ENOBUFS: {
    code: 'no-buffers',
    sentence: (attempt) => `${tried[attempt.action](attempt)}: the system has no room for more data at the moment.`,
    remedies: ['retry'],
  },
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
};

const fallback: Row = {
  code: 'system-error',
  sentence: (attempt, system) => `${tried[attempt.action](attempt)}: the system says ${system}.`,
};

/** The system's code of the error (`ECONNRESET`), or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** A system's error with its sentence. Errors of our own are returned unchanged. */
export function systemError(error: unknown, attempt: Attempt): WirebenchError {
  if (error instanceof WirebenchError) return error;
  // A connect to a name with several addresses fails with all their errors; the last one is reported.
  if (error instanceof AggregateError && error.errors.length > 0) return systemError(error.errors.at(-1), attempt);
  const system = systemCode(error);
  const message = error instanceof Error ? error.message : String(error);
  const row = (system === undefined ? undefined : rows[system]) ?? fallback;
  const data: ErrorData = {
    code: row.code,
    message: row.sentence(attempt, system ?? message),
    system: system ?? message,
    remedies: typeof row.remedies === 'function' ? row.remedies(attempt) : (row.remedies ?? []),
    facts: { host: attempt.host, port: attempt.port, ...attempt.facts },
  };
  return new WirebenchError(data, { cause: error });
}

/** The only reason on the machine itself, unless a firewall is set to it. */
const fullQueue =
  'The program there does not accept: as many connections as its listen() allows are waiting to be accepted already.';

export function connectTimedOut(attempt: Attempt, milliseconds: number): WirebenchError {
  return new WirebenchError({
    code: 'timeout',
    message: `${where(attempt)} did not answer within ${milliseconds / 1000} s. ${isLoopback(attempt.host) ? fullQueue : 'Check the address, or that no firewall drops the packets.'}`,
    system: 'ETIMEDOUT',
    remedies: ['retry'],
    facts: { host: attempt.host, port: attempt.port, milliseconds },
  });
}

export function cancelled(name: string): WirebenchError {
  return new WirebenchError({ code: 'cancelled', message: `${name} was stopped before it had started.` });
}

export function endpointStopped(name: string): WirebenchError {
  return new WirebenchError({
    code: 'endpoint-stopped',
    message: `${name} is not running, so nothing was sent. Start it and send again.`,
    remedies: ['start'],
  });
}

export function noSuchConnection(name: string, what: string): WirebenchError {
  return new WirebenchError({
    code: 'no-such-connection',
    message: `${name} has no open connection ${what}, so nothing was sent.`,
    remedies: ['showTraffic'],
  });
}

export function notReading(peer: SocketAddress, queued: number): WirebenchError {
  return new WirebenchError({
    code: 'peer-not-reading',
    message: `${formatAddress(peer)} does not read: ${queued} bytes already wait for it. Wait until it reads, or close the connection.`,
    remedies: ['showTraffic'],
    facts: { host: peer.host, port: peer.port, queued },
  });
}

export function closedForSending(peer: SocketAddress): WirebenchError {
  return new WirebenchError({
    code: 'connection-closed',
    message: `The connection with ${formatAddress(peer)} is closed for sending, so nothing was sent.`,
    remedies: ['showTraffic'],
    facts: { host: peer.host, port: peer.port },
  });
}

export function datagramTooLong(bytes: number, peer: SocketAddress): WirebenchError {
  return systemError(Object.assign(new Error('the datagram is too long'), { code: 'EMSGSIZE' }), {
    action: 'send',
    transport: 'udp',
    host: peer.host,
    port: peer.port,
    bytes,
  });
}
