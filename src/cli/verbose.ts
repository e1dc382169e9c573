import type { HttpExchange } from '../net/http/exchange.ts';
import { visible } from '../protocol/text/visible.ts';
import { textLines, type Bodies } from '../requests/run/bodyText.ts';
import type { RequestOutcome } from '../requests/run/outcome.ts';
import { mostShown } from '../requests/words/presentation.ts';
import { presentationOf } from '../requests/words/table.ts';
import type { Paint } from './text.ts';

/** The bytes sent and received, as lines that are harmless to a terminal. */
export async function verboseLines({ result }: RequestOutcome, bodies: Bodies, paint: Paint): Promise<string[]> {
  if (result === undefined) return [];
  const { lines, exchange } = presentationOf(result);
  const all = [...lines(), ...(await bodyLines(exchange?.body, bodies))];
  return all.map((line) => paint('dim', `    ${visible(line)}`));
}

async function bodyLines(body: HttpExchange['body'], bodies: Bodies): Promise<string[]> {
  if (body === undefined || body.bytes === 0) return [];
  const bytes = await bodies.read(body.id, { length: mostShown });
  const rest = body.bytes - bytes.length;
  return ['', ...textLines(bytes, ''), ...(rest > 0 ? [`... and ${rest} bytes more`] : [])];
}
