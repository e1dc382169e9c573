import type { ItemResult, RequestOutcome } from '../../requests/run/outcome.ts';
import type { Tone } from '../../webview/response/protocol.ts';
import { count } from '../../base/quantities.ts';
import { addressText } from '../../endpoints/address.ts';
import { capital } from '../format.ts';

const closings = { no: 'Connected', 'half-closed': 'Half-closed', closed: 'Closed', reset: 'Reset' } as const;

const verdicts: { readonly [K in ItemResult['kind']]: (result: Extract<ItemResult, { kind: K }>) => string } = {
  http: ({ exchange }) => {
    const response = exchange.hops.at(-1)?.response;
    if (response === undefined) return 'No answer';
    return response.status === 0 ? 'No status line' : `${response.status} ${response.reason}`.trim();
  },
  session: ({ closed, ended, received }) =>
    `${ended === undefined ? closings[closed] : capital(ended)}, ${count(received.length, 'byte')} received`,
  serve: ({ host, port, stopped }) =>
    stopped ? `Ran on ${addressText(host, port)}, has stopped` : `Started on ${addressText(host, port)}`,
  run: ({ exitCode, signal, pid, stopped }) =>
    exitCode !== undefined
      ? `Exit code ${exitCode}`
      : signal !== undefined
        ? `Ended by ${signal}`
        : stopped
          ? `Ran as pid ${pid}, has stopped`
          : `Started, pid ${pid}`,
  dns: ({ data }) => textOf(data, 'status') ?? 'Answered',
  lookup: () => 'Found',
};

function textOf(data: unknown, name: string): string | undefined {
  const value: unknown =
    typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What became of a request, in a few words: `200 OK`, `Failed`. */
export function verdictOf({ state, result, error }: RequestOutcome): string {
  if (state === 'running' && result === undefined) return 'Sending…';
  if (state === 'skipped') return error?.code === 'cancelled' ? 'Cancelled' : 'Not sent';
  if (result === undefined) return 'Failed';
  if (result.kind === 'http' && result.exchange.error !== undefined) {
    const hop = result.exchange.hops.at(-1);
    if (result.exchange.error.code === 'cancelled' && hop?.response === undefined) return 'Cancelled';
    if (hop === undefined || hop.unsent === true) return 'Not sent';
    if (hop.response === undefined) return 'Failed';
  }
  return (verdicts[result.kind] as (one: ItemResult) => string)(result);
}

export function toneOf({ state, result, error }: RequestOutcome): Tone {
  if (state === 'running') return 'running';
  if (state === 'error' || (error !== undefined && state !== 'skipped')) return 'bad';
  if (state === 'skipped') return 'plain';
  if (result?.kind === 'http') {
    const status = result.exchange.hops.at(-1)?.response?.status;
    if (result.exchange.error !== undefined || status === undefined || status >= 500) return 'bad';
    if (status >= 400 || state === 'failed') return 'warn';
    return status >= 300 ? 'plain' : 'good';
  }
  return state === 'failed' ? 'warn' : 'good';
}
