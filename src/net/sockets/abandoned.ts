import { closeSync, openSync, readSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isLoopback } from '../../endpoints/address.ts';
import { parseProcNet, type LinuxRow } from './linux.ts';
import { linuxRows, listSockets } from './list.ts';
import { keptPorts } from './keptPorts.ts';
import { isOtherEnd, plainAddress, type Ends, type SocketRow } from './row.ts';

/**
 * RFC 9293, section 3.6: the side that closes first keeps the connection in TIME-WAIT, for a minute or more, and with it its
 * port: a server without SO_REUSEADDR cannot bind the port again meanwhile. A reset from the other side after the end frees it at
 * once. It must not come while a program may still read there, because a reset discards unread bytes.
 */

/** Milliseconds before each look: a program may end its direction (shutdown) just before it closes. */
const pauses = [0, 2, 5, 10, 20, 40] as const;
/** Looks that hold up everything else take at most this share of the time. */
const share = 0.25;
/** The length of a row in `/proc/net/tcp`; those of IPv6 are somewhat longer. */
const rowBytes = 150;

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
  for (const wait of pauses) {
    if (wait > 0) await pause(wait);
    const answer = await ask(ends, state).catch(() => false);
    if (answer === undefined) continue;
    if (!answer) break;
    return true;
  }
  // The peer may have closed since the last look.
  if (platform === 'linux' && isClosedNow(ends)) return true;
  keptPorts.add(ends);
  return false;
}

/** Undefined: look again. */
type Ask = (ends: Ends, state: 'ended' | 'open') => Promise<boolean | undefined>;

const systems: Readonly<Partial<Record<NodeJS.Platform, Ask>>> = {
  async linux(ends, state) {
    const rows = (await sharedRows()) as readonly LinuxRow[];
    const row = rows.find((each) => isOtherEnd(each, ends));
    if (row !== undefined && isClosed(row)) return true;
    // One that has ended its direction is about to close.
    return state === 'ended' || (row !== undefined && ending.has(row.state)) ? undefined : false;
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

/** The kernel finishes it alone; a socket that a program has not accepted yet is not in these states. */
function isClosed({ inode, state }: LinuxRow): boolean {
  return inode === '0' && ending.has(state);
}

const ending: ReadonlySet<string> = new Set(['FIN_WAIT_1', 'FIN_WAIT_2']);

let nextLook = 0;

/** Looks without waiting, so that nothing of ours comes between the look and the close. */
function isClosedNow(ends: Ends): boolean {
  const from = performance.now();
  if (from < nextLook) return false;
  try {
    // A server of both families has its connections of IPv4 in the table of IPv6.
    for (const table of isIPv6(plainAddress(ends.local.host)) ? ['tcp6'] : ['tcp', 'tcp6']) {
      const row = findRow(`/proc/net/${table}`, (each) => isOtherEnd(each, ends));
      if (row !== undefined) return isClosed(row);
    }
    return false;
  } catch {
    return false;
  } finally {
    const now = performance.now();
    nextLook = now + (now - from) / share;
  }
}

/**
 * The kernel makes each row when it is read, and needs milliseconds for the whole table. With one row at a time, the row that is found
 * is as new as can be.
 */
function findRow(table: string, isIt: (row: LinuxRow) => boolean): LinuxRow | undefined {
  const file = openSync(table, 'r');
  try {
    const piece = Buffer.alloc(rowBytes);
    for (let rest = ''; ;) {
      const count = readSync(file, piece);
      if (count === 0) return undefined;
      const lines = (rest + piece.toString('latin1', 0, count)).split('\n');
      rest = lines.pop()!;
      const found = parseProcNet(lines.join('\n'), 'tcp').find(isIt);
      if (found !== undefined) return found;
    }
  } finally {
    closeSync(file);
  }
}
