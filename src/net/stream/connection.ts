import type { Socket } from 'node:net';
import { WirebenchError } from '../../base/errors.ts';
import { createFramer, encodeFrame, framingKind } from '../../protocol/framing.ts';
import type { Framer, FrameSink, FramingProblem } from '../../protocol/framing/framer.ts';
import type { Ending } from '../../traffic/endings.ts';
import type { SocketAddress, Transport } from '../../traffic/event.ts';
import type { Behaviour, Received } from '../behaviours/behaviour.ts';
import type { EndpointConnection } from '../endpoint.ts';
import type { ConnectionSnapshot } from '../snapshot.ts';
import type { ConnectionState, HowToClose } from '../spec.ts';
import type { Framing } from '../../protocol/framing.ts';
import { closedForSending, notReading, systemError } from '../systemErrors.ts';
import { addressesOf, type StreamAddresses } from './addresses.ts';
import { isAbandoned, isOwnPeer } from '../sockets/abandoned.ts';
import { keptPorts } from '../sockets/keptPorts.ts';
import type { ConnectionOwner } from '../recordedConnection.ts';
import { pieceBytes, RecordedStream } from './recordedStream.ts';
import { plainText, recordHead, tlsError } from './tls.ts';

/** The endpoint a stream connection belongs to. */
interface StreamOwner extends ConnectionOwner {
  readonly behaviour: Behaviour | undefined;
  connectionClosed(connection: StreamConnection): void;
  problem(error: unknown, connection?: number): void;
  connectionFailed(error: WirebenchError, connection: number): void;
  changed(): void;
}

export interface StreamOptions {
  readonly transport: Transport;
  readonly receiveBuffer: number;
  readonly halfOpen: boolean;
  readonly idleTimeout: number;
  readonly framing: Framing;
  /** Of a client: leaves the peer's port free (`isAbandoned`) if the peer has closed first. */
  readonly freesPort?: boolean;
  /**
   * Reads and writes the stream instead of a behaviour, for protocols that Node implements. Every byte is recorded when
   * it is read and when the system gets it. Called once, when the stream is open.
   */
  readonly takeOver?: (stream: Socket, connection: StreamConnection) => void;
  /**
   * With `takeOver`: changes the received bytes for the reader, after they were recorded. Called once for each
   * connection.
   */
  readonly mend?: (connection: StreamConnection) => (bytes: Uint8Array) => Uint8Array;
}

/**
 * The limit of bytes that wait for a peer: above it, a user's send is refused, and a behaviour's send ends the
 * connection.
 */
export const queueLimit = 64 * 1024 * 1024;
/** The bytes that wait for a peer before we stop reading from it: at most four reads of the kernel's. */
export const highWaterMark = 256 * 1024;
/** Milliseconds that a stop waits for queued bytes to be sent. */
const stopGrace = 500;

/** One TCP or TLS stream, of a server or a client. It records every byte and respects the peer's pace. */
export class StreamConnection implements EndpointConnection, Received, FrameSink {
  readonly id: number;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  state: unknown = undefined;
  security: string | undefined;

  /** The `Received` of the behaviour: the connection itself, so that a chunk costs no object. */
  bytes: Uint8Array = new Uint8Array(0);
  seq = 0;

  readonly #owner: StreamOwner;
  readonly #options: StreamOptions;
  readonly #record: RecordedStream;
  /** Undefined if the behaviour gets chunks. */
  readonly #framer: Framer | undefined;
  readonly #receiveBuffer: number;
  /** The TCP socket. Bytes are read and written on `#stream`: the socket itself, or the TLS stream over it. */
  readonly #raw: Socket;
  #stream: Socket;
  #stalled = false;
  /** Whether its behaviour paused the reading. */
  #held = false;
  /** The chunk that the framer is reading, and the frame being delivered, as they are on the wire. */
  #chunk: Uint8Array | undefined;
  #chunkSeq = 0;
  #frame: Uint8Array | undefined;
  /** How it closes, once it is known whether anybody reads at the other end. */
  #leaving: HowToClose | 'shut' | undefined;

