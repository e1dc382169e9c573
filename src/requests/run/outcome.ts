import type { ErrorData } from '../../base/errors.ts';
import type { DnsExchange } from '../../net/dns/exchange.ts';
import type { LookupAnswer } from '../../net/dns/requests.ts';
import type { HttpExchange, HttpRequestSpec } from '../../net/http/exchange.ts';

/** What a run says: plain data, the same in the editor, in a terminal and in a report. */

export interface CheckOutcome {
  /** Its place in the file. */
  readonly start: number;
  readonly end: number;
  /** As written, placeholders filled in. */
  readonly text: string;
  /** `error`: it could not be evaluated (a body that is no JSON). */
  readonly state: 'passed' | 'failed' | 'error';
  /** What was found, for a person; cut at 1,000 characters. */
  readonly actual?: string;
  readonly expected?: string;
  /** Of one that did not pass: a sentence. */
  readonly message?: string;
}

export interface HttpResult {
  readonly kind: 'http';
  readonly exchange: HttpExchange;
  /** The request as it was put together, for `{{name.request.body}}`. It stays in the thread of the run. */
  readonly sent?: HttpRequestSpec;
}

export interface SessionResult {
  readonly kind: 'session';
  readonly endpoint: number;
  readonly connection: number;
  /** Bytes received, as many as are kept for checks (at most 16 MiB). */
  readonly received: Uint8Array;
  /** Chunks as they crossed the wire, or datagrams, in order, lengths. */
  readonly chunks: readonly number[];
  /** How many messages they were: datagrams, frames where there is a framing, else chunks. */
  readonly messages: number;
  readonly sentBytes: number;
  /** How it ended. */
  readonly closed: 'no' | 'half-closed' | 'closed' | 'reset';
  /** Of a stream that is closed, who ended it, and how: a text of traffic/endings.ts. */
  readonly ended?: string;
}

export interface ServeResult {
  readonly kind: 'serve';
  readonly endpoint: number;
  readonly host: string;
  readonly port: number;
  /** `tcp://127.0.0.1:9000`. */
  readonly url?: string;
  /** It has been stopped since. */
  readonly stopped?: true;
}

export interface ProgramResult {
  readonly kind: 'run';
  readonly pid: number;
  /** What it has printed so far, both streams in order of arrival; the last 64 KiB. */
  readonly output: string;
  readonly exitCode?: number;
  readonly signal?: string;
  /** It has been ended since, by who started it. */
  readonly stopped?: true;
}

/** Of DNS and LOOKUP: `data` is what checks address (`answers[0].exchange`), as JSON. */
export interface DataResult {
  readonly kind: 'dns' | 'lookup';
  readonly data: unknown;
  /** Of DNS: the message as it came. */
  readonly message?: Uint8Array;
  /** Of DNS: how it was asked and answered. */
  readonly exchange?: DnsExchange;
  /** Of LOOKUP: what the system says, and DNS beside it where that was wanted. */
  readonly lookup?: LookupAnswer;
}

export type ItemResult = HttpResult | SessionResult | ServeResult | ProgramResult | DataResult;

/** A request of the file: what became of it. */
export interface RequestOutcome {
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
  /** Milliseconds. */
  readonly duration: number;
}

export interface RunSummary {
  readonly outcomes: readonly RequestOutcome[];
  /** 0 all checks hold, 1 a check failed, 2 the file is wrong, 3 the network failed; the worst of them, 2 before 3 before 1. */
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly duration: number;
  readonly cancelled: boolean;
}
