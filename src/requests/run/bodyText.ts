import type { HttpExchange } from '../../net/http/exchange.ts';
import { decode } from '../../protocol/text/decode.ts';
import { lookupEncoding } from '../../protocol/text/encodings.ts';

export interface Bodies {
  read(id: number, part: { readonly length: number }): Promise<Uint8Array>;
}

/** Bytes of a body that checks and variables look at. */
export const mostBody = 16 * 1024 * 1024;

/** The first bytes of the decoded body of an answer. */
export async function bodyBytes({ body }: HttpExchange, bodies: Bodies): Promise<Uint8Array> {
  return body === undefined ? new Uint8Array(0) : bodies.read(body.id, { length: mostBody });
}

/** They as text, in the charset that the answer names. */
export async function bodyText(exchange: HttpExchange, bodies: Bodies): Promise<string> {
  return asBodyText(exchange, await bodyBytes(exchange, bodies));
}

export function asBodyText(exchange: HttpExchange, bytes: Uint8Array): string {
  const headers = exchange.hops.at(-1)?.response?.headers ?? [];
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return decode(bytes, charsetOf(type), 'replace');
}

/** Of a Content-Type, by its name in Python; utf-8 where none is named, or one nobody knows. */
export function charsetOf(type: string): string {
  const named = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1];
  return (named !== undefined && lookupEncoding(named)?.name) || 'utf-8';
}
