import type { HttpClient } from '../net/http/client.ts';
import type { HttpEngineRequests } from '../requests/run/requests.ts';
import type { EngineHandlers } from './messages.ts';
import { Throttle } from './throttle.ts';

/** The most bytes of a body that one request returns. The shell reads a large body in parts. */
const mostBodyBytes = 16 * 1024 * 1024;

/** The handlers of single HTTP requests. */
export class HttpRequests {
  readonly #client: HttpClient;

  constructor(client: HttpClient) {
    this.#client = client;
  }

  readonly handlers: EngineHandlers<keyof HttpEngineRequests> = {
    'http.send': async ({ request }, { signal, report }) => {
      const reports = new Throttle(report);
      try {
        return await this.#client.send(request, { signal, onProgress: (progress) => reports.offer(request, progress) });
      } finally {
        reports.dispose();
      }
    },
    'http.body': ({ body, offset, length, encoded }) =>
      this.#client.bodies.read(body, {
        length: Math.min(length ?? Infinity, mostBodyBytes),
        ...(offset === undefined ? {} : { offset }),
        ...(encoded === undefined ? {} : { encoded }),
      }),
    'http.saveBody': ({ body, path }, { signal }) => this.#client.bodies.save(body, path, signal),
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

  close(): Promise<void> {
    return this.#client.bodies.close();
  }
}
