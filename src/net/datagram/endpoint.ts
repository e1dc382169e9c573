import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import type { SocketAddress } from '../../traffic/event.ts';
import type { Behaviour, Received } from '../behaviours/behaviour.ts';
import { BaseEndpoint, type EndpointConnection, type SendOutcome } from '../endpoint.ts';
import { RecordedConnection } from '../recordedConnection.ts';
import type { CompleteClient, CompleteServer } from '../../endpoints/spec.ts';
import type { ConnectionSnapshot } from '../snapshot.ts';
import type { ConnectionState, Destination, HowToClose } from '../spec.ts';
import {
  datagramTooLong,
  endpointStopped,
  largestDatagram,
  noSuchConnection,
  notReading,
  systemError,
} from '../systemErrors.ts';

/** The maximum of remembered peers. The one that was silent for longest is dropped first. */
export const mostPeers = 1024;
/** The maximum of datagrams that wait for the system. */
const mostQueued = 16_384;
/** The receive buffers to request from the system, largest first. It may grant less, or refuse. */
const receiveBuffers = [4 * 1024 * 1024, 1024 * 1024, 256 * 1024];

/** A peer that sent us a datagram, or received one from us. */
export class DatagramPeer implements EndpointConnection {
  readonly id: number;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  state: unknown = undefined;
  /** Grows with every datagram of the endpoint: the peer with the smallest value was silent for longest. */
  lastHeard = 0;
  status: ConnectionState = 'open';
  /** Datagrams that a behaviour has sent to it. */
  sent = 0;
  /** Whether datagrams wait for the system. The behaviour's next datagrams then wait too. */
  stalled = false;
  readonly #owner: DatagramEndpoint;
  readonly record: RecordedConnection;

  constructor(owner: DatagramEndpoint, local: SocketAddress, peer: SocketAddress) {
    this.#owner = owner;
    this.local = local;
    this.peer = peer;
    this.record = new RecordedConnection(owner, 'udp', local, peer);
    this.id = this.record.id;
  }

