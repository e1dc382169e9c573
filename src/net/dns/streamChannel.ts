import { Socket } from 'node:net';
import { errorData, WirebenchError, type ErrorData } from '../../base/errors.ts';
import { formatAddress, type SocketAddress } from '../../traffic/event.ts';
import type { ConnectionOwner } from '../recordedConnection.ts';
import { RecordedStream } from '../stream/recordedStream.ts';
import { systemError } from '../systemErrors.ts';
import { securityOf, tlsClientOptions, tlsError } from '../stream/tls.ts';
import { whyNotAResponse, whyNotTheAnswer } from './matching.ts';
import { cancelled } from './udpChannel.ts';

interface StreamOptions {
  readonly transport: 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  /** Milliseconds for the whole exchange; for a transfer, between two messages. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly verify?: boolean;
  readonly caFile?: string;
  readonly servername?: string;
  /** Whether another message follows this one (a transfer). Throws if the messages are contradictory. */
  readonly more?: (message: Uint8Array) => boolean;
  readonly onStray: (why: string) => void;
}

/** An incomplete or invalid answer or transfer: the time ran out, the connection ended, or its messages do not fit. */
export class CutShort extends WirebenchError {
  /** The complete messages, and the bytes of the last incomplete one. */
  readonly messages: readonly Uint8Array[];
  readonly connection: number;

  constructor(data: ErrorData, messages: readonly Uint8Array[], connection: number) {
    super(data);
    this.messages = messages;
    this.connection = connection;
  }
}

/**
 * Sends one query over its own TCP or TLS connection, each message after two bytes with its length (RFC 1035, section
 * 4.2.2; RFC 7858), and reads the answer or, for a transfer, all of them. Throws CutShort if only a part came.
 */
export async function askStream(
  client: ConnectionOwner,
  query: Uint8Array,
  options: StreamOptions,
): Promise<{ readonly messages: readonly Uint8Array[]; readonly connection: number }> {
  const asking = new Asking(client, query, options);
  try {
    return await asking.run();
  } finally {
    await asking.close();
  }
}

