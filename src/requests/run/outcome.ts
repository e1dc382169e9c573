import type { ErrorData } from '../../base/errors.ts';
import type { Evidence } from './evidence.ts';
import type { HttpExchange, HttpRequestSpec } from '../../net/http/exchange.ts';

/** The outcome of a run: plain data, the same in the editor, in a terminal and in a report. */

export interface CheckOutcome {
  /** Its place in the file. */
  readonly start: number;
  readonly end: number;
  /** As written, placeholders filled in. */
  readonly text: string;
  /** `error`: it could not be evaluated (a body that is not JSON). */
  readonly state: 'passed' | 'failed' | 'error';
  /** The value that was found, for a person: of a long one both ends, about 1,000 characters. */
  readonly actual?: string;
  readonly expected?: string;
  /** A sentence, if it did not pass. */
  readonly message?: string;
  /** Why, if it did not hold: the sentence of a `!!` line below it. */
  readonly why?: string;
}

export interface HttpResult {
  readonly kind: 'http';
  readonly exchange: HttpExchange;
  /** The request as it was put together, for `{{name.request.body}}`. It stays in the thread of the run. */
  readonly sent?: HttpRequestSpec;
}

/** The results of requests, by name. A word adds its own from its folder, as to `Items` (model.ts). */
export interface Results {
  readonly http: HttpResult;
}

export type ItemResult = Results[keyof Results];

/** A request of the file: what became of it. */
export interface RequestOutcome {
  /** The part above the source that it is in (source.ts); places are in that part's text then. Absent: it is in the source itself. */
  readonly part?: string;
  /** Index of its region. */
  readonly region: number;
  readonly start: number;
  readonly end: number;
  /** Its `@name`, else its title, else its request line. */
  readonly label: string;
  /**
   * `passed`: it went through and all its checks hold; `failed`: a check does not; `error`: it did not go through;
   * `skipped`: the run ended before it, or what it depends on failed.
   */
  readonly state: 'running' | 'passed' | 'failed' | 'error' | 'skipped';
  readonly checks: readonly CheckOutcome[];
  readonly error?: ErrorData;
  /** Whose fault an error is, for the exit status: the file's (2) or the network's (3). */
  readonly fault?: 'file' | 'network';
  readonly result?: ItemResult;
  /** If it failed in a run of its own and anything was drawn by chance before: the same seed draws the same values. */
  readonly seed?: number;
  /** If it failed, and was asked for. */
  readonly evidence?: Evidence;
  /** Milliseconds. */
  readonly duration: number;
}

/** How a run ended; each outcome was told by itself. */
export interface RunEnd {
  /** 0 all checks hold, 1 a check failed, 2 the file is wrong, 3 the network failed; the worst of them, 2 before 3 before 1. */
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly duration: number;
  readonly cancelled: boolean;
  /** If anything was drawn by chance: the same seed draws the same values. */
  readonly seed?: number;
}

export interface RunSummary extends RunEnd {
  readonly outcomes: readonly RequestOutcome[];
}
