import { hostPort } from '../../protocol/hostPort.ts';
import type { SocketAddress } from '../../traffic/event.ts';
import { plainAddress, type SocketRow, type SocketState } from './row.ts';

/** As netstat writes them in English; other languages have words of their own. */
const states: Readonly<Record<string, SocketState>> = {
  LISTENING: 'LISTEN',
  SYN_SENT: 'SYN_SENT',
  SYN_RECEIVED: 'SYN_RECEIVED',
  ESTABLISHED: 'ESTABLISHED',
  FIN_WAIT_1: 'FIN_WAIT_1',
  FIN_WAIT_2: 'FIN_WAIT_2',
  CLOSE_WAIT: 'CLOSE_WAIT',
  CLOSING: 'CLOSING',
  LAST_ACK: 'LAST_ACK',
  TIME_WAIT: 'TIME_WAIT',
  CLOSED: 'CLOSED',
};

/** The sockets in the output of `netstat -ano`. Windows does not tell about queues. */
export function parseNetstat(text: string): SocketRow[] {
  return text.split(/\r?\n/).flatMap((line) => rowOf(line) ?? []);
}

function rowOf(line: string): SocketRow | undefined {
  const columns = line.trim().split(/\s+/);
  const transport = columns[0]?.toLowerCase();
  if (transport !== 'tcp' && transport !== 'udp') return undefined;
  const local = addressOf(columns[1]);
  if (local === undefined) return undefined;
  const remote = addressOf(columns[2]);
  const peer = remote === undefined || remote.port === 0 ? undefined : remote;
  // A name of a state may be of two words; the pid is last.
  const pid = columns.length < 4 ? undefined : Number(columns.at(-1));
  return {
    transport,
    local,
    ...(peer === undefined ? {} : { peer }),
    state: stateOf(transport, peer, columns[3]),
    // Process 0 is nobody: what is left of a connection.
    ...(pid !== undefined && Number.isInteger(pid) && pid > 0 && { pid }),
  };
}

/** A listener is known by its missing peer, whatever the language. */
function stateOf(transport: 'tcp' | 'udp', peer: SocketAddress | undefined, word = ''): SocketState {
  if (transport === 'udp') return peer === undefined ? 'BOUND' : 'CONNECTED';
  return states[word.toUpperCase()] ?? (peer === undefined ? 'LISTEN' : 'UNKNOWN');
}

/** `0.0.0.0:135`, `[::1]:53`, `[fe80::1%12]:5353`; `*:*` is none. */
function addressOf(text = ''): SocketAddress | undefined {
  const { host = '', port = '' } = hostPort(text) ?? {};
  if (host === '' || !/^\d{1,5}$/.test(port)) return undefined;
  return { host: plainAddress(host), port: Number(port) };
}

/** The names of programs by their pids, in the output of `tasklist /FO CSV /NH`: `"python.exe","4242",...`. */
export function parseTasklist(text: string): ReadonlyMap<number, string> {
  return new Map([...text.matchAll(/^"([^"\r\n]+)","(\d+)"/gm)].map(([, name, pid]) => [Number(pid), name!]));
}
