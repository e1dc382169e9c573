import type { SocketAddress } from '../../traffic/event.ts';
import { formatIpv4, formatIpv6 } from '../../protocol/ip.ts';
import { plainAddress, type SocketRow, type SocketState, type SocketTransport } from './row.ts';

export interface LinuxRow extends SocketRow {
  /** The number in `/proc/PID/fd`. `0`: no program has the socket any more, or none has it yet. */
  readonly inode: string;
}

/** The kernel's numbers of the states (include/net/tcp_states.h), in hexadecimal digits. */
const states: Readonly<Record<string, SocketState>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECEIVED',
  '04': 'FIN_WAIT_1',
  '05': 'FIN_WAIT_2',
  '06': 'TIME_WAIT',
  '07': 'CLOSED',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
  '0C': 'SYN_RECEIVED',
};
/** A UDP socket has one of two of them. */
const udpStates: Readonly<Record<string, SocketState>> = { '01': 'CONNECTED', '07': 'BOUND' };

/** The rows of `/proc/net/{tcp,tcp6,udp,udp6}`; proc(5). A line of another form is left out. */
export function parseProcNet(text: string, transport: SocketTransport): LinuxRow[] {
  return text.split('\n').flatMap((line) => rowOf(line, transport) ?? []);
}

function rowOf(line: string, transport: SocketTransport): LinuxRow | undefined {
  const [, local = '', remote = '', state = '', queues = '', , , , , inode] = line.trim().split(/\s+/);
  const [at, peer] = [addressOf(local), addressOf(remote)];
  if (at === undefined || peer === undefined || inode === undefined) return undefined;
  const [, sends, receives] = /^([0-9A-F]+):([0-9A-F]+)$/i.exec(queues) ?? [];
  return {
    transport,
    local: at,
    ...(peer.port === 0 ? {} : { peer }),
    state: (transport === 'tcp' ? states : udpStates)[state.toUpperCase()] ?? 'UNKNOWN',
    ...(receives === undefined ? {} : { receiveQueue: parseInt(receives, 16) }),
    ...(sends === undefined ? {} : { sendQueue: parseInt(sends, 16) }),
    inode,
  };
}

/** Addresses are printed as 32-bit words in the machine's byte order, which is little-endian wherever VS Code runs. */
function addressOf(text: string): SocketAddress | undefined {
  const [, hex, port] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/i.exec(text) ?? [];
  if (hex === undefined || port === undefined) return undefined;
  const bytes = Buffer.from(hex, 'hex').swap32();
  const host = bytes.length === 4 ? formatIpv4(bytes) : plainAddress(formatIpv6(bytes));
  return { host, port: parseInt(port, 16) };
}
