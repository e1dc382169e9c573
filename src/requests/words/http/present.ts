import type { ErrorCode } from '../../../base/codes.ts';
import type { HttpExchange } from '../../../net/http/exchange.ts';
import type { Presentation, ResultTone } from '../presentation.ts';

/** Errors that come before anything is sent: the file says something that cannot go out. */
const notSendable: ReadonlySet<ErrorCode> = new Set([
  'bad-url',
  'bad-method',
  'bad-header',
  'header-injection',
  'both-lengths',
  'bad-certificate',
  'bad-target',
  'bad-proxy',
  'bad-body',
  'file-unreadable',
]);

export function presentExchange(exchange: HttpExchange): Presentation {
  const { hops, body, error, notes } = exchange;
  const [first] = hops;
  return {
    verdict: verdictOf(exchange),
    tone: toneOf(exchange),
    ...(hops.some(({ response }) => response !== undefined) && { title: 'Body' }),
    ...((body?.bytes ?? 0) === 0 && { empty: 'The answer has no body.' }),
    ...(error && { error, ...(notSendable.has(error.code) && { fault: 'file' }) }),
    ...(first && { sent: () => `${first.method} ${first.url}` }),
    exchange,
    json: () => {
      const last = hops.at(-1);
      return {
        kind: 'http',
        method: last?.method,
        url: last?.url,
        hops: hops.length,
        sent: hops.some(({ unsent }) => unsent !== true),
        version: last?.response?.version,
        status: last?.response?.status,
        reason: last?.response?.reason,
        headers: last?.response?.headers,
        bodyBytes: body?.bytes,
        bodyProblem: body?.problem,
        notes,
      };
    },
    lines: () => linesOf(exchange),
  };
}

function verdictOf({ hops, error }: HttpExchange): string {
  const hop = hops.at(-1);
  const response = hop?.response;
  if (error?.code === 'cancelled' && response === undefined) return 'Cancelled';
  if (error !== undefined && (hop === undefined || hop.unsent === true)) return 'Not sent';
  if (response === undefined) return error === undefined ? 'No answer' : 'Failed';
  return response.status === 0 ? 'No status line' : `${response.status} ${response.reason}`.trim();
}

function toneOf({ hops, error }: HttpExchange): ResultTone {
  const status = hops.at(-1)?.response?.status;
  if (error !== undefined || status === undefined || status >= 500) return 'bad';
  if (status >= 400) return 'warn';
  return status >= 300 ? 'plain' : 'good';
}

function linesOf({ hops, notes }: HttpExchange): string[] {
  const lines: string[] = [];
  for (const hop of hops) {
    if (hop.unsent === true) {
      lines.push(`* Nothing was sent: no connection for ${hop.method} ${hop.url} was made.`);
      continue;
    }
    lines.push(`> ${hop.method} ${hop.url} HTTP/${hop.version}`);
    lines.push(...hop.requestHeaders.map(([name, value]) => `> ${name}: ${value}`));
    if (hop.requestBodyBytes > 0) lines.push(`> (${hop.requestBodyBytes} bytes)`);
    if (hop.response === undefined) continue;
    const { version, status, reason, headers } = hop.response;
    if (status === 0) lines.push('* The answer has no status line.');
    else {
      lines.push(`< HTTP/${version} ${status} ${reason}`.trimEnd());
      lines.push(...headers.map(([name, value]) => `< ${name}: ${value}`));
    }
  }
  return [...lines, ...notes.map((note) => `* ${note}`)];
}
