import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { PromptQuestion } from '../../requests/model.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import type { RunReport, RunStart } from '../../requests/run/requests.ts';
import type { How, Means } from './means.ts';

type Sending = Pick<Means, 'engine' | 'around'>;

export interface HowToSendHttp extends How {
  /** A person answered what it is made of. Default: as the workspace is. */
  readonly trusted?: boolean;
  readonly onReport?: (progress: HttpProgress) => void;
}

/** Sends an HTTP request. An exchange that failed, or was cancelled, is a result with an error. */
export function sendHttp(
  { engine, around }: Sending,
  request: HttpRequestSpec,
  { trusted = around.isTrusted, ...how }: HowToSendHttp = {},
): Promise<HttpExchange> {
  return engine.request('http.send', { request, trusted }, how);
}

export interface HowToRun extends How {
  /** Told of each outcome as its request begins, as it goes on, and when it is over. */
  readonly onReport?: (report: RunReport) => void;
  /** Answers a `# @prompt` for the caller; null: no answer. Without it, a request that has one fails. */
  readonly onAsk?: (question: PromptQuestion) => Promise<string | null>;
}

/** Runs requests of a source. One that fails is an outcome; a run that is cancelled results in the outcomes until then. */
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

/** Stops what requests of a session started, and forgets their results. */
export async function endSession(
  { engine }: Pick<Means, 'engine'>,
  { session }: { readonly session: string },
): Promise<void> {
  if (engine.isStarted) await engine.request('run.endSession', { session });
}
