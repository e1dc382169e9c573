import type { Registry } from '../registry.ts';
import { BodyStore, type BodyLimits } from './bodies.ts';
import { CookieJars, type CookieEntry, type CookieSelection } from './cookies.ts';
import type { HttpExchange, HttpRequestSpec } from './exchange.ts';
import type { ClientContext, SendOptions } from './context.ts';
import { ConnectionPool, defaultIdleTimeout } from './pool.ts';

export interface HttpClientOptions {
  readonly registry: Pick<Registry, 'client'>;
  /** The source of HTTP_PROXY and similar variables. Default: the process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly bodies?: BodyLimits;
  /** Milliseconds until an idle connection is closed. Default 4,000. */
  readonly idleTimeout?: number;
}

/**
 * Sends HTTP requests over sockets whose every byte is in the journal. Each request uses the registry's client for its
 * origin, and a stop of that client cancels it. An exchange never rejects for failures of the network or a server: they
 * are in its `error`.
 */
export class HttpClient {
  readonly bodies: BodyStore;
  readonly #context: ClientContext;
  #nextExchange = 1;

  constructor(options: HttpClientOptions) {
    const { registry } = options;
    this.bodies = new BodyStore(options.bodies);
    this.#context = {
      pool: new ConnectionPool(options.idleTimeout ?? defaultIdleTimeout),
      bodies: this.bodies,
      cookies: new CookieJars(),
      digests: new Map(),
      environment: options.environment ?? process.env,
      clientAt: (origin) => registry.client(origin),
    };
  }

  async send(request: HttpRequestSpec, options: SendOptions = {}): Promise<HttpExchange> {
    const exchange = this.#nextExchange++;
    // Loaded with the first request: a run of other requests starts without it.
    const { Sending } = await import('./sending.ts');
    return new Sending(this.#context, request, exchange, options).run();
  }

  /** The cookies of a jar; absent: the default jar. */
  cookies(jar?: string): Promise<readonly CookieEntry[]> {
    return this.#context.cookies.list(jar);
  }

  /** Deletes one cookie, those of a domain, or all of a jar. */
  clearCookies(which: CookieSelection = {}): Promise<void> {
    return this.#context.cookies.clear(which);
  }
}
