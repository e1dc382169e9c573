import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { ErrorData } from '../../base/errors.ts';
import { EndingWatch } from '../../traffic/endings.ts';
import type { SocketAddress, Transport } from '../../traffic/event.ts';
import { formatAddress } from '../../traffic/event.ts';
import type { Recorder } from '../../traffic/recorder.ts';
import { systemCode } from '../systemErrors.ts';
import type { TlsInfo } from './exchange.ts';

/** Bytes at most in one data event of what we send. */
const pieceBytes = 65_536;
/** Bytes of an answer that are kept until it is read, in case Node's parser refuses it: a head of the longest, and then some. */
const keptBytes = 512 * 1024;
const utf8 = new TextEncoder();

/** When the steps of a new connection were done: milliseconds of the monotonic clock. */
export interface SetUpTimes {
  lookup?: number;
  connected?: number;
  secured?: number;
}

/** What Node's streams do with bytes, as far as it has to be seen. */
interface TappedStream {
  push(chunk: Uint8Array | null, encoding?: BufferEncoding): boolean;
  _write(chunk: Uint8Array | string, encoding: BufferEncoding, done: (error?: Error | null) => void): void;
  _writev(
    chunks: { chunk: Uint8Array | string; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void;
  destroy(error?: Error): Socket;
}

/**
 * One connection of the HTTP client, every byte of it in the journal. Nothing stands between Node's HTTP and the socket:
 * the socket's own `push` and `_write` are where bytes are seen, so recording costs one copy and no stream.
 */
export class HttpConnection {
  readonly id: number;
  readonly endpoint: number;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  readonly raw: Socket;
  readonly setUp: SetUpTimes = {};
  tls: TlsInfo | undefined;
  /** Requests that went over it before this one. */
  uses = 0;
  /** Which proxy it goes through, for a person. */
  proxy: string | undefined;
  /** The first event that belongs to the request begun last, and the connection's last event so far. */
  firstSeq = -1;
  lastSeq = -1;
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

  readonly #recorder: Recorder;
  #stream: Socket;
  #closed = false;
  #failed = false;
  readonly #ending = new EndingWatch();
  readonly #closedListeners = new Set<() => void>();

  constructor(recorder: Recorder, endpoint: number, transport: Transport, raw: Socket, path?: string) {
    this.#recorder = recorder;
    this.endpoint = endpoint;
    this.raw = raw;
    this.#stream = raw;
    this.local = { host: raw.localAddress ?? '', port: raw.localPort ?? 0 };
    this.peer = { host: raw.remoteAddress ?? path ?? '', port: raw.remotePort ?? 0 };
    this.id = recorder.addConnection(endpoint, transport, this.local, this.peer).id;
    this.#note(recorder.append('opened', 'none', endpoint, this.id));
    raw.on('close', () => this.#end());
    this.#tap(raw);
  }

  get stream(): Socket {
    return this.#stream;
  }

  get closed(): boolean {
    return this.#closed || this.#stream.destroyed;
  }

  get localName(): string {
    return formatAddress(this.local);
  }

  get peerName(): string {
    return this.peer.port === 0 ? this.peer.host : formatAddress(this.peer);
  }

  /** The TLS stream over it is ready: what crosses from here on is recorded as plain text. */
  secured(stream: Socket, note: string): void {
    this.#stream = stream;
    this.#note(this.#recorder.append('note', 'none', this.endpoint, this.id, utf8.encode(note)));
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
    if (this.#closed) listener();
    else this.#closedListeners.add(listener);
  }

  offClosed(listener: () => void): void {
    this.#closedListeners.delete(listener);
  }

  fail(data: ErrorData): void {
    if (this.#failed || this.#closed) return;
    this.#failed = true;
    // What Node's HTTP makes of a plain close is called ECONNRESET too: only the socket itself tells a reset.
    if (data.system === 'ETIMEDOUT') this.#ending.broke('timed-out');
    this.#note(this.#recorder.append('error', 'none', this.endpoint, this.id, utf8.encode(JSON.stringify(data))));
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

  #note(seq: number): void {
    if (this.firstSeq < 0) this.firstSeq = seq;
    this.lastSeq = seq;
  }

  #tap(stream: Socket): void {
    const tapped = stream as unknown as TappedStream;
    const push = tapped.push.bind(stream);
    const write = tapped._write.bind(stream);
    const writev = tapped._writev.bind(stream);
    const destroy = tapped.destroy.bind(stream);
    tapped.push = (chunk, encoding) => {
      if (chunk !== null && this.#stream === stream) this.#in(chunk);
      return push(chunk, encoding);
    };
    tapped._write = (chunk, encoding, done) => {
      if (this.#stream === stream) this.#out(bytesOf(chunk, encoding));
      write(chunk, encoding, done);
    };
    tapped._writev = (chunks, done) => {
      if (this.#stream === stream) this.#out(Buffer.concat(chunks.map((one) => bytesOf(one.chunk, one.encoding))));
      writev(chunks, done);
    };
    tapped.destroy = (error) => {
      if (error === undefined && this.onGivenUp !== undefined && this.#stream === stream) {
        // Node's HTTP destroys the socket before it says that it could not read the answer: someone else may.
        const keep = this.onGivenUp;
        this.onGivenUp = undefined;
        process.nextTick(() => {
          if (!keep()) destroy();
        });
        return stream;
      }
      return destroy(error);
    };
    stream.on('end', () => {
      this.#ending.finished('peer');
      if (this.#stream === stream && !this.#closed)
        this.#note(this.#recorder.append('half-closed', 'in', this.endpoint, this.id));
    });
    stream.on('finish', () => {
      this.#ending.finished('us');
      if (this.#stream === stream && !this.#closed)
        this.#note(this.#recorder.append('half-closed', 'out', this.endpoint, this.id));
    });
    // Whoever uses the connection learns of it by its own listener; without one it must not end the process.
    stream.on('error', (error) => this.#ending.failed(systemCode(error)));
  }

  #in(chunk: Uint8Array): void {
    if (this.firstByteAt === 0) this.firstByteAt = performance.now();
    this.#note(this.#recorder.append('data', 'in', this.endpoint, this.id, chunk));
    if (this.received === undefined) return;
    this.receivedBytes += chunk.length;
    if (this.receivedBytes > keptBytes) this.received = undefined;
    else this.received.push(chunk);
    this.onReceived?.();
  }

  #out(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = bytes.length <= pieceBytes ? bytes : bytes.subarray(start, start + pieceBytes);
      this.#note(this.#recorder.append('data', 'out', this.endpoint, this.id, piece));
    }
  }

  #end(): void {
    if (this.#closed) return;
    this.#note(this.#ending.record(this.#recorder, this.endpoint, this.id));
    this.#closed = true;
    if (this.#stream !== this.raw) this.#stream.destroy();
    this.#recorder.closeConnection(this.id);
    for (const listener of this.#closedListeners) listener();
    this.#closedListeners.clear();
  }
}

function bytesOf(chunk: Uint8Array | string, encoding: BufferEncoding): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
}
