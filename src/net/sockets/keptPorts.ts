import { connect } from 'node:net';
import { linuxRows } from './list.ts';
import { isOtherEnd, type Ends } from './row.ts';

/** Connections remembered, and how many milliseconds: Linux keeps a port for a minute (TCP_TIMEWAIT_LEN in include/net/tcp.h). */
const most = 1000;
const minute = 60_000;
/** Milliseconds for a port to become free: the kernel answers at once, and sends again after some milliseconds. */
const limit = 100;

/**
 * Connections to servers of this machine that we have closed, although the server may have closed first and so keeps its port: whether
 * it did cannot be seen and acted upon in one step.
 */
class KeptPorts {
  readonly #ends = new Map<Ends, number>();

  add({ local, peer }: Ends): void {
    if (process.platform !== 'linux') return;
    const now = performance.now();
    for (const [ends, at] of this.#ends) {
      if (this.#ends.size < most && now - at < minute) break;
      this.#ends.delete(ends);
    }
    this.#ends.set({ local, peer }, now);
  }

  /**
   * For when servers have ended: frees their ports of what our connections left there (TIME-WAIT). A connection from the same address
   * meets what is left, and RFC 1337 describes how that ends it. Nobody may listen at the port: it would see a new client. Never throws.
   */
  async free(): Promise<void> {
    if (this.#ends.size === 0) return;
    const rows = await linuxRows({ transport: 'tcp' }).catch(() => []);
    const listening = new Set(rows.filter(({ state }) => state === 'LISTEN').map(({ local }) => local.port));
    const closed = rows.filter(({ inode, state }) => inode === '0' && waiting.has(state));
    const left: Ends[] = [];
    for (const ends of this.#ends.keys()) {
      if (listening.has(ends.peer.port)) continue;
      this.#ends.delete(ends);
      if (closed.some((row) => isOtherEnd(row, ends))) left.push(ends);
    }
    await Promise.all(left.map(meet));
  }
}

const waiting: ReadonlySet<string> = new Set(['TIME_WAIT', 'FIN_WAIT_2']);

function meet({ local, peer }: Ends): Promise<void> {
  const { host, port } = peer;
  const socket = connect({ host, port, localAddress: local.host, localPort: local.port, timeout: limit });
  return new Promise((resolve) => {
    // Refused: it is free now.
    socket.on('error', () => undefined);
    socket.once('connect', () => socket.resetAndDestroy());
    socket.once('timeout', () => socket.destroy());
    socket.once('close', () => resolve());
  });
}

export const keptPorts = new KeptPorts();
