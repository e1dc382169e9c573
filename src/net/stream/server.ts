import { createServer, type DropArgument, type Server, type Socket } from 'node:net';
import type { Server as TlsServer, TLSSocket } from 'node:tls';
import { WirebenchError, type ErrorData } from '../../base/errors.ts';
import { formatAddress } from '../../traffic/event.ts';
import { highWaterMark, StreamConnection, type StreamOptions } from './connection.ts';
import { BaseEndpoint, type EndpointContext, type SendOutcome } from '../endpoint.ts';
import { listenError } from '../listenError.ts';
import type { CompleteServer } from '../../endpoints/spec.ts';
import { addressesOf } from './addresses.ts';
import type { Destination } from '../spec.ts';
import { sendToStreams } from './send.ts';
import { createTlsAcceptor, plainText, securityOf, tlsError } from './tls.ts';

type Served = CompleteServer<'tcp' | 'tls'> | CompleteServer<'http' | 'https'>;

/** A server over TCP or TLS: it listens, accepts and secures. Its kind decides how the streams are used. */
export abstract class BaseStreamServer<S extends Served> extends BaseEndpoint<StreamConnection> {
  readonly spec: S;
  #server: Server | undefined;
  /** Never listens: it only creates TLS streams for accepted connections. */
  #acceptor: TlsServer | undefined;
  /** Connections with a handshake in progress, by the peer's address. */
  readonly #shaking = new Map<string, StreamConnection>();
  #refused: ErrorData | undefined;

  constructor(id: number, spec: S, context: EndpointContext) {
    super(id, spec.name, context);
    this.spec = spec;
  }

  /** The options of its connections. */
  protected abstract streamOptions(): StreamOptions;

  protected async open(signal: AbortSignal): Promise<void> {
    if (this.spec.transport === 'tls') await this.#createAcceptor();
    const { host, port, backlog, family } = this.spec;
    const server = createServer({
      // We decide when to end our direction. A peer that leaves during a TLS handshake, however, is gone.
      allowHalfOpen: this.spec.transport === 'tcp',
      // Like asyncio: an answer of two writes should not wait for the peer's delayed acknowledgement.
      noDelay: true,
      highWaterMark,
    });
    this.#server = server;
    server.maxConnections = this.spec.maxConnections;
    server.on('connection', (socket) => this.#accept(socket));
    server.on('drop', (drop) => this.#dropped(drop));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      // Only the dual-stack switch can request the family of a name. An address has its own.
      server.listen({ host, port, backlog, ipv6Only: family === 6, signal }, () => {
        server.off('error', reject);
        resolve();
      });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    }).catch(async (error: unknown) => {
      throw signal.aborted ? error : await listenError(error, this.spec, this.context);
    });
    server.on('error', (error) => this.problem(error));
    const address = server.address();
    if (address !== null && typeof address === 'object') {
      this.localAddress = { host: address.address, port: address.port };
    }
    this.listening();
  }

  async #createAcceptor(): Promise<void> {
    if (this.spec.transport !== 'tls') return;
    const acceptor = await createTlsAcceptor(this.spec.tls);
    acceptor.on('secureConnection', (stream) => this.#secured(stream));
    acceptor.on('tlsClientError', (error, stream) => {
      const connection = this.#shaken(stream);
      connection?.fail(tlsError(error, 'server', connection.peer));
      stream.destroy();
      connection?.finish('reset');
    });
    this.#acceptor = acceptor;
  }

  #accept(socket: Socket): void {
    // If the peer left before it was accepted, it no longer has an address.
    const addresses = addressesOf(socket);
    if (addresses.peer === undefined) {
      socket.destroy();
      return;
    }
    const connection = new StreamConnection(this, socket, this.streamOptions(), addresses);
    this.connections.set(connection.id, connection);
    if (this.#acceptor === undefined) connection.opened(socket);
    else {
      this.#shaking.set(formatAddress(connection.peer), connection);
      this.#acceptor.emit('connection', socket);
    }
    this.changed();
  }

  #shaken(stream: TLSSocket): StreamConnection | undefined {
    const key = formatAddress({ host: stream.remoteAddress ?? '', port: stream.remotePort ?? 0 });
    const connection = this.#shaking.get(key);
    this.#shaking.delete(key);
    return connection;
  }

  #secured(stream: TLSSocket): void {
    const connection = this.#shaken(stream);
    if (connection === undefined) stream.destroy();
    else {
      stream.allowHalfOpen = true;
      this.#refused = undefined;
      connection.opened(stream, securityOf(stream));
    }
    this.changed();
  }

  override get refused(): ErrorData | undefined {
    const plain = [...this.connections.values()].find((connection) => connection.speaksPlain);
    return plain === undefined ? this.#refused : plainText(plain.peer).toData();
  }

  override connectionFailed(error: WirebenchError, connection: number): void {
    if (connection === 0 || this.connections.get(connection)?.status === 'opening') this.#refused = error.toData();
    super.connectionFailed(error, connection);
  }

  #dropped(drop: DropArgument | undefined): void {
    const peer = formatAddress({ host: drop?.remoteAddress ?? '?', port: drop?.remotePort ?? 0 });
    this.connectionFailed(
      new WirebenchError({
        code: 'too-many-connections',
        message: `A connection from ${peer} was closed at once: ${this.spec.maxConnections} are open, and maxConnections allows no more.`,
        remedies: ['openSettings'],
      }),
      0,
    );
  }

  connectionClosed(connection: StreamConnection): void {
    this.connections.delete(connection.id);
    const key = formatAddress(connection.peer);
    if (this.#shaking.get(key) === connection) this.#shaking.delete(key);
  }

  protected async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const listening = server?.listening
      ? new Promise<void>((resolve) => server.close(() => resolve()))
      : Promise.resolve();
    await Promise.all([...this.connections.values()].map((connection) => connection.shut()));
    await listening;
    this.#acceptor = undefined;
  }

  send(to: Destination, bytes: Uint8Array): Promise<SendOutcome> {
    return sendToStreams(this, to, bytes);
  }
}

/** A TCP or TLS server with a behaviour. */
export class StreamServer extends BaseStreamServer<CompleteServer<'tcp' | 'tls'>> {
  protected streamOptions(): StreamOptions {
    const { transport, receiveBuffer, halfOpen, idleTimeout, framing } = this.spec;
    return { transport, receiveBuffer, halfOpen, idleTimeout, framing };
  }
}