  constructor(owner: StreamOwner, raw: Socket, options: StreamOptions, addresses: StreamAddresses = addressesOf(raw)) {
    this.#owner = owner;
    this.#options = options;
    this.#framer = options.framing.kind === 'none' ? undefined : createFramer(options.framing, this);
    this.#receiveBuffer = options.receiveBuffer;
    this.#raw = raw;
    this.#stream = raw;
    this.local = addresses.local;
    this.peer = addresses.peer ?? { host: '', port: 0 };
    this.#record = new RecordedStream(owner, options.transport, this.local, this.peer);
    this.id = this.#record.id;
    raw.on('error', (error) => this.fail(error));
    raw.on('close', () => this.#closed());
  }

  get transport(): Transport {
    return this.#options.transport;
  }

  get status(): ConnectionState {
    return this.#record.state;
  }

  /** Who ended it, and how. Meaningless for an open connection. */
  get ending(): Ending {
    return this.#record.ending.ending;
  }

  /** Bytes given to the socket that the system has not taken yet. */
  get queued(): number {
    return this.#stream.writableLength;
  }

  /** Whether reading is paused until the peer reads. */
  get stalled(): boolean {
    return this.#stalled;
  }

  /** Whether a user may send to it. */
  get mayBeAsked(): boolean {
    return this.status !== 'opening' && this.#writable;
  }

  /** Of a TLS server: the peer has sent something that is no TLS. */
  get speaksPlain(): boolean {
    return this.status === 'opening' && this.#raw.bytesRead > 0 && this.#raw.bytesRead < recordHead;
  }

  get #writable(): boolean {
    return this.#leaving === undefined && this.#stream.writable;
  }

  /**
   * The stream is ready: its bytes are recorded from here on. `stream` is the TCP socket, or the TLS stream over it.
   */
  opened(stream: Socket, security?: string): void {
    this.#stream = stream;
    this.security = security;
    this.#record.opened(security);
    if (stream !== this.#raw) stream.on('error', (error) => this.fail(error));
    if (this.#options.idleTimeout > 0) {
      stream.setTimeout(this.#options.idleTimeout, () => this.#idle());
    }
    const { takeOver, mend } = this.#options;
    if (takeOver !== undefined) {
      const received = mend?.(this);
      this.#record.tap(stream, {
        ...(received === undefined ? {} : { received }),
        ended: () => this.#owner.changed(),
      });
      takeOver(stream, this);
      return;
    }
    stream.on('end', () => this.#ended());
    stream.on('drain', () => this.#drained());
    this.#tell((behaviour) => behaviour.onOpen?.(this));
    stream.on('data', this.#onData);
  }

  readonly #onData = (chunk: Uint8Array): void => {
    const size = this.#receiveBuffer;
    if (chunk.length <= size) {
      this.#take(chunk);
      return;
    }
    // Like the chunks of a recv(size) loop: full pieces, then the rest.
    for (let start = 0; start < chunk.length; start += size) this.#take(chunk.subarray(start, start + size));
  };

  #take(bytes: Uint8Array): void {
    const seq = this.#record.received(bytes);
    if (this.#framer === undefined) {
      this.#deliver(bytes, seq);
      return;
    }
    this.#chunk = bytes;
    this.#chunkSeq = seq;
    this.#owner.behaviour?.onChunk?.(this, bytes);
    this.#framer.push(bytes);
    this.#chunk = undefined;
  }

  #deliver(bytes: Uint8Array, seq: number): void {
    const behaviour = this.#owner.behaviour;
    if (behaviour?.onReceived === undefined) return;
    this.bytes = bytes;
    this.seq = seq;
    try {
      behaviour.onReceived(this, this);
    } catch (error) {
      this.#owner.problem(error, this.id);
    }
  }

  onFrame(bytes: Uint8Array, start: number, end: number, payloadStart: number, payloadEnd: number): void {
    const frame = bytes.subarray(start, end);
    const seq =
      bytes === this.#chunk
        ? this.#record.appendShared('frame', 'in', this.#chunkSeq, start, frame)
        : this.#record.append('frame', 'in', frame);
    this.#frame = frame;
    this.#deliver(bytes.subarray(payloadStart, payloadEnd), seq);
    this.#frame = undefined;
  }