class Asking {
  readonly #client: ConnectionOwner;
  readonly #query: Uint8Array;
  readonly #options: StreamOptions;
  readonly #raw = new Socket();
  #stream: Socket = this.#raw;
  /** Undefined until the connection is open. */
  #record: RecordedStream | undefined;
  #timer: NodeJS.Timeout | undefined;
  #buffer: Uint8Array = new Uint8Array(0);
  readonly #messages: Uint8Array[] = [];
  #closed: Promise<void> | undefined;
  #abort: (() => void) | undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(client: ConnectionOwner, query: Uint8Array, options: StreamOptions) {
    this.#client = client;
    this.#query = query;
    this.#options = options;
  }

  /** 0: there was no connection. */
  get #connection(): number {
    return this.#record?.id ?? 0;
  }

  get #peer(): SocketAddress {
    return { host: this.#options.host, port: this.#options.port };
  }

  async run(): Promise<{ messages: readonly Uint8Array[]; connection: number }> {
    const tls = this.#options.transport === 'tls' ? await tlsClientOptions(this.#tlsSpec()) : undefined;
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      const { signal } = this.#options;
      this.#abort = () => reject(cancelled());
      if (signal?.aborted === true) {
        reject(cancelled());
        return;
      }
      signal?.addEventListener('abort', this.#abort, { once: true });
      this.#wait();
      const done = () => resolve({ messages: this.#messages, connection: this.#connection });
      this.#raw.once('error', (error) =>
        reject(systemError(error, { action: 'connect', transport: this.#options.transport, ...this.#peer })),
      );
      this.#raw.connect({ ...this.#peer, noDelay: true }, () => void this.#connected(tls, done).catch(reject));
    });
  }

  #tlsSpec() {
    const { verify, caFile, servername } = this.#options;
    return {
      ...(verify === undefined ? {} : { verify }),
      ...(caFile === undefined ? {} : { caFile }),
      ...(servername === undefined ? {} : { servername }),
    };
  }

  async #connected(tls: Awaited<ReturnType<typeof tlsClientOptions>> | undefined, done: () => void): Promise<void> {
    const raw = this.#raw;
    const local = { host: raw.localAddress ?? '', port: raw.localPort ?? 0 };
    const peer = { host: raw.remoteAddress ?? this.#options.host, port: this.#options.port };
    const record = new RecordedStream(this.#client, this.#options.transport, local, peer);
    this.#record = record;
    this.#closed = new Promise((resolve) => raw.once('close', () => resolve()));
    record.opened(tls === undefined ? undefined : await this.#secure(tls));
    const stream = this.#stream;
    stream.on('data', (chunk: Uint8Array) => {
      record.received(chunk);
      this.#received(chunk, done);
    });
    stream.once('end', () => {
      record.ended('peer');
      this.#reject(this.#endedEarly());
    });
    stream.on('error', (error) => {
      record.broke(error);
      this.#reject(systemError(error, { action: 'receive', transport: this.#options.transport, ...this.#peer }));
    });
    const framed = new Uint8Array(this.#query.length + 2);
    framed[0] = this.#query.length >> 8;
    framed[1] = this.#query.length & 0xff;
    framed.set(this.#query, 2);
    record.sent(framed);
    stream.write(framed);
  }

  /** Resolves with the negotiated parameters. */
  async #secure(options: Record<string, unknown>): Promise<string> {
    const { connect } = await import('node:tls');
    const { isIP } = await import('node:net');
    const name = this.#options.servername ?? this.#options.host;
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => reject(tlsError(error, 'client', this.#peer));
      const stream = connect({
        ...options,
        // The name of DNS over TLS in ALPN. Some servers require it for zone transfers (RFC 9103, section 7.1).
        ALPNProtocols: ['dot'],
        socket: this.#raw,
        host: name,
        ...(isIP(name) === 0 ? { servername: name } : {}),
      });
      this.#stream = stream;
      this.#raw.removeAllListeners('error');
      this.#raw.on('error', failed);
      this.#raw.once('close', () => failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
      stream.once('error', failed);
      stream.once('secureConnect', () => {
        stream.off('error', failed);
        resolve(securityOf(stream));
      });
    });
  }

  #received(chunk: Uint8Array, done: () => void): void {
    const joined = new Uint8Array(this.#buffer.length + chunk.length);
    joined.set(this.#buffer);
    joined.set(chunk, this.#buffer.length);
    let at = 0;
    try {
      for (;;) {
        if (joined.length < at + 2) break;
        const end = at + 2 + ((joined[at]! << 8) | joined[at + 1]!);
        if (joined.length < end) break;
        const message = joined.slice(at + 2, end);
        at = end;
        if (this.#take(message)) {
          done();
          return;
        }
      }
    } catch (error) {
      this.#reject(this.#broken(errorData(error)));
      return;
    }
    this.#buffer = joined.slice(at);
  }

  /** Returns whether that was the last message. */
  #take(message: Uint8Array): boolean {
    // In a transfer, only the first message must repeat the question; all have the ID (RFC 5936, section 2.2.1).
    const isFirst = this.#messages.length === 0;
    const why = isFirst ? whyNotTheAnswer(this.#query, message, 'any') : whyNotAResponse(this.#query, message);
    if (why !== undefined) {
      this.#options.onStray(why);
      return false;
    }
    this.#messages.push(message);
    if (this.#options.more?.(message) !== true) return true;
    this.#wait();
    return false;
  }

  #endedEarly(): WirebenchError {
    const over = this.#options.transport.toUpperCase();
    const came = this.#came;
    return this.#broken({
      code: 'dns-closed',
      message: `${formatAddress(this.#peer)} closed the ${over} connection ${came === undefined ? 'before it answered' : `after ${came}`}. ${came === undefined ? `Check that a DNS server runs there and takes ${over}, or ask again.` : 'The part that came is shown. Ask again.'}`,
      remedies: ['retry'],
    });
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#record?.ending.broke('timed-out');
      this.#reject(this.#timedOut());
    }, this.#options.timeout);
  }

  #timedOut(): WirebenchError {
    const over = this.#options.transport.toUpperCase();
    const where = `${formatAddress(this.#peer)} over ${over} within ${this.#options.timeout / 1000} s`;
    const came = this.#came;
    const what = this.#connection === 0 ? 'The connection was not made' : 'No answer came';
    return this.#broken({
      code: 'dns-timeout',
      message:
        came === undefined
          ? `${what}: ${where}. Check that a DNS server runs there and takes ${over}.`
          : `The answer is incomplete: ${where} sent ${came}, and then nothing. The part that came is shown. Ask again.`,
      remedies: ['retry'],
    });
  }

  /** The received part of an answer or a transfer: `40 of the 120 bytes of the answer`. */
  get #came(): string | undefined {
    const { length } = this.#buffer;
    const whole = this.#messages.length;
    const ofTransfer = whole === 0 ? '' : ` and ${messagesOf(whole)}`;
    if (length >= 2) {
      const announced = (this.#buffer[0]! << 8) | this.#buffer[1]!;
      return `${length - 2} of the ${announced} bytes of ${whole === 0 ? 'the answer' : 'a message'}${ofTransfer}`;
    }
    if (length === 1) return `half of the length of ${whole === 0 ? 'the answer' : 'a message'}${ofTransfer}`;
    return whole === 0 ? undefined : messagesOf(whole);
  }

  #broken(error: ErrorData): WirebenchError {
    const part = this.#buffer.subarray(2);
    const messages = [...this.#messages, ...(part.length > 0 ? [part] : [])];
    return messages.length > 0 ? new CutShort(error, messages, this.#connection) : new WirebenchError(error);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#abort !== undefined) this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#raw.removeAllListeners('error');
    this.#raw.on('error', () => undefined);
    this.#stream.removeAllListeners('error');
    this.#stream.on('error', () => undefined);
    this.#stream.destroy();
    this.#raw.destroy();
    await this.#closed;
    this.#record?.closed();
    this.#record?.release();
  }
}

function messagesOf(count: number): string {
  return `${count} message${count === 1 ? '' : 's'} of the transfer`;
}
