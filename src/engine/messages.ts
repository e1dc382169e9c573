import type { ErrorData } from '../base/errors.ts';
import type { Trust } from '../base/trust.ts';
import type { EndpointSnapshot } from '../net/snapshot.ts';
import type { Destination, Repeat } from '../net/spec.ts';
import type { EndpointSpec } from '../endpoints/spec.ts';
import type { Dissection } from '../protocol/dissectors.ts';
import type { Payload } from '../protocol/text/payload.ts';
import type { DnsEngineRequests, DnsNotice } from '../net/dns/requests.ts';
import type { HttpEngineRequests, RunEngineRequests, RunNotice } from '../requests/run/requests.ts';
import type { JournalState } from '../traffic/event.ts';
import type { ViewRow, ViewState } from '../traffic/viewState.ts';

/**
 * What crosses between the shell and the engine's thread. A request gets one response, or one error, or times out;
 * of notices, `EngineNotice` says which are whole snapshots, where the last one stands for all before it, and which
 * must each be heard. Payload bytes cross only when a row is on
 * screen, a person copies or a terminal shows them.
 */

export type { ConnectionSnapshot, EndpointSnapshot } from '../net/snapshot.ts';
export { maxConnectionsShown } from '../net/snapshot.ts';
export type { Dissection } from '../protocol/dissectors.ts';
export type { ViewRow } from '../traffic/viewState.ts';

export interface RegistrySnapshot {
  readonly endpoints: readonly EndpointSnapshot[];
  readonly journal: JournalState;
  /** Over the last second, both directions, all endpoints. */
  readonly bytesPerSecond: number;
  readonly eventsPerSecond: number;
}

/** The state of an open view, by its id. */
export interface ViewSnapshot extends ViewState {
  readonly view: number;
}

export type FilterVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly error: ErrorData;
      /** Offsets in the filter text. */
      readonly start: number;
      readonly end: number;
    };

export interface SendResult {
  readonly bytes: number;
  readonly recipients: number;
  /** Of repeated sends: how many messages went out. */
  readonly messages: number;
}

/** Of the journal, in bytes. */
export interface EngineLimits {
  readonly memoryBytes?: number;
  readonly diskBytes?: number;
}

/**
 * Request name -> [parameters, result]. Those of HTTP and of request files: requests/run/requests.ts. What may need a trusted
 * workspace says on whose word it comes (trust.ts).
 */
export interface EngineRequests extends HttpEngineRequests, RunEngineRequests, DnsEngineRequests {
  'endpoint.start': [{ spec: EndpointSpec } & Trust, EndpointSnapshot];
  /** Starts a stopped or failed one again under its id, optionally with a changed spec. */
  'endpoint.restart': [{ endpoint: number; spec?: EndpointSpec } & Trust, EndpointSnapshot];
  'endpoint.stop': [{ endpoint: number }, null];
  /** Stops it and takes it off the registry; its events stay in the journal. */
  'endpoint.remove': [{ endpoint: number }, null];
  'endpoint.stopAll': [null, null];
  /** `send` is an id of the caller's choice, for `send.cancel` while it repeats. */
  'endpoint.send': [
    { endpoint: number; to: Destination; payload: Payload; repeat?: Repeat; send?: number } & Trust,
    SendResult,
  ];
  'send.cancel': [{ send: number }, null];
  /** `end` half-closes, `close` closes both directions after what is queued went out, `reset` sends RST. */
  'connection.close': [{ connection: number; how: 'end' | 'close' | 'reset' }, null];
  'registry.get': [null, RegistrySnapshot];

  'journal.clear': [null, JournalState];
  /** The whole payload of an event, or a part of it. */
  'journal.bytes': [{ seq: number; offset?: number; length?: number }, Uint8Array];
  /** The fields of the messages in an event; `dissector`: `auto`, `none` or a name of the table (protocol/dissectors.ts). */
  'journal.dissect': [{ seq: number; dissector: string }, Dissection];
  /** Writes the rows of a view (or of the whole journal, view absent) to a file. Cancelled with `send.cancel`. */
  'journal.export': [
    { view?: number; path: string; format: 'text' | 'jsonl'; encoding: string; send?: number },
    { events: number; bytes: number },
  ];

