import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import type { RunQuestion, RunReport, RunStart } from '../../requests/run/requests.ts';
import type { How, Means } from './means.ts';

type Sending = Pick<Means, 'engine' | 'around'>;

export interface HowToSendHttp extends How {
  /** True if the user entered the request. Default: the workspace's trust. */
  readonly trusted?: boolean;
  readonly onReport?: (progress: HttpProgress) => void;
}

/** Sends an HTTP request. A failed or cancelled exchange is a result with an error. */
export function sendHttp(
  { engine, around }: Sending,
  request: HttpRequestSpec,
  { trusted = around.isTrusted, ...how }: HowToSendHttp = {},
): Promise<HttpExchange> {
  return engine.request('http.send', { request, trusted }, how);
}

export interface HowToRun extends How {
  /** Called for each outcome when its request begins, progresses and ends. */
  readonly onReport?: (report: RunReport) => void;
  /** Answers a `# @prompt`, or attaches a debugger, for the caller; null: no answer. Without it, a request with a prompt fails. */
  readonly onAsk?: (question: RunQuestion) => Promise<string | null>;
}

/**
 * Runs requests of a source. A failed request is an outcome. If the run is cancelled, the result is the outcomes until
 * then.
 */
export async function runRequests(
  { engine, around }: Sending,
  wanted: Omit<RunStart, 'trusted'>,
  how: HowToRun = {},
): Promise<RunSummary> {
  const outcomes: RequestOutcome[] = [];
  const onReport = (report: RunReport): void => {
    if (report.outcome.state !== 'running') outcomes.push(report.outcome);
    how.onReport?.(report);
  };
  const end = await engine.request('run.start', { ...wanted, trusted: around.isTrusted }, { ...how, onReport });
  return { ...end, outcomes };
}

/** Stops the servers and programs that requests of a session started, and forgets their results. */
export async function endSession(
  { engine }: Pick<Means, 'engine'>,
  { session }: { readonly session: string },
): Promise<void> {
  if (engine.isStarted) await engine.request('run.endSession', { session });
}
