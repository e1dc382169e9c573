import { WirebenchError } from '../../base/errors.ts';
import { count } from '../../base/quantities.ts';
import { isLoopback } from '../../endpoints/address.ts';
import { formatAddress, type SocketAddress, type Transport } from '../../traffic/event.ts';
import { linuxRows, listSockets } from './list.ts';
import { plainAddress, type SocketRow } from './row.ts';

/** Milliseconds between two looks at the sockets of this machine, by its system. No other system tells the queues. */
const pauses: Readonly<Partial<Record<NodeJS.Platform, number>>> = { linux: 20, darwin: 500 };
/** Looking takes at most this share of the time. */
const share = 0.1;
/** Milliseconds from a send until the first look. */
const soonest = 2;

/** How the sockets are seen; tests put in others. */
export interface QueueMeans {
  readonly platform: NodeJS.Platform;
  rows(): Promise<readonly SocketRow[]>;
}

const ownMeans: QueueMeans = {
  platform: process.platform,
  rows: () => (process.platform === 'linux' ? linuxRows({ transport: 'tcp' }) : listSockets({ transport: 'tcp' })),
};

interface WatchedConnection {
  readonly transport?: Transport;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
}

interface Watching {
  /** Bytes that still wait for the system to take them. */
  readonly queued?: () => number;
  /** The number of unread bytes is another one. */
  readonly changed: () => void;
}

/** What is known of the unread bytes, as plain data. Empty: nobody has looked yet. */
export interface UnreadState {
  readonly bytes?: number;
  /** `up to 23 bytes that we sent were never read`, if there are any. */
  readonly text?: string;
  /** Why it cannot be known: a sentence. */
  readonly unknown?: string;
}

/**
 * The bytes that we sent over a TCP connection and that the other side's program has not read: those that wait in the queues of
 * both sockets, if both are on this machine. It looks for itself after a send, until everything is read.
 */
export class UnreadBytes {
  readonly #at: WatchedConnection;
  readonly #changed: () => void;
  readonly #queued: () => number;
  readonly #means: QueueMeans;
  #sent = 0;
  /** Bytes that were surely read. */
  #read = 0;
  #unread: number | undefined;
  #unknown: string | undefined;
  /** The queues are not told, but the end of the connection tells. */
  readonly #toldAtEnd: boolean;
  #isOver = false;
  #wasReset = false;

