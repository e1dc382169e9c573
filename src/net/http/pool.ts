import type { HttpConnection } from './connection.ts';

/** Milliseconds that an unused connection is kept. */
export const defaultIdleTimeout = 4000;

/**
 * Connections that wait for the next request on their route. An idle one is closed if it receives anything, or after a
 * while.
 */
export class ConnectionPool {
  readonly #idle = new Map<string, HttpConnection[]>();
  /** Connections of HTTP/2, which any number of requests share. */
  readonly #shared = new Map<string, HttpConnection>();
  readonly #idleTimeout: number;
  #sweep: ReturnType<typeof setTimeout> | undefined;

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
      return connection;
    }
  }

  /** The HTTP/2 connection for that route, if there is one. */
  shared(key: string): HttpConnection | undefined {
    const connection = this.#shared.get(key);
    const { session } = connection ?? {};
    if (session === undefined || session.closed || session.destroyed) return undefined;
    return connection;
  }

  share(key: string, connection: HttpConnection): void {
    this.#shared.set(key, connection);
  }

  /** A request over a shared connection is over. */
  rest(connection: HttpConnection): void {
    connection.idleSince = performance.now();
    if (connection.streams === 0) this.#arm();
  }

  put(key: string, connection: HttpConnection): void {
    if (connection.closed) return;
    let list = this.#idle.get(key);
    if (list === undefined) this.#idle.set(key, (list = []));
    list.push(connection);
    connection.idleSince = performance.now();
    this.#arm();
    // Unrequested bytes cannot be the answer to the next request.
    connection.received = [];
    connection.onReceived = () => connection.destroy();
  }

  /** Every connection is entered, so that none waits here once it is closed. */
  enter(key: string, connection: HttpConnection): void {
    connection.onClosed(() => {
      if (this.#shared.get(key) === connection) this.#shared.delete(key);
      const list = this.#idle.get(key);
      const at = list?.indexOf(connection) ?? -1;
      if (at >= 0) list!.splice(at, 1);
      if (list?.length === 0) this.#idle.delete(key);
      if (this.#idle.size > 0 || this.#shared.size > 0) return;
      clearTimeout(this.#sweep);
      this.#sweep = undefined;
    });
  }

  /** One timer for all, which is not reset with every request. An idle connection does not keep the process alive. */
  #arm(): void {
    this.#sweep ??= setTimeout(() => this.#closeIdle(), this.#idleTimeout).unref();
  }

  #closeIdle(): void {
    this.#sweep = undefined;
    const oldest = performance.now() - this.#idleTimeout;
    const shared = [...this.#shared.values()].filter(({ streams }) => streams === 0);
    const waiting = [...this.#idle.values()].flat().concat(shared);
    // A timer may fire slightly early.
    for (const connection of waiting) if (connection.idleSince <= oldest + 1) connection.destroy();
    if (waiting.length > 0) this.#arm();
  }

  get idle(): number {
    return [...this.#idle.values()].reduce((sum, list) => sum + list.length, 0);
  }
}
