import { requestRow, type RequestsOf } from '../../base/requests.ts';
import type { Trust } from '../../base/trust.ts';
import type { CookieEntry } from '../../net/http/cookies.ts';
import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { PromptQuestion, Variables } from '../model.ts';
import type { RequestSource } from '../source.ts';
import type { DebugMeans, Debuggee } from './debuggee.ts';
import type { PythonPlace } from './python.ts';
import type { RequestOutcome, RunEnd } from './outcome.ts';

/** Requests of the shell to the engine about HTTP: a part of the engine's table (engine/messages.ts). */
export const httpRequests = {
  /** Reports how far it is. An exchange that failed, or was cancelled, is a result with an error. */
  'http.send': requestRow<{ request: HttpRequestSpec } & Trust, HttpExchange, { report: HttpProgress }>({
    timed: false,
  }),
  /** A part of a body: `encoded` is as it came, before content codings were undone. */
  'http.body': requestRow<{ body: number; offset?: number; length?: number; encoded?: boolean }, Uint8Array>(),
  /** One that is cancelled leaves no half file. */
  'http.saveBody': requestRow<{ body: number; path: string }, { bytes: number }>({ timed: false }),
  /** The bytes of these bodies may go; unknown ids are fine. */
  'http.forget': requestRow<{ bodies: readonly number[] }, null>(),
  'http.cookies': requestRow<{ jar?: string }, readonly CookieEntry[]>(),
  /** Clears one cookie, those of one domain, or all. */
  'http.clearCookies': requestRow<{ jar?: string; domain?: string; path?: string; name?: string }, null>(),
};

export type HttpEngineRequests = RequestsOf<typeof httpRequests>;

export interface RunStart {
  readonly source: RequestSource;
  /** Indexes of the regions to send, in this order; absent: the whole source. The requests they need by name run first. */
  readonly regions?: readonly number[];
  /** Of the environment that was chosen. */
  readonly variables?: Variables;
  /**
   * Results by name, and servers that were started, are kept for the next run of the source's session (a person sends one request
   * after the other); else what the run starts is stopped when it ends.
   */
  readonly keeps?: boolean;
  /** False: nothing of this machine is read or run, and no server is opened to others (requests/trust.ts); servers may be dialled. */
  readonly trusted: boolean;
  /** Overrides for one run: "send anyway, once", raw bytes. */
  readonly insist?: boolean;
  /** As `RunOptions.evidence`. */
  readonly evidence?: boolean;
  readonly verifyTls?: boolean;
  /** Programs start under a debugger of these. Only with `keeps`. */
  readonly debug?: DebugMeans;
  /** For RUN: the interpreter of the setting, and the folder of the workspace. */
  readonly python?: Pick<PythonPlace, 'interpreter' | 'within'>;
}

/** The whole state of one request of a run. */
export interface RunReport {
  readonly outcome: RequestOutcome;
  readonly progress?: HttpProgress;
}

/** Of a run to the person, or to the editor: answered by a text for a prompt, by `attached` for a program; null: not so. */
export type RunQuestion = PromptQuestion | { readonly debug: Debuggee };

/** Requests of the shell to the engine about request files: a part of the engine's table (engine/messages.ts). */
export const runRequests = {
  /** Reports each outcome, the last of each request at once; asks for what `# @prompt` wants; null: the person gave up. */
  'run.start': requestRow<RunStart, RunEnd, { report: RunReport; question: RunQuestion; answer: string | null }>({
    timed: false,
  }),
  /** The deadlines of a session stand still while it is held. */
  'run.hold': requestRow<{ session: string; held: boolean }, null>(),
  /** Stops what a session started, and forgets its results. */
  'run.endSession': requestRow<{ session: string }, null>(),
};

export type RunEngineRequests = RequestsOf<typeof runRequests>;
