import type { HeaderList, HttpExchange } from '../../net/http/exchange.ts';
import { bodyCharset, bodyText } from '../../protocol/http/bodyText.ts';
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

/** The same as text, in the charset that the answer names. */
export async function exchangeText(exchange: HttpExchange, bodies: Bodies): Promise<string> {
  return asBodyText(exchange, await bodyBytes(exchange, bodies));
}

export function asBodyText(exchange: HttpExchange, bytes: Uint8Array): string {
  return textOfBody(bytes, exchange.hops.at(-1)?.response?.headers ?? []);
}

/** As the response view reads it; besides the encodings of browsers, those of Python are known. */
export function textOfBody(bytes: Uint8Array, headers: HeaderList): string {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return bodyText(bytes, bodyCharset(type, bytes), (rest, charset) => {
    const encoding = lookupEncoding(charset)?.name;
    return encoding === undefined ? undefined : decode(rest, encoding, 'replace');
  }).text;
}

/** The charset of a Content-Type, by its name in Python; utf-8 if it names none, or an unknown one. */
export function charsetOf(type: string): string {
  const named = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1];
  return (named !== undefined && lookupEncoding(named)?.name) || 'utf-8';
}

/** Bytes as the lines of a terminal. */
export function textLines(bytes: Uint8Array, prefix: string): string[] {
  if (bytes.length === 0) return [];
  const text = decode(bytes, 'utf-8', 'backslashreplace').replace(/\r?\n$/, '');
  return text.split(/\r?\n/).map((line) => prefix + line);
}
