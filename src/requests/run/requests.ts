import type { Trust } from '../../base/trust.ts';
import type { CookieEntry } from '../../net/http/cookies.ts';
import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { RequestOutcome, RunSummary } from './outcome.ts';

/** What the shell asks the engine of HTTP and of request files. The engine's table of requests (messages.ts) includes these. */

export interface HttpEngineRequests {
  /** `exchange` is an id of the caller's choice, for progress and `http.cancel`. An exchange that failed is a result with an error. */
  'http.send': [{ exchange: number; request: HttpRequestSpec } & Trust, HttpExchange];
  'http.cancel': [{ exchange: number }, null];
  /** A part of a body: `encoded` is as it came, before content codings were undone. */
  'http.body': [{ body: number; offset?: number; length?: number; encoded?: boolean }, Uint8Array];
  'http.saveBody': [{ body: number; path: string }, { bytes: number }];
  /** The bytes of these bodies may go; unknown ids are fine. */
  'http.forget': [{ bodies: readonly number[] }, null];
  'http.cookies': [{ jar?: string }, readonly CookieEntry[]];
  /** Of one cookie, of one domain, or all. */
  'http.clearCookies': [{ jar?: string; domain?: string; path?: string; name?: string }, null];
}

/** Values of an environment (http-client.env.json, setting): strings as they are, others as `sendable` (jsonValues.ts) has JSON. */
export type Variables = Readonly<Record<string, unknown>>;

export interface RunStart {
  /** An id of the caller's choice, for notices and `run.cancel`. */
  readonly run: number;
  /** Files and programs are relative to this file's folder; absent for a file that was never saved. */
  readonly path?: string;
  readonly text: string;
  /** Indexes of the regions to send, in this order; absent: the whole file. What these need by name runs first. */
  readonly regions?: readonly number[];
  readonly environment?: string;
  readonly variables?: Variables;
  /**
   * Results by name, and servers that were started, are kept under this key for the next run of it (a person sends one request after
   * the other); absent: what the run starts is stopped when it ends.
   */
  readonly session?: string;
  /** False: nothing of this machine is read or run, and no server is opened to others (requests/trust.ts); servers may be dialled. */
  readonly trusted: boolean;
  /** Overrides for one run: "send anyway, once", raw bytes. */
  readonly insist?: boolean;
  readonly verifyTls?: boolean;
}

export interface RunEngineRequests {
  'run.start': [RunStart, RunSummary];
  'run.cancel': [{ run: number }, null];
  /** What the person typed for `# @prompt`; null: they gave up. */
  'run.answer': [{ run: number; prompt: number; value: string | null }, null];
  /** Stops what a session started, and forgets its results. */
  'run.endSession': [{ session: string }, null];
}

export type RunNotice =
  | { readonly kind: 'httpProgress'; readonly exchange: number; readonly progress: HttpProgress }
  /** The whole state of one request of the run. */
  | {
      readonly kind: 'runOutcome';
      readonly run: number;
      readonly outcome: RequestOutcome;
      readonly progress?: HttpProgress;
    }
  | {
      readonly kind: 'runPrompt';
      readonly run: number;
      readonly prompt: number;
      readonly name: string;
      readonly description?: string;
      readonly secret: boolean;
      /** What is offered: taken as it is, or changed. */
      readonly value?: string;
    };