  /** Like Python's readline: a last line without its end is still a line. An incomplete record is not a record. */
  onPartial(bytes: Uint8Array, start: number, end: number): void {
    if (framingKind(this.#options.framing).endsWithStream === true) this.onFrame(bytes, start, end, start, end);
    else this.note(`The stream ended within a frame: ${end - start} bytes of it arrived.`);
  }

  onProblem(problem: FramingProblem): void {
    this.#owner.connectionFailed(
      new WirebenchError({ code: problem.code, message: problem.message, facts: { offset: problem.offset } }),
      this.id,
    );
  }

  /** With a framing, `bytes` goes out as one frame. */
  send(bytes: Uint8Array): boolean {
    const wire = this.#framer === undefined ? bytes : encodeFrame(this.#options.framing, bytes);
    if (!this.#mayWrite(wire.length)) return false;
    this.#recordOut(wire);
    return this.#write(wire);
  }

  echo(received: Received, start = 0, end = received.bytes.length): boolean {
    const whole = start === 0 && end === received.bytes.length;
    if (this.#framer !== undefined && (!whole || this.#frame === undefined)) {
      return this.send(received.bytes.subarray(start, end));
    }
    const bytes = this.#frame ?? (whole ? received.bytes : received.bytes.subarray(start, end));
    if (bytes.length > pieceBytes) return this.send(received.bytes);
    if (!this.#mayWrite(bytes.length)) return false;
    const seq = this.#record.appendShared('data', 'out', received.seq, start, bytes);
    if (this.#framer !== undefined) this.#record.appendShared('frame', 'out', seq, 0, bytes);
    return this.#write(bytes);
  }

  /**
   * A user's send; with a framing it goes out as one frame. Returns the number of bytes sent. Throws if the connection
   * is closed for sending, or if its peer does not read.
   */
  sendAsked(bytes: Uint8Array): number {
    const wire = this.#framer === undefined ? bytes : encodeFrame(this.#options.framing, bytes);
    this.checkAsked(wire.length);
    if (wire.length === 0) return 0;
    this.#recordOut(wire);
    this.#write(wire);
    return wire.length;
  }

  /** Throws the error that `sendAsked` would throw for that number of bytes. */
  checkAsked(length: number): void {
    if (!this.#writable || this.status === 'opening') throw closedForSending(this.peer);
    const queued = this.queued;
    if (queued > 0 && queued + length > queueLimit) throw notReading(this.peer, queued);
  }

  #recordOut(bytes: Uint8Array): void {
    // A stream that was taken over is recorded by its tap.
    if (this.#options.takeOver === undefined) this.#record.sent(bytes, this.#framer !== undefined);
  }

  #mayWrite(length: number): boolean {
    if (length === 0 || !this.#writable) return false;
    const queued = this.#stream.writableLength;
    if (queued <= highWaterMark || queued + length <= queueLimit) return true;
    // Others may send to a peer that does not read (chat), and its own pace cannot slow them down, so it is
    // disconnected.
    this.#fail(notReading(this.peer, queued));
    this.finish('reset');
    return false;
  }

  #write(bytes: Uint8Array): boolean {
    if (this.#stream.write(bytes)) return true;
    // Small writes may already be sent: only bytes that really wait pause the reading.
    if (!this.#stalled) {
      this.#stalled = true;
      this.#stream.pause();
    }
    return false;
  }

  #drained(): void {
    if (!this.#stalled) return;
    this.#stalled = false;
    this.#tell((behaviour) => behaviour.onDrain?.(this));
    // The behaviour may have filled the queue again.
    if (!this.stalled && !this.#held) this.#stream.resume();
  }

  pause(): void {
    this.#held = true;
    this.#stream.pause();
  }

  resume(): void {
    if (!this.#held) return;
    this.#held = false;
    if (!this.#stalled) this.#stream.resume();
  }

  end(): void {
    this.finish('end');
  }

  reset(): void {
    this.finish('reset');
  }

  finish(how: HowToClose): void {
    if (this.status === 'closed') return;
    if (how === 'reset') {
      this.#record.ending.broke('reset-by-us');
      this.#record.closing();
      this.#raw.resetAndDestroy();
      return;
    }
    if (this.#leaves(how)) return;
    this.#finishNow(how);
  }

  /** Whether the close waits for the answer to who reads at the other end. */
  #leaves(how: HowToClose | 'shut'): boolean {
    if (this.#leaving !== undefined) {
      if (how !== 'end') this.#leaving = how;
      return true;
    }
    const peerEnded = this.status === 'half-closed-in';
    const isFirst = how === 'end' && !peerEnded;
    if (!this.#options.freesPort || this.status === 'opening' || !this.#stream.writable) return false;
    if (!isOwnPeer(this)) return false;
    if (isFirst) {
      // Its own end may be on its way.
      keptPorts.add(this);
      return false;
    }
    this.#leaving = how;
    this.#record.ended('us');
    void this.#leave(peerEnded ? 'ended' : 'open');
    return true;
  }

  async #leave(peer: 'ended' | 'open'): Promise<void> {
    const abandoned = await isAbandoned(this, peer);
    const how = this.#leaving!;
    if (this.#raw.destroyed) return;
    // Nobody is there who could take it for a reset.
    if (abandoned) this.#raw.resetAndDestroy();
    else if (how === 'shut') this.#destroy();
    else this.#finishNow(how);
  }

  #finishNow(how: HowToClose): void {
    if (this.#stream.writable) {
      // After a take-over, the stream may have more to send. Its tap sees the end.
      if (this.#options.takeOver === undefined) this.#record.ended('us');
      else this.#record.ending.finished('us');
      this.#stream.end();
    }
    if (how === 'close') {
      this.#record.closing();
      // Bytes that the peer still sends are discarded: unread bytes would turn the close into a reset.
      this.#stream.resume();
      this.#stream.destroySoon();
    }
    this.#owner.changed();
  }

  /** Closes, after a short time for queued bytes; resolves when the socket is closed. */
  shut(): Promise<void> {
    if (this.status === 'closed') return Promise.resolve();
    return new Promise((resolve) => {
      if (this.queued === 0 || this.status === 'opening') {
        this.#raw.once('close', () => resolve());
        if (!this.#leaves('shut')) this.#destroy();
        return;
      }
      const timer = setTimeout(() => this.#raw.destroy(), stopGrace);
      this.#raw.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      this.finish('close');
    });
  }

  #destroy(): void {
    this.#record.closing();
    this.#record.ending.finished('us');
    this.#stream.destroy();
    this.#raw.destroy();
  }

  #ended(): void {
    this.#record.ended('peer');
    this.#framer?.end();
    const behaviour = this.#owner.behaviour;
    if (behaviour?.onEnd !== undefined) this.#tell((b) => b.onEnd?.(this));
    else if (!this.#options.halfOpen) this.end();
    this.#owner.changed();
  }

  #idle(): void {
    this.idled(this.#options.idleTimeout);
    this.finish('close');
    // A peer that does not read would keep it open forever.
    if (this.queued > 0) this.#raw.destroy();
  }

  /** Records the end after that many milliseconds without traffic. The caller closes it. */
  idled(milliseconds: number): void {
    this.note(`Closed after ${milliseconds / 1000} s without traffic.`);
    this.timedOut();
  }

  /** Records the end by a time limit. The caller closes it. */
  timedOut(): void {
    this.#record.ending.broke('timed-out');
  }

  /** Records a note about the connection that is not traffic. */
  note(text: string): void {
    this.#record.note(text);
  }

  /** Records an error of the socket. The close follows by itself. */
  fail(error: unknown): void {
    this.#record.broke(error);
    const { host, port } = this.peer;
    const { transport } = this.#options;
    this.#fail(
      error instanceof WirebenchError ? error : systemError(error, { action: 'receive', transport, host, port }),
    );
  }

  #fail(error: WirebenchError): void {
    this.#record.fail(error, () => this.#owner.connectionFailed(error, this.id));
  }

  #closed(): void {
    if (this.status === 'closed') return;
    const wasOpen = this.status !== 'opening';
    if (!wasOpen) {
      this.#record.ending.broke('closed-by-peer');
      this.fail(this.speaksPlain ? plainText(this.peer) : tlsError({ code: 'ECONNRESET' }, 'server', this.peer));
    }
    if (this.#stream !== this.#raw) this.#stream.destroy();
    this.#record.closed();
    this.#owner.connectionClosed(this);
    if (wasOpen) this.#tell((behaviour) => behaviour.onClosed?.(this));
    this.#record.release();
    this.#owner.changed();
  }

  #tell(what: (behaviour: Behaviour) => void): void {
    const behaviour = this.#owner.behaviour;
    if (behaviour === undefined) return;
    try {
      what(behaviour);
    } catch (error) {
      this.#owner.problem(error, this.id);
    }
  }

  snapshot(): ConnectionSnapshot {
    return {
      ...this.#record.info,
      state: this.status,
      counters: this.#owner.recorder.connectionCounters(this.id),
      ...(this.security === undefined ? {} : { security: this.security }),
    };
  }
}
