import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { How, Means } from './means.ts';

export interface HowToSendHttp extends How {
  /** A person answered what it is made of. Default: as the workspace is. */
  readonly trusted?: boolean;
  readonly onReport?: (progress: HttpProgress) => void;
}

/** Sends an HTTP request. An exchange that failed, or was cancelled, is a result with an error. */
export function sendHttp(
  { engine, around }: Pick<Means, 'engine' | 'around'>,
  request: HttpRequestSpec,
  { trusted = around.isTrusted, ...how }: HowToSendHttp = {},
): Promise<HttpExchange> {
  return engine.request('http.send', { request, trusted }, how);
}