  constructor(at: WatchedConnection, { queued = () => 0, changed }: Watching, means: QueueMeans = ownMeans) {
    this.#at = at;
    this.#changed = changed;
    this.#queued = queued;
    this.#means = means;
    const { transport = 'tcp' } = at;
    this.#toldAtEnd = transport === 'tcp' && pauses[means.platform] === undefined;
    if (transport !== 'tcp') this.#unknown = `it is known for TCP alone, not for ${transport.toUpperCase()}`;
    else if (this.#toldAtEnd) this.#unknown = `${means.platform} tells it only when the connection has ended`;
  }

  /** So many bytes more were sent. */
  sent(count: number): void {
    this.#sent += count;
    this.#lookSoon();
  }

  /** The connection is gone. A system resets it if a program closes its socket with unread bytes. */
  ended(reset: boolean): void {
    this.#isOver = true;
    this.#wasReset ||= reset;
  }

  /**
   * The other side has ended its direction: looks whether bytes came too late for its program. Linux alone tells that. `weEnded`:
   * our direction ended before.
   */
  async peerEnded(weEnded: boolean): Promise<void> {
    if (this.#means.platform !== 'linux' || this.#unknown !== undefined || this.#sent === this.#read) return;
    const taken = this.taken;
    const rows = await this.#means.rows().catch(() => []);
    if (this.#isOver || rows.length === 0) return;
    const found = byKey(rows);
    if (weEnded) {
      // After two good ends, one of the two sockets waits (TIME_WAIT). A reset after our end reads as an end.
      if (!found.has(this.key) && !found.has(this.peerKey)) this.#wasReset = true;
      return;
    }
    // The system forgets a socket that was reset.
    if (!found.has(this.key)) this.#wasReset = true;
    else this.seen(found.get(this.key), found.get(this.peerKey), taken);
  }

  get state(): UnreadState {
    if (this.#wasReset) return this.#known(this.#sent - this.#read);
    if (this.#sent === 0) return { bytes: 0 };
    if (this.#unknown !== undefined && !(this.#toldAtEnd && this.#isOver))
      return { unknown: `The bytes that ${formatAddress(this.#at.peer)} has not read are unknown: ${this.#unknown}.` };
    // The last look may have come before the program read the rest; with unread bytes, its close would have been a reset.
    const bytes = this.#isOver ? 0 : this.#unread;
    return bytes === undefined ? {} : this.#known(bytes);
  }

  #known(bytes: number): UnreadState {
    if (bytes === 0) return { bytes };
    // How much was read right before a reset nobody saw.
    const most = this.#wasReset && bytes !== this.#unread ? 'up to ' : '';
    const when = this.#isOver ? 'never' : 'not yet';
    return { bytes, text: `${most}${count(bytes, 'byte')} that we sent ${bytes === 1 ? 'was' : 'were'} ${when} read` };
  }

  #lookSoon(): void {
    if (this.#unknown === undefined && !this.#isOver) lookSoon(this, this.#means);
  }

  /** The bytes that the system has taken so far, at least. */
  get taken(): number {
    return this.#sent - this.#queued();
  }

  get key(): string {
    return keyOf(this.#at.local, this.#at.peer);
  }

  get peerKey(): string {
    return keyOf(this.#at.peer, this.#at.local);
  }

  /** The rows of both sockets, and the bytes that the system had taken before the look. */
  seen(ours: SocketRow | undefined, theirs: SocketRow | undefined, taken: number): void {
    if (this.#isOver || ours === undefined) return;
    // lsof lists the sockets of programs alone: one on this machine may be closed already.
    const isClosing = this.#means.platform === 'darwin' && isLoopback(this.#at.peer.host);
    if (theirs === undefined && isClosing) return;
    if (theirs === undefined && ours.state !== 'TIME_WAIT') {
      this.#unknown = 'its socket is not one of this machine';
      this.#changed();
      return;
    }
    const before = this.#unread;
    // Without a reset, the other side has read everything and is gone.
    const waiting = theirs === undefined ? 0 : unreadOf(ours, theirs, this.#means.platform);
    this.#read = Math.max(this.#read, taken - waiting);
    this.#unread = Math.min(this.#sent - this.#read, waiting + this.#queued());
    if (before !== this.#unread) this.#changed();
    if (this.#unread > 0) this.#lookSoon();
  }

  failed(error: unknown): void {
    this.#unknown = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    this.#changed();
  }
}

/** Of several connections together. */
export function unreadOfAll(states: readonly UnreadState[]): UnreadState {
  const unknown = states.find((state) => state.unknown !== undefined);
  if (unknown !== undefined) return unknown;
  const sum = states.reduce((all, { bytes = NaN }) => all + bytes, 0);
  return Number.isNaN(sum) ? {} : { bytes: sum };
}

/** The number of unread bytes. Undefined: nobody has looked yet. Throws WirebenchError `sockets-unknown`. */
export function readUnread({ bytes, unknown }: UnreadState): number | undefined {
  if (unknown !== undefined) throw new WirebenchError({ code: 'sockets-unknown', message: unknown });
  return bytes;
}

function keyOf(local: SocketAddress, peer: SocketAddress): string {
  return `${plainAddress(local.host)} ${local.port} ${plainAddress(peer.host)} ${peer.port}`;
}

function byKey(rows: readonly SocketRow[]): Map<string, SocketRow> {
  return new Map(rows.flatMap((row) => (row.peer ? [[keyOf(row.local, row.peer), row] as const] : [])));
}

/** States in which our FIN has come to the other side. Linux counts it as a byte until the program has read the end. */
const withFin: ReadonlySet<string> = new Set(['CLOSE_WAIT', 'LAST_ACK', 'CLOSING']);
/** States in which our FIN is on its way: Linux counts it as a byte that was not confirmed. */
const finOnItsWay: ReadonlySet<string> = new Set(['FIN_WAIT_1', 'LAST_ACK', 'CLOSING']);

function unreadOf(ours: SocketRow, theirs: SocketRow, platform: NodeJS.Platform): number {
  const isLinux = platform === 'linux';
  const came = isLinux && withFin.has(theirs.state) ? 1 : 0;
  const goes = isLinux && finOnItsWay.has(ours.state) ? 1 : 0;
  return Math.max(0, (ours.sendQueue ?? 0) - goes) + Math.max(0, (theirs.receiveQueue ?? 0) - came);
}

/** Looks at the sockets of a machine: one look serves all connections that are due. */
class Looks {
  readonly #means: QueueMeans;
  readonly #due = new Set<UnreadBytes>();
  #timer: NodeJS.Timeout | undefined;
  /** When the next look may be. */
  #next = 0;

  constructor(means: QueueMeans) {
    this.#means = means;
  }

  soon(one: UnreadBytes): void {
    this.#due.add(one);
    if (this.#timer !== undefined) return;
    const pause = Math.max(soonest, this.#next - performance.now());
    this.#timer = setTimeout(() => void this.#look(), pause).unref();
  }

  async #look(): Promise<void> {
    const asked = [...this.#due].map((one) => [one, one.taken] as const);
    this.#due.clear();
    const from = performance.now();
    let rows = new Map<string, SocketRow>();
    let failure: unknown;
    try {
      const found = await this.#means.rows();
      rows = byKey(found);
    } catch (error) {
      failure = error;
    }
    const now = performance.now();
    this.#next = now + Math.max(pauses[this.#means.platform]!, (now - from) / share);
    this.#timer = undefined;
    const waiting = [...this.#due];
    for (const [one, taken] of asked) {
      if (failure === undefined) one.seen(rows.get(one.key), rows.get(one.peerKey), taken);
      else one.failed(failure);
    }
    for (const one of waiting) this.soon(one);
  }
}

const looks = new WeakMap<QueueMeans, Looks>();

function lookSoon(one: UnreadBytes, means: QueueMeans): void {
  let own = looks.get(means);
  if (own === undefined) looks.set(means, (own = new Looks(means)));
  own.soon(one);
}