  'view.open': [{ filter?: string }, ViewSnapshot];
  'view.close': [{ view: number }, null];
  'view.filter': [{ view: number; filter: string }, FilterVerdict];
  'view.pause': [{ view: number; paused: boolean }, ViewSnapshot];
  'view.rows': [
    { view: number; from: number; count: number; encoding: string; errors: string; previewChars: number },
    { from: number; forgottenRows: number; rows: ViewRow[] },
  ];
  /** The index of an event in the view's list, or -1. */
  'view.indexOf': [{ view: number; seq: number }, number];

  /** Live bytes of one connection (or of all of an endpoint's, connection 0), for a terminal or an editor. */
  /** `fromStart`: with what went before, since the endpoint was started last. */
  'stream.open': [{ endpoint: number; connection: number; fromStart?: boolean }, { stream: number }];
  /** The shell has shown this many bytes: the engine may push as many more. */
  'stream.ack': [{ stream: number; bytes: number }, null];
  'stream.close': [{ stream: number }, null];

  /** Changes the journal's limits (settings); takes effect at once, forgetting the oldest if it must. */
  'engine.configure': [EngineLimits, null];
  /** Stops everything; the worker may then be ended. */
  'engine.shutdown': [null, null];
}

export type EngineRequestName = keyof EngineRequests;
export type EngineParams<N extends EngineRequestName> = EngineRequests[N][0];
export type EngineResult<N extends EngineRequestName> = EngineRequests[N][1];
/** A table that answers these requests. */
export type EngineHandlers<Names extends EngineRequestName> = {
  readonly [N in Names]: (params: EngineParams<N>) => EngineResult<N> | Promise<EngineResult<N>>;
};

/**
 * From the engine, unasked.
 *
 * - `registry`, `view`, `httpProgress`, `runOutcome`, `dnsTrace`: snapshots, at most ten a second of each kind and of what
 *   it is about. All but the last may be dropped: each says all that those before it said.
 * - `stream`: each has bytes that no other has, in their order; the reader's acknowledgements bound how many are under way.
 * - `problem`, `runPrompt`: each is one thing that happened.
 */
export type EngineNotice =
  | { readonly kind: 'registry'; readonly snapshot: RegistrySnapshot }
  | { readonly kind: 'view'; readonly snapshot: ViewSnapshot }
  | StreamNotice
  /** Something failed that no request asked for: a behaviour died, a server's socket broke. */
  | { readonly kind: 'problem'; readonly endpoint: number; readonly error: ErrorData }
  | RunNotice
  | DnsNotice;

/** What was received or sent next, several chunks of one direction joined. */
export interface StreamNotice {
  readonly kind: 'stream';
  readonly stream: number;
  readonly bytes: Uint8Array;
  /** Of datagrams: where each ends in `bytes`; an empty one ends where the one before it does. */
  readonly ends?: readonly number[];
  readonly direction: 'in' | 'out';
  /** Bytes that the reader was too slow for, since it was last told of some. */
  readonly skipped: number;
  /** Nothing more will come, and nothing is in `bytes`. */
  readonly closed: boolean;
}

export type ToEngine = {
  readonly [N in EngineRequestName]: { readonly id: number; readonly name: N; readonly params: EngineParams<N> };
}[EngineRequestName];

export type FromEngine =
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorData }
  | { readonly kind: 'notice'; readonly notice: EngineNotice };

/** What the shell holds: the same face whether the engine is a worker or, in tests and the command line, in-process. */
export interface EngineClient {
  request<N extends EngineRequestName>(
    name: N,
    params: EngineParams<N>,
    options?: { timeout?: number },
  ): Promise<EngineResult<N>>;
  readonly onNotice: (listener: (notice: EngineNotice) => void) => { dispose(): void };
  /** Shuts the engine down in order and ends the worker; idempotent. */
  stop(): Promise<void>;
}
