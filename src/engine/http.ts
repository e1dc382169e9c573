import type { HttpClient } from '../net/http/client.ts';
import type { HttpProgress } from '../net/http/exchange.ts';
import type { HttpEngineRequests, RunNotice } from '../requests/run/requests.ts';
import type { EngineHandlers } from './messages.ts';
import { Throttle } from './throttle.ts';

/** Bytes of a body that one request gets at most: the shell reads a large one by part. */
const mostBodyBytes = 16 * 1024 * 1024;

/** Single HTTP requests: the handlers, and how to cancel what is under way. */
export class HttpRequests {
  readonly #client: HttpClient;
  readonly #under = new Map<number, AbortController>();
  readonly #progress: Throttle<number, RunNotice>;

  constructor(client: HttpClient, notify: (notice: RunNotice) => void) {
    this.#client = client;
    this.#progress = new Throttle(notify);
  }

  readonly handlers: EngineHandlers<keyof HttpEngineRequests> = {
    'http.send': async ({ exchange, request }) => {
      const abort = new AbortController();
      this.#under.set(exchange, abort);
      try {
        const onProgress = (progress: HttpProgress): void =>
          this.#progress.offer(exchange, { kind: 'httpProgress', exchange, progress });
        return await this.#client.send(request, { signal: abort.signal, onProgress });
      } finally {
        this.#under.delete(exchange);
        this.#progress.forget(exchange);
      }
    },
    'http.cancel': ({ exchange }) => {
      this.#under.get(exchange)?.abort();
      return null;
    },
    'http.body': ({ body, offset, length, encoded }) =>
      this.#client.bodies.read(body, {
        length: Math.min(length ?? Infinity, mostBodyBytes),
        ...(offset === undefined ? {} : { offset }),
        ...(encoded === undefined ? {} : { encoded }),
      }),
    'http.saveBody': ({ body, path }) => this.#client.bodies.save(body, path),
    'http.forget': async ({ bodies }) => {
      await this.#client.bodies.forget(bodies);
      return null;
    },
    'http.cookies': ({ jar }) => this.#client.cookies(jar),
    'http.clearCookies': async (which) => {
      await this.#client.clearCookies(which);
      return null;
    },
  };

  async close(): Promise<void> {
    for (const abort of this.#under.values()) abort.abort();
    this.#progress.dispose();
    await this.#client.close();
  }
}
