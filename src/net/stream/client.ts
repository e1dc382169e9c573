import { isIP, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { highWaterMark, StreamConnection } from './connection.ts';
import { BaseEndpoint, type EndpointContext, type SendOutcome } from '../endpoint.ts';
import type { CompleteClient } from '../../endpoints/spec.ts';
import type { Destination } from '../spec.ts';
import { sendToStreams } from './send.ts';
import { connectTimedOut, systemError, type Attempt } from '../systemErrors.ts';
import { securityOf, tlsClientOptions, tlsError } from './tls.ts';

/** A TCP or TLS client: one connection, open until either side closes it. */
export class StreamClient extends BaseEndpoint<StreamConnection> {
  readonly spec: CompleteClient<'tcp' | 'tls'>;
  #socket: Socket | undefined;

  constructor(id: number, spec: CompleteClient<'tcp' | 'tls'>, context: EndpointContext) {
    super(id, spec.name, context);
    this.spec = spec;
  }

  get #attempt(): Attempt {
    return { action: 'connect', transport: this.spec.transport, host: this.spec.host, port: this.spec.port };
  }

  protected async open(signal: AbortSignal): Promise<void> {
    const { connectTimeout } = this.spec;
    // One limit for everything: the look-up, every tried address, and the TLS handshake.
    const timer = setTimeout(
      () => this.#socket?.destroy(connectTimedOut(this.#attempt, connectTimeout)),
      connectTimeout,
    );
    const abort = () => this.#socket?.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    try {
      const tls = this.spec.transport === 'tls' ? await tlsClientOptions(this.spec.tls) : undefined;
      signal.throwIfAborted();
      const raw = await this.#connect();
      const { transport, receiveBuffer, halfOpen, framing } = this.spec;
      const connection = new StreamConnection(this, raw, {
        transport,
        receiveBuffer,
        halfOpen,
        framing,
        idleTimeout: 0,
        freesPort: true,
      });
      this.connections.set(connection.id, connection);
      this.localAddress = connection.local;
      if (this.spec.transport === 'tls') {
        const stream = await this.#secure(this.spec, raw, connection, tls!);
        connection.opened(stream, securityOf(stream));
      } else {
        connection.opened(raw);
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }

  #connect(): Promise<Socket> {
    const { host, port, family, localAddress, localPort } = this.spec;
    const raw = new Socket({ allowHalfOpen: true, highWaterMark } as ConstructorParameters<typeof Socket>[0]);
    this.#socket = raw;
    return new Promise<Socket>((resolve, reject) => {
      const failed = (error: Error) => reject(systemError(error, this.#attempt));
      raw.once('error', failed);
      raw.once('close', () => reject(systemError(new Error('the socket was closed'), this.#attempt)));
      raw.connect(
        {
          host,
          port,
          noDelay: true,
          // A name may have addresses of both families. Each is tried, and the first that answers is used.
          autoSelectFamily: family === undefined,
          ...(family === undefined ? {} : { family }),
          ...(localAddress === undefined ? {} : { localAddress }),
          ...(localPort === undefined ? {} : { localPort }),
        },
        () => {
          raw.off('error', failed);
          resolve(raw);
        },
      );
    });
  }

  async #secure(
    spec: CompleteClient<'tls'>,
    raw: Socket,
    connection: StreamConnection,
    options: Record<string, unknown>,
  ): Promise<TLSSocket> {
    const { connect } = await import('node:tls');
    const name = spec.tls.servername ?? spec.host;
    return new Promise<TLSSocket>((resolve, reject) => {
      let stream: TLSSocket;
      const failed = (error: Error) => {
        const reason = tlsError(error, 'client', { host: spec.host, port: spec.port });
        connection.fail(reason);
        reject(reason);
      };
      const closed = () => failed(tlsError({ code: 'ECONNRESET' }, 'client', { host: spec.host, port: spec.port }));
      raw.once('error', failed);
      raw.once('close', closed);
      // It may have been closed while the module was loaded, and its event has already been fired.
      if (raw.destroyed) {
        closed();
        return;
      }
      try {
        // RFC 6066, section 3: an address is not a valid server name.
        stream = connect({ ...options, socket: raw, host: name, ...(isIP(name) === 0 ? { servername: name } : {}) });
      } catch (error) {
        failed(error as Error);
        return;
      }
      stream.once('error', failed);
      stream.once('secureConnect', () => {
        raw.off('error', failed);
        stream.off('error', failed);
        resolve(stream);
      });
    });
  }

  connectionClosed(connection: StreamConnection): void {
    this.connections.delete(connection.id);
    this.ending = connection.ending;
    // A client consists of its one connection: without it, the client stops.
    if (this.state === 'running') this.stopUnasked();
  }

  protected async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.shut()));
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined || socket.closed) return;
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.on('error', () => undefined);
      socket.destroy();
    });
  }

  send(to: Destination, bytes: Uint8Array): Promise<SendOutcome> {
    return sendToStreams(this, to, bytes);
  }
}
