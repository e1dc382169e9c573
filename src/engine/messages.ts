import type { ErrorData } from '../base/errors.ts';
import type { RequestHandlers } from '../base/requestAnswerer.ts';
import type { RequestOptions } from '../base/requestChannel.ts';
import { requestRow, type RequestsOf, type ToAnswerer, type ToCaller } from '../base/requests.ts';
import type { Trust } from '../base/trust.ts';
import type { EndpointSnapshot } from '../net/snapshot.ts';
import type { Destination, Repeat } from '../net/spec.ts';
import type { EndpointSpec } from '../endpoints/spec.ts';
import type { Dissection } from '../protocol/dissectors.ts';
import type { Payload } from '../protocol/text/payload.ts';
import { dnsRequests } from '../net/dns/requests.ts';
import { httpRequests, runRequests } from '../requests/run/requests.ts';
import type { JournalState } from '../traffic/event.ts';
import type { ViewRow, ViewState } from '../traffic/viewState.ts';

/**
 * What crosses between the shell and the engine's thread. A request gets one response, or one error, or times out, and may
 * report and ask meanwhile (base/requests.ts); of notices, `EngineNotice` says which are whole snapshots, where the last one stands for all before it, and which
 * must each be heard. Payload bytes cross only when a row is on
 * screen, a person copies or a terminal shows them.
 */

export type { ConnectionSnapshot, EndpointSnapshot } from '../net/snapshot.ts';
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
 * The one table of what the engine does for the shell: what a request takes, results in, reports and asks, and whether it is timed. A
 * request is a row here (or in the table of a lower layer) and a handler. Each can be cancelled by its signal. One that may need a
 * trusted workspace says on whose word it comes (trust.ts).
 */
export const engineRequests = {
  /** What could not start stays in the registry as `failed`, and the error's fact `endpoint` is its id. */
  'endpoint.start': requestRow<{ spec: EndpointSpec } & Trust, EndpointSnapshot>({ timed: false }),
  /** Starts a stopped or failed one again under its id, optionally with a changed spec. */
  'endpoint.restart': requestRow<{ endpoint: number; spec?: EndpointSpec } & Trust, EndpointSnapshot>({
    timed: false,
  }),
  'endpoint.stop': requestRow<{ endpoint: number }, null>(),
  /** Stops it and takes it off the registry; its events stay in the journal. */
  'endpoint.remove': requestRow<{ endpoint: number }, null>(),
  'endpoint.stopAll': requestRow<null, null>(),
  /** One that is cancelled results in what went out until then. */
  'endpoint.send': requestRow<
    { endpoint: number; to: Destination; payload: Payload; repeat?: Repeat } & Trust,
    SendResult
  >({ timed: false }),
  /** `end` half-closes, `close` closes both directions after what is queued went out, `reset` sends RST. */
  'connection.close': requestRow<{ connection: number; how: 'end' | 'close' | 'reset' }, null>(),
  'registry.get': requestRow<null, RegistrySnapshot>(),

  'journal.clear': requestRow<null, JournalState>(),
  /** The whole payload of an event, or a part of it. */
  'journal.bytes': requestRow<{ seq: number; offset?: number; length?: number }, Uint8Array>(),
  /** The fields of the messages in an event; `dissector`: `auto`, `none` or a name of the table (protocol/dissectors.ts). */
  'journal.dissect': requestRow<{ seq: number; dissector: string }, Dissection>(),
  /** Writes the rows of a view (or of the whole journal, view absent) to a file. */
  'journal.export': requestRow<
    { view?: number; path: string; format: 'text' | 'jsonl'; encoding: string },
    { events: number; bytes: number }
  >({ timed: false }),

  'view.open': requestRow<{ filter?: string }, ViewSnapshot>(),
  'view.close': requestRow<{ view: number }, null>(),
  'view.filter': requestRow<{ view: number; filter: string }, FilterVerdict>(),
  'view.pause': requestRow<{ view: number; paused: boolean }, ViewSnapshot>(),
  'view.rows': requestRow<
    { view: number; from: number; count: number; encoding: string; errors: string; previewChars: number },
    { from: number; forgottenRows: number; rows: ViewRow[] }
  >(),
  /** The index of an event in the view's list, or -1. */
  'view.indexOf': requestRow<{ view: number; seq: number }, number>(),

  /**
   * Live bytes of one connection (or of all of an endpoint's, connection 0), for a terminal or an editor. `fromStart`: with what went
   * before, since the endpoint was started last.
   */
  'stream.open': requestRow<{ endpoint: number; connection: number; fromStart?: boolean }, { stream: number }>(),
  /** The shell has shown this many bytes: the engine may push as many more. */
  'stream.ack': requestRow<{ stream: number; bytes: number }, null>(),
  'stream.close': requestRow<{ stream: number }, null>(),

  /** Changes the journal's limits (settings); takes effect at once, forgetting the oldest if it must. */
  'engine.configure': requestRow<EngineLimits, null>(),
  /** Stops everything; the worker may then be ended. */
  'engine.shutdown': requestRow<null, null>(),

  ...httpRequests,
  ...runRequests,
  ...dnsRequests,
};

export type EngineRequests = RequestsOf<typeof engineRequests>;
export type EngineRequestName = keyof EngineRequests;
export type EngineParams<N extends EngineRequestName> = EngineRequests[N][0];
export type EngineResult<N extends EngineRequestName> = EngineRequests[N][1];
/** Handlers of these requests. */
export type EngineHandlers<Names extends EngineRequestName> = RequestHandlers<Pick<EngineRequests, Names>, AbortSignal>;

/**
 * From the engine, unasked.
 *
 * - `registry`, `view`: snapshots, at most ten a second of each kind and of what it is about. All but the last may be
 *   dropped: each says all that those before it said.
 * - `stream`: each has bytes that no other has, in their order; the reader's acknowledgements bound how many are under way.
 * - `problem`: each is one thing that happened.
 */
export type EngineNotice =
  | { readonly kind: 'registry'; readonly snapshot: RegistrySnapshot }
  | { readonly kind: 'view'; readonly snapshot: ViewSnapshot }
  | StreamNotice
  /** Something failed that no request asked for: a behaviour died, a server's socket broke. */
  | { readonly kind: 'problem'; readonly endpoint: number; readonly error: ErrorData };

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

export type ToEngine = ToAnswerer<EngineRequests>;
export type FromEngine = ToCaller | { readonly kind: 'notice'; readonly notice: EngineNotice };

/** What the shell holds: the same face whether the engine is a worker or, in tests and the command line, in-process. */
export interface EngineClient {
  request<N extends EngineRequestName>(
    name: N,
    params: EngineParams<N>,
    options?: RequestOptions<EngineRequests[N]>,
  ): Promise<EngineResult<N>>;
  readonly onNotice: (listener: (notice: EngineNotice) => void) => { dispose(): void };
  /** Shuts the engine down in order and ends the worker; idempotent. */
  stop(): Promise<void>;
}
