import type { ErrorData } from '../../base/errors.ts';
import { listSockets } from '../../net/sockets/list.ts';
import type { SocketRow, SocketTransport } from '../../net/sockets/row.ts';
import type { Program } from './program.ts';

/** A program that was called, and that runs. */
interface Called {
  readonly program: Program;
  /** As outcomes name it. */
  readonly label: string;
  /** Those that the client calls. */
  readonly ports: readonly number[];
}

/** Why a program did not answer, as far as the sockets of the system tell. Undefined: they do not. */
export async function whySilent(transport: SocketTransport, called: Called): Promise<ErrorData | undefined> {
  const { members } = called.program;
  const rows = await listSockets({ transport, first: members }).catch(() => []);
  const own = rows.filter(({ pid }) => pid !== undefined && members.includes(pid));
  const here = rows.filter(({ local }) => called.ports.includes(local.port));
  if (transport === 'udp') return otherSocket(own, called) ?? unanswered(here, called);
  return notRead(own, called) ?? notAccepted(here, called);
}

/** A client that has called a port takes datagrams from that port alone. */
function otherSocket(own: readonly SocketRow[], { label, ports }: Called): ErrorData | undefined {
  const other = own.find(({ local, state }) => state === 'BOUND' && !ports.includes(local.port));
  if (other === undefined) return undefined;
  const { port } = other.local;
  const message = `${label} has another UDP socket, on port ${port}. An answer from port ${port} does not arrive, because the client takes answers from port ${ports.join(', ')} alone: send with the socket that received.`;
  return { code: 'other-socket', message, facts: { port } };
}

/** Linux alone tells what waits in the sockets of servers. */
function unanswered([server]: readonly SocketRow[], { label }: Called): ErrorData | undefined {
  if (server?.receiveQueue === undefined) return undefined;
  return noAnswer(
    server.receiveQueue > 0
      ? `${label} has not read the datagram: it waits in its socket.`
      : `${label} has read the datagram, but sent nothing to the address that asked. The answer has to go to the address that recvfrom() gives.`,
  );
}

function notRead(own: readonly SocketRow[], { label, ports }: Called): ErrorData | undefined {
  const held = own.some(
    ({ local, state, receiveQueue = 0 }) =>
      ports.includes(local.port) && open.has(state) && receiveQueue > (state === 'CLOSE_WAIT' ? 1 : 0),
  );
  return held ? noAnswer(`${label} has accepted a client and has not read the bytes that it sent.`) : undefined;
}

function notAccepted(here: readonly SocketRow[], { label }: Called): ErrorData | undefined {
  const waits = here.some(({ pid, peer, state }) => pid === undefined && peer !== undefined && open.has(state));
  return waits
    ? noAnswer(`${label} has not accepted a client: it is connected by the system, and waits for accept().`)
    : undefined;
}

/** A connection whose client has not left, or has just left. In the second state, Linux counts the end as a byte. */
const open: ReadonlySet<string> = new Set(['ESTABLISHED', 'CLOSE_WAIT']);

const noAnswer = (message: string): ErrorData => ({ code: 'no-answer', message });
