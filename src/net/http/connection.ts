import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { WirebenchError } from '../../base/errors.ts';
import type { SocketAddress, Transport } from '../../traffic/event.ts';
import { formatAddress } from '../../traffic/event.ts';
import type { Kept, OnDemandClient } from '../onDemandClient.ts';
import type { ClientSocket } from '../sockets/clientSocket.ts';
import { RecordedStream } from '../stream/recordedStream.ts';
import type { TlsInfo } from './exchange.ts';

/**
 * The limit of bytes of an answer that are kept until it is read, in case Node's parser rejects it. The longest head
 * fits, with room to spare.
 */
const keptBytes = 512 * 1024;

/** The completion times of a new connection's steps, in milliseconds of the monotonic clock. */
interface SetUpTimes {
  lookup?: number;
  connected?: number;
  secured?: number;
}

/** One connection of the HTTP client. It is tapped, whether Node's HTTP or our own code reads and writes it. */
export class HttpConnection implements Kept {
  readonly id: number;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  readonly raw: ClientSocket;
  readonly setUp: SetUpTimes = {};
  tls: TlsInfo | undefined;
  /** The number of earlier requests over it. */
  uses = 0;
  /** The proxy, as text for the user. */
  proxy: string | undefined;
  /** The first event of the latest request. */
  firstSeq: number;
  /** Only with HTTP/2: requests share its streams. */
  session: ClientHttp2Session | undefined;
  /** The number of requests in progress that share it. */
  streams = 0;
  /** Monotonic time since which it is idle. */
  idleSince = 0;
  /** Monotonic time of the first byte of the current answer; 0: none yet. */
  firstByteAt = 0;
  /** All bytes received since `beginRequest`; undefined if there are too many, or if they are no longer needed. */
  received: Uint8Array[] | undefined;
  receivedBytes = 0;
  /** Called for all received bytes if the connection is read without Node's HTTP. */
  onReceived: (() => void) | undefined;
  /** Node's HTTP gave up the connection (a parse error): true keeps the socket for another reader. */
  onGivenUp: (() => boolean) | undefined;

  readonly #client: OnDemandClient;
  readonly #record: RecordedStream;
  #stream: Socket;
  readonly #closedListeners = new Set<() => void>();

  constructor(client: OnDemandClient, transport: Transport, raw: ClientSocket, path?: string) {
    this.#client = client;
    this.raw = raw;
    this.#stream = raw;
    this.local = { host: raw.localAddress ?? '', port: raw.localPort ?? 0 };
    this.peer = { host: raw.remoteAddress ?? path ?? '', port: raw.remotePort ?? 0 };
    this.#record = new RecordedStream(client, transport, this.local, this.peer);
    this.id = this.#record.id;
    this.firstSeq = this.#record.lastSeq;
    client.keep(this);
    raw.on('close', () => this.#end());
    this.#tap(raw);
  }

  /** Sequence number of its latest event. */
  get lastSeq(): number {
    return this.#record.lastSeq;
  }

  get stream(): Socket {
    return this.#stream;
  }

  get closed(): boolean {
    return this.#record.isOver || this.#stream.destroyed || this.raw.isLeaving;
  }

  get localName(): string {
    return formatAddress(this.local);
  }

  get peerName(): string {
    return this.peer.port === 0 ? this.peer.host : formatAddress(this.peer);
  }

  /** The TLS stream over it is ready. From here on, the traffic is recorded as plain text. */
  secured(stream: Socket, security: string): void {
    this.#stream = stream;
    this.#record.opened(security);
    this.#tap(stream);
  }

  beginRequest(): void {
    // The events of its opening belong to its first request.
    if (this.uses > 0) this.firstSeq = this.lastSeq + 1;
    this.uses++;
    this.firstByteAt = 0;
    this.received = [];
    this.receivedBytes = 0;
  }

  forgetReceived(): void {
    this.received = undefined;
  }

  onClosed(listener: () => void): void {
    if (this.#record.isOver) listener();
    else this.#closedListeners.add(listener);
  }

  fail(error: WirebenchError): void {
    // Node's HTTP reports a plain close as ECONNRESET too: only the socket itself can tell a reset.
    if (error.system === 'ETIMEDOUT') this.#record.ending.broke('timed-out');
    this.#record.fail(error);
  }

  destroy(): void {
    this.onGivenUp = undefined;
    if (this.#stream !== this.raw) this.#stream.destroy();
    this.raw.destroy();
  }

  /** As `destroy`, after the last answer: the peer may be about to close too, and its port stays free. */
  leave(): void {
    if (this.#stream === this.raw) this.raw.leave();
    else this.destroy();
  }

  /** Resolves when the socket is closed. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.onClosed(resolve);
      this.destroy();
    });
  }

  #tap(stream: Socket): void {
    this.#record.tap(stream, {
      received: (chunk) => this.#in(chunk),
      held: () => this.#hold(stream),
    });
    // The user of the connection has its own listener. Without any, an error would end the process.
    stream.on('error', (error) => this.#record.broke(error));
  }

  /** Node's HTTP destroys the socket before it reports an unreadable answer, which another reader may understand. */
  #hold(stream: Socket): boolean {
    const keep = this.onGivenUp;
    if (keep === undefined) return false;
    this.onGivenUp = undefined;
    process.nextTick(() => {
      if (!keep()) stream.destroy();
    });
    return true;
  }

  #in(chunk: Uint8Array): Uint8Array {
    if (this.firstByteAt === 0) this.firstByteAt = performance.now();
    if (this.received !== undefined) {
      this.receivedBytes += chunk.length;
      if (this.receivedBytes > keptBytes) this.received = undefined;
      else this.received.push(chunk);
      this.onReceived?.();
    }
    return chunk;
  }

  #end(): void {
    this.#record.closed();
    if (this.#stream !== this.raw) this.#stream.destroy();
    this.#record.release();
    this.#client.gone(this);
    for (const listener of this.#closedListeners) listener();
    this.#closedListeners.clear();
  }
}
