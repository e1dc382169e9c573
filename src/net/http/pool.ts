import type { HttpConnection } from './connection.ts';

/** Milliseconds that a connection nobody uses is kept. */
export const defaultIdleTimeout = 4000;

/** Connections that wait for the next request of their kind. An idle one that hears anything, or nothing for a while, is closed. */
export class ConnectionPool {
  readonly #idle = new Map<string, HttpConnection[]>();
  readonly #all = new Set<HttpConnection>();
  /** Connections of HTTP/2, which any number of requests share. */
  readonly #shared = new Map<string, HttpConnection>();
  readonly #idleTimeout: number;

  constructor(idleTimeout: number) {
    this.#idleTimeout = idleTimeout;
  }

  /** The one used last. */
  take(key: string): HttpConnection | undefined {
    const list = this.#idle.get(key);
    for (;;) {
      const connection = list?.pop();
      if (connection === undefined) return undefined;
      connection.onReceived = undefined;
      connection.received = undefined;
      if (connection.closed) continue;
      connection.stream.setTimeout(0);
      connection.stream.ref();
      return connection;
    }
  }

  /** The connection of HTTP/2 that serves that route, where there is one. */
  shared(key: string): HttpConnection | undefined {
    const connection = this.#shared.get(key);
    const { session } = connection ?? {};
    if (session === undefined || session.closed || session.destroyed) return undefined;
    connection!.stream.setTimeout(0);
    return connection;
  }

  share(key: string, connection: HttpConnection): void {
    this.#shared.set(key, connection);
  }

  /** A request over a shared connection is over. */
  rest(connection: HttpConnection): void {
    if (connection.streams === 0 && !connection.closed) connection.stream.setTimeout(this.#idleTimeout);
  }

  put(key: string, connection: HttpConnection): void {
    if (connection.closed) return;
    let list = this.#idle.get(key);
    if (list === undefined) this.#idle.set(key, (list = []));
    list.push(connection);
    connection.stream.setTimeout(this.#idleTimeout);
    // What nobody asked for cannot be the answer to the next request.
    connection.received = [];
    connection.onReceived = () => connection.destroy();
    // Waiting alone keeps no process alive.
    connection.stream.unref();
  }

  /** Every connection is entered, so that all are closed in the end. */
  enter(key: string, connection: HttpConnection): void {
    this.#all.add(connection);
    connection.stream.on('timeout', () => connection.destroy());
    connection.onClosed(() => {
      this.#all.delete(connection);
      if (this.#shared.get(key) === connection) this.#shared.delete(key);
      const list = this.#idle.get(key);
      const at = list?.indexOf(connection) ?? -1;
      if (at >= 0) list!.splice(at, 1);
      if (list?.length === 0) this.#idle.delete(key);
    });
  }

  get idle(): number {
    return [...this.#idle.values()].reduce((sum, list) => sum + list.length, 0);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((connection) => connection.close()));
  }
}
