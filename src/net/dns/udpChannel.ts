import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { WirebenchError } from '../../base/errors.ts';
import { formatAddress } from '../../traffic/event.ts';
import type { Kept, OnDemandClient } from '../onDemandClient.ts';
import { RecordedConnection } from '../recordedConnection.ts';
import { systemCode, systemError } from '../systemErrors.ts';
import { whyNotTheAnswer, type Letters } from './matching.ts';

/** The least milliseconds that a socket stays open for the next question to the same server; at most twice that. */
const idleTime = 4_000;
/** The most questions from one port. Then another port is used, so that nobody can learn it (RFC 5452, section 9.2). */
const questionsPerPort = 256;

interface Answer {
  readonly bytes: Uint8Array;
  readonly connection: number;
}

interface Waiting {
  readonly letters: Letters;
  readonly query: Uint8Array;
  readonly onStray: (why: string) => void;
  settle(error: Error | undefined, answer?: Answer): void;
}

/** A connected socket to one server: it receives from no other address, and the system reports refused datagrams. */
export class UdpChannel implements Kept {
  readonly #client: OnDemandClient;
  readonly #host: string;
  readonly #port: number;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onGone: (channel: UdpChannel) => void;
  #socket: Socket | undefined;
  #opening: Promise<void> | undefined;
  #record: RecordedConnection | undefined;
  #idle: NodeJS.Timeout | undefined;
  #asked = 0;
  /** Whether it was used since the last check for idleness. */
  #isUsed = false;
  #failOpening: ((error: Error) => void) | undefined;
  #gone = false;

  constructor(client: OnDemandClient, host: string, port: number, onGone: (channel: UdpChannel) => void) {
    this.#client = client;
    client.keep(this);
    this.#host = host;
    this.#port = port;
    this.#onGone = onGone;
  }

  /** Whether it takes another question with this ID. */
  takes(id: number): boolean {
    return !this.#gone && this.#asked < questionsPerPort && !this.#waiting.has(id);
  }

  /**
   * Sends a query; resolves with its answer. `onStray`: called with a datagram that is not the answer. Rejects with
   * `dns-timeout`, with the system's error, with the reason of the signal, or with `cancelled` if the channel is
   * closed.
   */
  ask(
    query: Uint8Array,
    timeout: number,
    signal: AbortSignal | undefined,
    onStray: (why: string) => void,
    letters: Letters,
  ): Promise<Answer> {
    this.#asked++;
    this.#isUsed = true;
    if (this.#record !== undefined) return this.#send(query, timeout, signal, onStray, letters);
    this.#opening ??= this.#open();
    return this.#opening.then(() => this.#send(query, timeout, signal, onStray, letters));
  }

  #send(
    query: Uint8Array,
    timeout: number,
    signal: AbortSignal | undefined,
    onStray: (why: string) => void,
    letters: Letters,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = (query[0]! << 8) | query[1]!;
      // Idempotent: a promise is settled once.
      const settle = (error: Error | undefined, answer?: Answer) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        if (this.#waiting.get(id) === waiting) this.#waiting.delete(id);
        if (this.#waiting.size === 0) this.#rest();
        if (error === undefined) resolve(answer!);
        else reject(error);
      };
      const waiting: Waiting = { query, letters, onStray, settle };
      const abort = () => settle(signal!.reason as Error);
      const timer = setTimeout(() => settle(this.#timedOut(timeout)), timeout);
      if (this.#gone) return settle(cancelled());
      if (signal?.aborted === true) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.set(id, waiting);
      this.#record!.append('data', 'out', query);
      // Without offset and length: Node makes a new buffer of the part they name, be it the whole.
      this.#socket!.send(query, (error) => {
        if (error === null) return;
        // The system reports with the next datagram that an earlier one was refused: no question will be answered.
        if (systemCode(error) === 'ECONNREFUSED') this.#failed(error);
        else settle(this.#failure('send', error));
      });
    });
  }

  /** The answer to the query with this ID is no longer needed: its `ask` rejects with `cancelled`. */
  giveUp(id: number): void {
    this.#waiting.get(id)?.settle(cancelled());
  }

  /**
   * Nobody waits. One timer checks from time to time whether the socket was used; a timer for each question would cost
   * more.
   */
  #rest(): void {
    if (this.#gone) return;
    if (this.#asked >= questionsPerPort) this.close();
    else this.#idle ??= setTimeout(() => this.#closeIfIdle(), idleTime).unref();
  }

  #closeIfIdle(): void {
    if (this.#isUsed || this.#waiting.size > 0) {
      this.#isUsed = false;
      this.#idle!.refresh();
    } else this.close();
  }

  #open(): Promise<void> {
    const socket = createSocket(isIPv6(this.#host) ? 'udp6' : 'udp4');
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      this.#failOpening = reject;
      const failed = (error: Error) => {
        reject(this.#failure('connect', error));
        this.close();
      };
      socket.once('error', failed);
      // Without a callback, which would be called with the error too, as if it were a success.
      socket.connect(this.#port, this.#host);
      socket.once('connect', () => {
        socket.off('error', failed);
        socket.on('error', (error) => this.#failed(error));
        socket.on('message', (message) => this.#received(message));
        const local = socket.address();
        const peer = { host: this.#host, port: this.#port };
        this.#record = new RecordedConnection(this.#client, 'udp', { host: local.address, port: local.port }, peer);
        resolve();
      });
    });
  }

  #received(message: Uint8Array): void {
    const record = this.#record!;
    record.append('data', 'in', message);
    const id = message.length < 2 ? -1 : (message[0]! << 8) | message[1]!;
    const waiting = this.#waiting.get(id) ?? this.#waiting.values().next().value;
    // Nobody waits any more: the datagram came too late.
    if (waiting === undefined) return;
    const why = whyNotTheAnswer(waiting.query, message, waiting.letters);
    if (why === undefined) waiting.settle(undefined, { bytes: message, connection: record.id });
    else waiting.onStray(why);
  }

  #failed(error: Error): void {
    const reason = this.#failure('receive', error);
    for (const waiting of [...this.#waiting.values()]) waiting.settle(reason);
  }

  #failure(action: 'connect' | 'send' | 'receive', error: Error): WirebenchError {
    return systemError(error, { action, transport: 'udp', host: this.#host, port: this.#port });
  }

  #timedOut(timeout: number): WirebenchError {
    const where = formatAddress({ host: this.#host, port: this.#port });
    return new WirebenchError({
      code: 'dns-timeout',
      message: `No answer came from ${where} over UDP within ${timeout / 1000} s. Check that a DNS server runs there and that nothing on the way drops its datagrams.`,
      remedies: ['retry'],
    });
  }

  close(): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#idle);
    this.#client.gone(this);
    this.#onGone(this);
    this.#failOpening?.(cancelled());
    for (const waiting of [...this.#waiting.values()]) waiting.settle(cancelled());
    this.#record?.over();
    this.#record?.release();
    this.#socket?.removeAllListeners('error');
    this.#socket?.on('error', () => undefined);
    this.#socket?.close();
    this.#socket = undefined;
  }
}

export function cancelled(): WirebenchError {
  return new WirebenchError({ code: 'cancelled', message: 'The question was cancelled.' });
}
