import type { OnDemandClient } from '../onDemandClient.ts';
import type { BodyStore } from './bodies.ts';
import type { CookieJars } from './cookies.ts';
import type { DigestSession } from './digest.ts';
import type { HttpProgress } from './exchange.ts';
import type { ConnectionPool } from './pool.ts';

/** The state that the exchanges of a client share. */
export interface ClientContext {
  readonly pool: ConnectionPool;
  readonly bodies: BodyStore;
  readonly cookies: CookieJars;
  /** By origin, user and password, so that later requests need no challenge. */
  readonly digests: Map<string, DigestSession>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The registry's client at an origin (`http://host:port`). */
  clientAt(origin: string): OnDemandClient;
}

export interface SendOptions {
  /** Aborted: the exchange ends with the error `cancelled`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: HttpProgress) => void;
}
