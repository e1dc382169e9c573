import type { HttpExchange, HttpRequestSpec } from '../../../net/http/exchange.ts';

/** Beside the exchange and not in it: bodies may be long, and exchanges cross threads. */
const requests = new WeakMap<HttpExchange, HttpRequestSpec>();

/** What was sent for an exchange, in the thread that sent it. */
export function requestOf(exchange: HttpExchange): HttpRequestSpec | undefined {
  return requests.get(exchange);
}

export function keepRequest(exchange: HttpExchange, request: HttpRequestSpec): void {
  requests.set(exchange, request);
}
