import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createNetServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { HttpClient, type HttpClientOptions } from '../../src/net/http/client.ts';
import { Registry } from '../../src/net/registry.ts';
import { FakeRecorder } from './fakeRecorder.ts';

/** An HTTP client and servers for it. `close` ends them all. */
export class HttpBench {
  readonly recorder = new FakeRecorder();
  readonly registry = new Registry({ recorder: this.recorder });
  readonly client: HttpClient;
  readonly #servers: (Server | NetServer)[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(options: Partial<HttpClientOptions> = {}) {
    this.client = new HttpClient({ registry: this.registry, environment: {}, ...options });
  }

  /** A node:http server; resolves with its URL, without a slash at the end. */
  async serve(listener: RequestListener): Promise<string> {
    return `http://127.0.0.1:${await this.listen(createServer(listener))}`;
  }

  /** A server that answers each connection as the function says; resolves with its URL. */
  async serveRaw(onConnection: (socket: Socket) => void): Promise<string> {
    const server = createNetServer((socket) => {
      socket.on('error', () => undefined);
      onConnection(socket);
    });
    return `http://127.0.0.1:${await this.listen(server)}`;
  }

  /** A server that sends these bytes once a request's head has come, and ends; resolves with its URL. */
  async answer(bytes: string | Uint8Array, end = true): Promise<string> {
    return this.serveRaw((socket) => {
      socket.once('data', () => {
        socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
        if (end) socket.end();
      });
    });
  }

  async listen(server: Server | NetServer, host = '127.0.0.1'): Promise<number> {
    this.#servers.push(server);
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.listen(0, host);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** The text of an exchange's body. */
  async text(exchange: { readonly body?: { readonly id: number } }): Promise<string> {
    return Buffer.from(await this.client.bodies.read(exchange.body?.id ?? 0)).toString('utf8');
  }

  async close(): Promise<void> {
    await this.registry.stopAll();
    await this.client.bodies.close();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(
      this.#servers.map(async (server) => {
        if (!server.listening) return;
        server.close();
        await once(server, 'close');
      }),
    );
  }
}
