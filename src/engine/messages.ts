import type { ErrorData } from '../base/errors.ts';
import type { RequestHandlers } from '../base/requestAnswerer.ts';
import type { RequestOptions } from '../base/requestChannel.ts';
import { requestRow, type RequestsOf, type ToAnswerer, type ToCaller } from '../base/requests.ts';
import type { Trust } from '../base/trust.ts';
import type { EndpointSnapshot } from '../net/snapshot.ts';
import type { Destination, HowToClose, Repeat } from '../net/spec.ts';
import type { EndpointSpec } from '../endpoints/spec.ts';
import type { Dissection } from '../protocol/dissectors.ts';
import type { Payload } from '../protocol/text/payload.ts';
import { dnsRequests } from '../net/dns/requests.ts';
import type { ItemResult } from '../requests/run/outcome.ts';
import { httpRequests, runRequests } from '../requests/run/requests.ts';
import type { JournalState } from '../traffic/event.ts';
import type { ExportFormat } from '../traffic/exporting.ts';
import type { ViewRow, ViewState } from '../traffic/viewState.ts';

/**
 * The messages between the shell and the engine's thread. A request gets one response or one error, or times out, and
 * may report and ask meanwhile (base/requests.ts). `EngineNotice` states which notices are whole snapshots, of which
 * only the last matters, and which must all be delivered. Payload bytes cross only if a row is on screen, a person
 * copies, or a terminal shows them.
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
  /** For repeated sends: the number of messages that went out. */
  readonly messages: number;
}

/** Sizes of the journal, in bytes. */
export interface EngineLimits {
  readonly memoryBytes?: number;
  readonly diskBytes?: number;
}

/**
 * The one table of the engine's requests: parameters, result, reports, questions, and whether the request is timed. A
 * request is a row here (or in the table of a lower layer) and a handler. Every request can be cancelled by its signal.
 * A request that may need a trusted workspace also states who asks for it (trust.ts).
 */
export const engineRequests = {
  /** An endpoint that could not start stays in the registry as `failed`. The error's fact `endpoint` is its id. */
  'endpoint.start': requestRow<{ spec: EndpointSpec } & Trust, EndpointSnapshot>({ timed: false }),
  /** Starts a stopped or failed endpoint again under its id, optionally with a changed spec. */
  'endpoint.restart': requestRow<{ endpoint: number; spec?: EndpointSpec } & Trust, EndpointSnapshot>({
    timed: false,
  }),
  'endpoint.stop': requestRow<{ endpoint: number }, null>(),
  /** Stops the endpoint and removes it from the registry. Its events stay in the journal. */
  'endpoint.remove': requestRow<{ endpoint: number }, null>(),
  'endpoint.stopAll': requestRow<null, null>(),
  /** If cancelled, results in the messages that went out until then. */
  'endpoint.send': requestRow<
    { endpoint: number; to: Destination; payload: Payload; repeat?: Repeat } & Trust,
    SendResult
  >({ timed: false }),
  /** `end` half-closes; `close` closes both directions after the queued bytes went out; `reset` sends RST. */
  'connection.close': requestRow<{ connection: number; how: HowToClose }, null>(),
  'registry.get': requestRow<null, RegistrySnapshot>(),

  'journal.clear': requestRow<null, JournalState>(),
  /** The whole payload of an event, or a part of it. */
  'journal.bytes': requestRow<{ seq: number; offset?: number; length?: number }, Uint8Array>(),
  /** The fields of the messages in an event; `dissector`: `auto`, `none` or a name of the table (protocol/dissectors.ts). */
  'journal.dissect': requestRow<{ seq: number; dissector: string }, Dissection>(),
  /** Writes the rows of a view (or of the whole journal, view absent) to a file. */
  'journal.export': requestRow<
    { view?: number; path: string; format: ExportFormat; encoding: string },
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
   * Live bytes of one connection (or of all connections of an endpoint: connection 0), for a terminal or an editor.
   * `fromStart`: includes the earlier bytes since the endpoint was last started.
   */
  'stream.open': requestRow<{ endpoint: number; connection: number; fromStart?: boolean }, { stream: number }>(),
  /** The shell has shown this many bytes, so the engine may send as many more. */
  'stream.ack': requestRow<{ stream: number; bytes: number }, null>(),
  'stream.close': requestRow<{ stream: number }, null>(),

  /** Changes the journal's limits (settings). Takes effect at once, and forgets the oldest events if necessary. */
  'engine.configure': requestRow<EngineLimits, null>(),
  /** Stops everything. The worker can be ended afterwards. */
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
 * Notices of the engine.
 *
 * - `registry`, `view`: snapshots, at most ten a second of each kind and subject. All but the last may be dropped,
 *   since each contains the state of those before it.
 * - `stream`: each has bytes that no other has, in order. The reader's acknowledgements limit the number of bytes on
 *   the way.
 * - `problem`: each is one incident.
 * - `grown`: a snapshot, at most ten a second of each program.
 */
export type EngineNotice =
  | { readonly kind: 'registry'; readonly snapshot: RegistrySnapshot }
  | { readonly kind: 'view'; readonly snapshot: ViewSnapshot }
  | StreamNotice
  | GrownNotice
  /** A failure outside any request: a behaviour died, a server's socket broke. */
  | { readonly kind: 'problem'; readonly endpoint: number; readonly error: ErrorData };

/** The result of a request as it is now: what it started goes on. */
export interface GrownNotice {
  readonly kind: 'grown';
  /** The id of the source, or of the part above it, that the request is in. */
  readonly source: string;
  readonly region: number;
  readonly result: ItemResult;
}

/** The next bytes received or sent, several chunks of one direction joined. */
export interface StreamNotice {
  readonly kind: 'stream';
  readonly stream: number;
  readonly bytes: Uint8Array;
  /** For datagrams: the end of each in `bytes`. An empty datagram ends where the one before it ends. */
  readonly ends?: readonly number[];
  readonly direction: 'in' | 'out';
  /** Bytes that the reader missed because it was too slow, since the last such number. */
  readonly skipped: number;
  /** Nothing more will come, and `bytes` is empty. */
  readonly closed: boolean;
}

export type ToEngine = ToAnswerer<EngineRequests>;
export type FromEngine = ToCaller | { readonly kind: 'notice'; readonly notice: EngineNotice };

/**
 * The shell's interface to the engine, whether it runs in a worker or, in tests and the command line, in the same
 * thread.
 */
export interface EngineClient {
  request<N extends EngineRequestName>(
    name: N,
    params: EngineParams<N>,
    options?: RequestOptions<EngineRequests[N]>,
  ): Promise<EngineResult<N>>;
  readonly onNotice: (listener: (notice: EngineNotice) => void) => { dispose(): void };
  /** Shuts the engine down in order and ends the worker. Idempotent. */
  stop(): Promise<void>;
}
