import type { SocketAddress } from '../traffic/event.ts';

/** The states and destinations of running endpoints. The specs of endpoints are in src/endpoints/spec.ts. */

export type EndpointState = 'starting' | 'running' | 'stopping' | 'stopped' | 'failed';
export type ConnectionState = 'opening' | 'open' | 'half-closed-in' | 'half-closed-out' | 'closing' | 'closed';

/** The receivers of a message. UDP endpoints accept any address; `all` are the open connections, or the known peers. */
export type Destination =
  | { readonly kind: 'all' }
  | { readonly kind: 'connections'; readonly ids: readonly number[] }
  | { readonly kind: 'address'; readonly address: SocketAddress };

/** The ways to end a connection: a half-close, a close after the queued data, or a reset. */
export const waysToClose = ['end', 'close', 'reset'] as const;
export type HowToClose = (typeof waysToClose)[number];

export interface Repeat {
  readonly times: number;
  /** Milliseconds between two sends. */
  readonly interval: number;
}
