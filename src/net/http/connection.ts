import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { WirebenchError } from '../../base/errors.ts';
import type { SocketAddress, Transport } from '../../traffic/event.ts';
import { formatAddress } from '../../traffic/event.ts';
import type { Kept, OnDemandClient } from '../onDemandClient.ts';
import { RecordedStream } from '../stream/recordedStream.ts';
import type { TlsInfo } from './exchange.ts';

/** Bytes of an answer that are kept until it is read, in case Node's parser refuses it: a head of the longest, and then some. */
const keptBytes = 512 * 1024;

/** When the steps of a new connection were done: milliseconds of the monotonic clock. */
interface SetUpTimes {
  lookup?: number;
  connected?: number;
  secured?: number;
}

/** One connection of the HTTP client: what Node's HTTP, or somebody else, reads and writes on it is tapped. */
export class HttpConnection implements Kept {
  readonly id: number;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  readonly raw: Socket;
  readonly setUp: SetUpTimes = {};
  tls: TlsInfo | undefined;
  /** Requests that went over it before this one. */
  uses = 0;
  /** Which proxy it goes through, for a person. */
  proxy: string | undefined;
  /** The first event that belongs to the request begun last. */
  firstSeq: number;
  /** Of HTTP/2: its streams are shared by requests. */
  session: ClientHttp2Session | undefined;
  /** Requests under way that share it. */
  streams = 0;
  /** Monotonic time since when nobody uses it. */
  idleSince = 0;
  /** Monotonic time of the first byte of the answer under way; 0: none yet. */
  firstByteAt = 0;
  /** Everything received since `beginRequest`; undefined where it is too much, or nobody needs it any more. */
  received: Uint8Array[] | undefined;
  receivedBytes = 0;
  /** Called with all that comes in, when somebody reads the connection without Node's HTTP. */
  onReceived: (() => void) | undefined;
  /** Node's HTTP gave the connection up (a parse error): true keeps the socket for somebody else. */
  onGivenUp: (() => boolean) | undefined;

  readonly #client: OnDemandClient;
  readonly #record: RecordedStream;
  #stream: Socket;
  readonly #closedListeners = new Set<() => void>();

  constructor(client: OnDemandClient, transport: Transport, raw: Socket, path?: string) {
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

  /** Sequence number of its last event so far. */
  get lastSeq(): number {
    return this.#record.lastSeq;
  }

  get stream(): Socket {
    return this.#stream;
  }

  get closed(): boolean {
    return this.#record.isOver || this.#stream.destroyed;
  }

  get localName(): string {
    return formatAddress(this.local);
  }

  get peerName(): string {
    return this.peer.port === 0 ? this.peer.host : formatAddress(this.peer);
  }

  /** The TLS stream over it is ready: what crosses from here on is recorded as plain text. */
  secured(stream: Socket, security: string): void {
    this.#stream = stream;
    this.#record.opened(security);
    this.#tap(stream);
  }

  beginRequest(): void {
    // What opened it belongs to its first request.
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
    // What Node's HTTP makes of a plain close is called ECONNRESET too: only the socket itself tells a reset.
    if (error.system === 'ETIMEDOUT') this.#record.ending.broke('timed-out');
    this.#record.fail(error);
  }

  destroy(): void {
    this.onGivenUp = undefined;
    if (this.#stream !== this.raw) this.#stream.destroy();
    this.raw.destroy();
  }

  /** Resolves when the socket is gone. */
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
    // Whoever uses the connection learns of it by its own listener; without one it must not end the process.
    stream.on('error', (error) => this.#record.broke(error));
  }

  /** Node's HTTP destroys the socket before it says that it could not read the answer: someone else may. */
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
