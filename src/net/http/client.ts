import type { Registry } from '../registry.ts';
import { BodyStore, type BodyLimits } from './bodies.ts';
import { CookieJars, type CookieEntry, type CookieSelection } from './cookies.ts';
import type { HttpExchange, HttpRequestSpec } from './exchange.ts';
import type { ClientContext, SendOptions } from './context.ts';
import { ConnectionPool, defaultIdleTimeout } from './pool.ts';
import { cancelled } from './failure.ts';
import { Sending } from './sending.ts';
import { Stop } from './stop.ts';

export interface HttpClientOptions {
  readonly registry: Pick<Registry, 'recorder' | 'client'>;
  /** Where HTTP_PROXY and its like are read from. Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly bodies?: BodyLimits;
  /** Milliseconds that an idle connection is kept. Default 4,000. */
  readonly idleTimeout?: number;
}

/**
 * Sends HTTP requests over sockets whose every byte is in the journal. An exchange never rejects for what a network or a
 * server did: its `error` says it.
 */
export class HttpClient {
  readonly bodies: BodyStore;
  readonly #context: ClientContext;
  readonly #under = new Set<Stop>();
  #nextExchange = 1;
  #closed = false;

  constructor(options: HttpClientOptions) {
    const { registry } = options;
    this.bodies = new BodyStore(options.bodies);
    this.#context = {
      recorder: registry.recorder,
      pool: new ConnectionPool(options.idleTimeout ?? defaultIdleTimeout),
      bodies: this.bodies,
      cookies: new CookieJars(),
      digests: new Map(),
      environment: options.environment ?? process.env,
      endpointOf: (origin) => registry.client(origin),
    };
  }

  async send(request: HttpRequestSpec, options: SendOptions = {}): Promise<HttpExchange> {
    if (this.#closed) throw new Error('the HTTP client is closed');
    const stop = new Stop();
    this.#under.add(stop);
    try {
      return await new Sending(this.#context, request, this.#nextExchange++, options, stop).run();
    } finally {
      this.#under.delete(stop);
    }
  }

  /** What a jar holds; absent: the default jar. */
  cookies(jar?: string): Promise<readonly CookieEntry[]> {
    return this.#context.cookies.list(jar);
  }

  /** Forgets one cookie, those of a domain, or all of a jar. */
  clearCookies(which: CookieSelection = {}): Promise<void> {
    return this.#context.cookies.clear(which);
  }

  /** Ends what is under way, closes every connection and forgets every body. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#under) stop.stop(cancelled());
    await this.#context.pool.close();
    await this.bodies.close();
  }
}
