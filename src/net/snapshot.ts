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
  /** Of a client whose connection is over: who ended it, and how. */
  readonly ending?: Ending;
  /** Why it is `failed`, or what went wrong last. */
  readonly error?: ErrorData;
  /** It runs, but not as it should until what `error` says is mended: a zone or a script that cannot be read, ... */
  readonly isTroubled?: true;
}

export const maxConnectionsShown = 200;
