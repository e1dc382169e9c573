import { count } from '../base/quantities.ts';
import type { HttpExchange } from '../net/http/exchange.ts';
import { decode } from '../protocol/text/decode.ts';
import { visible } from '../protocol/text/visible.ts';
import type { ItemResult, RequestOutcome } from '../requests/run/outcome.ts';
import type { Paint } from './text.ts';

/** Bytes of a body, or of what was received, that are shown. */
const mostBytes = 64 * 1024;

interface Bodies {
  read(id: number, part: { readonly length: number }): Promise<Uint8Array>;
}

/** What went out and what came back, as lines; all of it harmless to a terminal. */
export async function verboseLines(outcome: RequestOutcome, bodies: Bodies, paint: Paint): Promise<string[]> {
  if (outcome.result === undefined) return [];
  const lines = await resultLines(outcome.result, bodies);
  return lines.map((line) => paint('dim', `    ${visible(line)}`));
}

async function resultLines(result: ItemResult, bodies: Bodies): Promise<string[]> {
  switch (result.kind) {
    case 'http':
      return exchangeLines(result.exchange, bodies);
    case 'session':
      return [
        `${count(result.sentBytes, 'byte')} sent, ${count(result.received.length, 'byte')} received in ${count(result.chunks.length, 'chunk')}; ${result.ended ?? `closed: ${result.closed}`}`,
        ...textLines(result.received, '< '),
      ];
    case 'serve':
      return [`listening on ${result.host} port ${result.port}`];
    case 'run':
      return [
        `pid ${result.pid}${result.exitCode === undefined ? '' : `, exit status ${result.exitCode}`}${result.signal === undefined ? '' : `, ended by ${result.signal}`}`,
        ...result.output.split(/\r?\n/).filter((line, index, all) => line !== '' || index < all.length - 1),
      ];
    case 'dns':
    case 'lookup':
      return JSON.stringify(result.data, null, 2).split('\n');
  }
}

async function exchangeLines(exchange: HttpExchange, bodies: Bodies): Promise<string[]> {
  const lines: string[] = [];
  for (const hop of exchange.hops) {
    if (hop.unsent === true) {
      lines.push(`* Nothing was sent: no connection for ${hop.method} ${hop.url} was made.`);
      continue;
    }
    lines.push(`> ${hop.method} ${hop.url} HTTP/${hop.version}`);
    lines.push(...hop.requestHeaders.map(([name, value]) => `> ${name}: ${value}`));
    if (hop.requestBodyBytes > 0) lines.push(`> (${hop.requestBodyBytes} bytes)`);
    if (hop.response === undefined) continue;
    const { version, status, reason, headers } = hop.response;
    if (status === 0) {
      lines.push('* The answer has no status line.');
      continue;
    }
    lines.push(
      `< HTTP/${version} ${status} ${reason}`.trimEnd(),
      ...headers.map(([name, value]) => `< ${name}: ${value}`),
    );
  }
  lines.push(...exchange.notes.map((note) => `* ${note}`));
  if (exchange.body === undefined || exchange.body.bytes === 0) return lines;
  const bytes = await bodies.read(exchange.body.id, { length: mostBytes });
  const rest = exchange.body.bytes - bytes.length;
  return [...lines, '', ...textLines(bytes, ''), ...(rest > 0 ? [`... and ${rest} bytes more`] : [])];
}

function textLines(bytes: Uint8Array, prefix: string): string[] {
  if (bytes.length === 0) return [];
  const text = decode(bytes.subarray(0, mostBytes), 'utf-8', 'backslashreplace');
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => prefix + line);
}
