import { setTimeout as pause } from 'node:timers/promises';
import { isLoopback } from '../../endpoints/address.ts';
import type { SocketAddress } from '../../traffic/event.ts';
import type { LinuxRow } from './linux.ts';
import { linuxRows, listSockets } from './list.ts';
import { plainAddress, type SocketRow } from './row.ts';

/**
 * RFC 9293, section 3.6: the side that closes first keeps the connection in TIME-WAIT, for a minute or more, and with it its
 * port: a server without SO_REUSEADDR cannot bind the port again meanwhile. A reset from the other side after the end frees it at
 * once. It must not come while a program may still read there, because a reset discards unread bytes.
 */

/** Milliseconds before each look: a program may end its direction (shutdown) just before it closes. */
const pauses = { ended: [0, 2, 5, 10], open: [0] } as const;

/** Both ends of a connection within this machine. */
interface Ends {
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
}

/** Only a peer on this machine is looked up: the port of another machine is not ours to free. */
export function isOwnPeer({ local, peer }: Ends, platform: NodeJS.Platform = process.platform): boolean {
  return platform in systems && peer.port > 0 && (isLoopback(peer.host) || peer.host === local.host);
}

/**
 * Whether the peer, a program of this machine, has closed its end wholly, so that nobody there can read any more. False if the
 * system does not tell. `state`: whether the peer is known to have ended its direction. Never throws.
 */
export async function isAbandoned(ends: Ends, state: 'ended' | 'open', platform = process.platform): Promise<boolean> {
  const ask = systems[platform];
  if (ask === undefined || !isOwnPeer(ends, platform)) return false;
  for (const wait of pauses[state]) {
    if (wait > 0) await pause(wait);
    const answer = await ask(ends, state).catch(() => false);
    if (answer !== undefined) return answer;
  }
  return false;
}

/** Undefined: look again. */
type Ask = (ends: Ends, state: 'ended' | 'open') => Promise<boolean | undefined>;

const systems: Readonly<Partial<Record<NodeJS.Platform, Ask>>> = {
  async linux(ends) {
    const rows = (await sharedRows()) as readonly LinuxRow[];
    return rows.some((row) => isOtherEnd(row, ends) && isClosed(row)) ? true : undefined;
  },
  /** lsof tells only about sockets that a program has; it is slow, so it is asked once, and only after the end of the peer. */
  async darwin(ends, state) {
    if (state === 'open') return false;
    const rows = await listSockets({ transport: 'tcp', port: ends.peer.port });
    return !rows.some((row) => isOtherEnd(row, ends));
  },
};

let reading: Promise<readonly SocketRow[]> | undefined;

/** Many connections may end at once: one reading of the tables is for all that wait for it. */
function sharedRows(): Promise<readonly SocketRow[]> {
  reading ??= linuxRows({ transport: 'tcp' }).finally(() => (reading = undefined));
  return reading;
}

function isOtherEnd(row: SocketRow, { local, peer }: Ends): boolean {
  return row.peer !== undefined && isSame(row.local, peer) && isSame(row.peer, local);
}

function isSame(a: SocketAddress, b: SocketAddress): boolean {
  return a.port === b.port && a.host === plainAddress(b.host);
}

/** The kernel finishes it alone; a socket that a program has not accepted yet is not in these states. */
function isClosed({ inode, state }: LinuxRow): boolean {
  return inode === '0' && (state === 'FIN_WAIT_1' || state === 'FIN_WAIT_2');
}
