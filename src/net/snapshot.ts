import type { ErrorData } from '../base/errors.ts';
import type { Ending } from '../traffic/endings.ts';
import type { ConnectionInfo, Counters, SocketAddress } from '../traffic/event.ts';
import type { ConnectionState, EndpointState } from './spec.ts';
import type { EndpointSpec } from '../endpoints/spec.ts';

/** An endpoint and its connections as they are now: plain data, polled, never a delta. */
export interface ConnectionSnapshot extends ConnectionInfo {
  readonly state: ConnectionState;
  readonly counters: Counters;
  /** TLS only: `TLSv1.3 TLS_AES_256_GCM_SHA384`. */
  readonly security?: string;
}

export interface EndpointSnapshot {
  readonly id: number;
  readonly name: string;
  readonly spec: EndpointSpec;
  readonly state: EndpointState;
  /** Where it listens, or the local address of a client; absent while it is not running. */
  readonly local?: SocketAddress;
  /** Open connections (peers, for UDP), newest last; at most `maxConnectionsShown`, the rest is `connectionCount`. */
  readonly connections: readonly ConnectionSnapshot[];
  readonly connectionCount: number;
  readonly counters: Counters;
  /** After the end of a client's connection: who ended it, and how. */
  readonly ending?: Ending;
  /** The reason for `failed`, or the latest error. */
  readonly error?: ErrorData;
  /** It runs, but not as it should until the problem in `error` is solved: an unreadable zone or script, ... */
  readonly isTroubled?: true;
}

export const maxConnectionsShown = 200;
