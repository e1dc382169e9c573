import { hostPort } from '../../protocol/hostPort.ts';
import type { SocketAddress } from '../../traffic/event.ts';
import { plainAddress, type SocketRow, type SocketState } from './row.ts';

/** The fields to ask for: process, command, file, type, protocol, name, TCP/TPI information; lsof(8), OUTPUT FOR OTHER PROGRAMS. */
export const lsofFields = '-FpcftPnT';

/** The names that differ from those of the RFC. */
const states: Readonly<Record<string, SocketState>> = {
  SYN_RCVD: 'SYN_RECEIVED',
  SYN_RECEIVED: 'SYN_RECEIVED',
  SYN_RECV: 'SYN_RECEIVED',
  FIN_WAIT1: 'FIN_WAIT_1',
  FIN_WAIT2: 'FIN_WAIT_2',
  CLOSE: 'CLOSED',
};
const known: ReadonlySet<string> = new Set<SocketState>([
  ...(['LISTEN', 'SYN_SENT', 'ESTABLISHED', 'FIN_WAIT_1', 'FIN_WAIT_2', 'CLOSE_WAIT'] as const),
  ...(['CLOSING', 'LAST_ACK', 'TIME_WAIT', 'CLOSED'] as const),
]);

/**
 * The sockets in the output of `lsof -nP -iTCP -iUDP` with `lsofFields`: one line for each field, its first letter says which.
 * Sockets that are bound to no port are left out.
 */
export function parseLsof(text: string): SocketRow[] {
  const rows: SocketRow[] = [];
  let process: Record<string, string> = {};
  let file: Record<string, string> = {};
  const done = (): void => {
    const row = rowOf(process, file);
    if (row !== undefined) rows.push(row);
    file = {};
  };
  for (const line of text.split(/\r?\n/)) {
    const [field, value] = [line.charAt(0), line.slice(1)];
    if (field === 'p' || field === 'f') done();
    if (field === 'p') process = { p: value };
    else if (field === 'c') process['c'] = value;
    else if (field === 'T') file[`T${value.slice(0, 3)}`] = value.slice(3);
    else file[field] = value;
  }
  done();
  return rows;
}

function rowOf({ p, c }: Record<string, string>, file: Record<string, string>): SocketRow | undefined {
  const { t = '', P = '', n = '' } = file;
  const transport = P.toLowerCase();
  if (transport !== 'tcp' && transport !== 'udp') return undefined;
  const [local, peer] = n.split('->').map((each) => addressOf(each, t));
  if (local === undefined) return undefined;
  return {
    transport,
    local,
    ...(peer === undefined ? {} : { peer }),
    state: transport === 'tcp' ? stateOf(file['TST='] ?? '') : peer === undefined ? 'BOUND' : 'CONNECTED',
    ...(Number.isInteger(Number(p)) && { pid: Number(p) }),
    ...(c !== undefined && { program: c.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) => unescaped(hex)) }),
    ...queue('receiveQueue', file['TQR=']),
    ...queue('sendQueue', file['TQS=']),
  };
}

/** lsof writes a space in the name of a command as `\x20`. */
function unescaped(hex: string): string {
  return String.fromCharCode(parseInt(hex, 16));
}

function stateOf(written: string): SocketState {
  return states[written] ?? (known.has(written) ? (written as SocketState) : 'UNKNOWN');
}

function queue(name: 'receiveQueue' | 'sendQueue', text: string | undefined): Partial<SocketRow> {
  return text === undefined || !/^\d+$/.test(text) ? {} : { [name]: Number(text) };
}

/** `127.0.0.1:80`, `[::1]:80`, `*:80`. */
function addressOf(text: string, type: string): SocketAddress | undefined {
  const any = type === 'IPv6' ? '::' : '0.0.0.0';
  const { host, port = '' } = hostPort(text.replace(/^\*:/, ':')) ?? {};
  if (host === undefined || !/^\d{1,5}$/.test(port)) return undefined;
  return { host: host === '' ? any : plainAddress(host), port: Number(port) };
}