  send(bytes: Uint8Array): boolean {
    if (this.status === 'closed' || !this.#owner.mayQueue(this, bytes)) return false;
    this.record.append('data', 'out', bytes);
    return this.#owner.transmit(this, bytes);
  }

  echo(received: Received, start = 0, end = received.bytes.length): boolean {
    const whole = start === 0 && end === received.bytes.length;
    const bytes = whole ? received.bytes : received.bytes.subarray(start, end);
    if (this.status === 'closed' || !this.#owner.mayQueue(this, bytes)) return false;
    this.record.appendShared('data', 'out', received.seq, start, bytes);
    return this.#owner.transmit(this, bytes);
  }

  /** A datagram peer has no direction to end. */
  end(): void {
    // Nothing to end.
  }

  note(text: string): void {
    this.record.note(text);
  }

  finish(how: HowToClose): void {
    if (how !== 'end') this.#owner.forget(this);
  }

  snapshot(): ConnectionSnapshot {
    return { ...this.record.info, state: this.status, counters: this.#owner.recorder.connectionCounters(this.id) };
  }
}

/** The common part of UDP servers and clients: the socket, the peers, datagrams in and out. */
export abstract class DatagramEndpoint extends BaseEndpoint<DatagramPeer> implements Received {
  abstract override readonly spec: CompleteServer<'udp'> | CompleteClient<'udp'>;

  /** The `Received` of the behaviour: the endpoint itself, so that a datagram costs no object. */
  bytes: Uint8Array = new Uint8Array(0);
  seq = 0;

  protected socket: Socket | undefined;
  /** Set if the socket is connected: the only peer. */
  protected only: DatagramPeer | undefined;
  /** By port: building a key of host and port for every datagram would cost more than searching a short list. */
  readonly #byPort = new Map<number, DatagramPeer[]>();
  #last: DatagramPeer | undefined;
  /** The latest destination that was found to be an address and not a name, so that the check is not repeated. */
  #knownAddress = '';
  #heard = 0;
  #queued = 0;

  /** Creates the socket with our handlers. The caller binds or connects it. */
  protected createSocket(type: 'udp4' | 'udp6', reuseAddr: boolean): Socket {
    const family = type === 'udp6' ? 6 : 4;
    const socket = createSocket({
      type,
      reuseAddr,
      ipv6Only: type === 'udp6',
      // An address needs no look-up, and the default one would delay every datagram by a tick.
      lookup: (host, _options, callback) => {
        if (host !== this.#knownAddress) {
          if (isIP(host) === 0) {
            callback(Object.assign(new Error('a name'), { code: 'ENOTFOUND' }), host, 0);
            return;
          }
          this.#knownAddress = host;
        }
        callback(null, host, family);
      },
    });
    this.socket = socket;
    socket.on('message', this.#onMessage);
    return socket;
  }

  /** Call this once the socket is bound: buffers larger than the default lose less of a burst. */
  protected bound(socket: Socket): void {
    for (const size of receiveBuffers) {
      try {
        socket.setRecvBufferSize(size);
        break;
      } catch {
        // The system does not grant this size: the next one is smaller.
      }
    }
    const { address, port } = socket.address();
    this.localAddress = { host: address, port };
    socket.on('error', (error) => this.#socketFailed(error));
  }

  #socketFailed(error: Error): void {
    const peer = this.only?.peer ?? this.localAddress;
    this.problem(
      systemError(error, { action: 'receive', transport: 'udp', host: peer?.host ?? '', port: peer?.port ?? 0 }),
      this.only?.id ?? 0,
    );
  }

  readonly #onMessage = (message: Uint8Array, from: RemoteInfo): void => {
    const last = this.#last;
    const peer =
      last !== undefined && from.port === last.peer.port && from.address === last.peer.host
        ? last
        : this.peerAt(from.address, from.port);
    this.#last = peer;
    peer.lastHeard = ++this.#heard;
    const size = this.spec.receiveBuffer;
    const bytes = message.length <= size ? message : message.subarray(0, size);
    const seq = peer.record.append('data', 'in', bytes);
    if (message.length > size) this.#noteLoss(peer, message.length, size);
    const behaviour = this.behaviour;
    if (behaviour?.onReceived === undefined) return;
    this.bytes = bytes;
    this.seq = seq;
    try {
      behaviour.onReceived(peer, this);
    } catch (error) {
      this.problem(error, peer.id);
    }
  };

  #noteLoss(peer: DatagramPeer, length: number, size: number): void {
    peer.record.note(
      `A datagram of ${length} bytes was read with a buffer of ${size}: the last ${length - size} bytes are lost.`,
    );
  }

  /** The peer with that address: a known or a new one. */
  protected peerAt(host: string, port: number): DatagramPeer {
    const list = this.#byPort.get(port);
    if (list !== undefined) {
      for (const peer of list) if (peer.peer.host === host) return peer;
    }
    if (this.connections.size >= mostPeers) this.#evict();
    const peer = new DatagramPeer(this, this.localAddress!, { host, port });
    peer.lastHeard = ++this.#heard;
    this.connections.set(peer.id, peer);
    const known = this.#byPort.get(port);
    if (known === undefined) this.#byPort.set(port, [peer]);
    else known.push(peer);
    this.tell((behaviour) => behaviour.onOpen?.(peer), peer.id);
    this.changed();
    return peer;
  }

  #evict(): void {
    let oldest: DatagramPeer | undefined;
    for (const peer of this.connections.values()) {
      if (oldest === undefined || peer.lastHeard < oldest.lastHeard) oldest = peer;
    }
    if (oldest !== undefined) this.forget(oldest);
  }

  forget(peer: DatagramPeer): void {
    if (peer.status === 'closed' || peer === this.only) return;
    peer.status = 'closed';
    this.connections.delete(peer.id);
    const { port } = peer.peer;
    const rest = this.#byPort.get(port)!.filter((other) => other !== peer);
    if (rest.length === 0) this.#byPort.delete(port);
    else this.#byPort.set(port, rest);
    if (this.#last === peer) this.#last = undefined;
    peer.record.over();
    this.tell((behaviour) => behaviour.onClosed?.(peer), peer.id);
    peer.record.release();
    this.changed();
  }

  protected tell(what: (behaviour: Behaviour) => void, connection: number): void {
    if (this.behaviour === undefined) return;
    try {
      what(this.behaviour);
    } catch (error) {
      this.problem(error, connection);
    }
  }

  /** Whether a behaviour may send now. If not, an error is reported once until there is room again. */
  mayQueue(peer: DatagramPeer, bytes: Uint8Array): boolean {
    if (this.socket === undefined) return false;
    if (bytes.length > largestDatagram) throw datagramTooLong(bytes.length, peer.peer);
    if (this.#queued < mostQueued) return true;
    if (!peer.stalled) {
      peer.stalled = true;
      this.connectionFailed(notReading(peer.peer, this.#queued), peer.id);
    }
    return false;
  }

  /**
   * Passes a behaviour's datagram to the socket. Waiting for the result of each would cost a third of an echo, so only
   * the first and every 32nd of a peer are checked: they reveal an address that the system rejects.
   */
  transmit(peer: DatagramPeer, bytes: Uint8Array): boolean {
    if ((peer.sent++ & 31) !== 0) {
      this.#sendVia(peer, bytes);
      return true;
    }
    this.#queued = Math.max(this.#queued, this.socket!.getSendQueueCount());
    this.#queued++;
    this.#sendVia(peer, bytes, this.#onSent);
    return this.#queued < mostQueued;
  }

  #sendVia(peer: DatagramPeer, bytes: Uint8Array, done?: (error: Error | null) => void): void {
    // Without offset and length: with them, Node creates a new buffer, even for the whole.
    if (peer === this.only) this.socket!.send(bytes, done);
    else this.socket!.send(bytes, peer.peer.port, peer.peer.host, done);
  }

  readonly #onSent = (error: Error | null): void => {
    this.#queued = this.socket?.getSendQueueCount() ?? 0;
    if (error !== null && this.state === 'running') this.#socketFailed(error);
    if (this.#queued === 0) this.#drained();
  };

  #drained(): void {
    for (const peer of this.connections.values()) {
      if (!peer.stalled) continue;
      peer.stalled = false;
      this.tell((behaviour) => behaviour.onDrain?.(peer), peer.id);
    }
  }

  protected abstract recipients(to: Destination): DatagramPeer[];

  protected knownPeers(to: Destination): DatagramPeer[] {
    if (to.kind === 'all') {
      if (this.connections.size === 0)
        throw noSuchConnection(this.name, 'to send to: nobody has sent it a datagram yet');
      return [...this.connections.values()];
    }
    if (to.kind === 'address') return [this.peerAt(to.address.host, to.address.port)];
    return to.ids.map((id) => {
      const peer = this.connections.get(id);
      if (peer === undefined) throw noSuchConnection(this.name, `number ${id}`);
      return peer;
    });
  }

  /** Resolves when the system took every datagram; rejects if it refused one. */
  async send(to: Destination, bytes: Uint8Array): Promise<SendOutcome> {
    if (this.state !== 'running' || this.socket === undefined) throw endpointStopped(this.name);
    const peers = this.recipients(to);
    for (const peer of peers) {
      if (bytes.length > largestDatagram) throw datagramTooLong(bytes.length, peer.peer);
      if (this.#queued >= mostQueued) throw notReading(peer.peer, this.#queued);
    }
    await Promise.all(peers.map((peer) => this.#sendAsked(peer, bytes)));
    return { bytes: bytes.length * peers.length, recipients: peers.length };
  }

  #sendAsked(peer: DatagramPeer, bytes: Uint8Array): Promise<void> {
    peer.lastHeard = ++this.#heard;
    peer.record.append('data', 'out', bytes);
    this.#queued++;
    return new Promise((resolve, reject) => {
      this.#sendVia(peer, bytes, (error) => {
        this.#queued = this.socket?.getSendQueueCount() ?? 0;
        if (this.#queued === 0) this.#drained();
        if (error === null) return resolve();
        const { host, port } = peer.peer;
        const failure = systemError(error, { action: 'send', transport: 'udp', host, port, bytes: bytes.length });
        this.recordError(peer.id, failure);
        this.changed();
        reject(failure);
      });
    });
  }

  protected async close(): Promise<void> {
    const socket = this.socket;
    this.socket = undefined;
    this.only = undefined;
    for (const peer of [...this.connections.values()]) this.forget(peer);
    this.#byPort.clear();
    this.#last = undefined;
    if (socket === undefined) return;
    socket.removeAllListeners('error');
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      try {
        socket.close(() => resolve());
      } catch {
        // It was already closed.
        resolve();
      }
    });
    this.#queued = 0;
  }
}
