import { JsonNumber, printJson } from '../../../protocol/json.ts';
import type { BinRequest, Json } from './request.ts';

export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** An answer of `bin`: its body complete, or piece by piece (then with the length, if known). */
export interface Answer {
  readonly status?: number;
  readonly headers?: HeaderPairs;
  readonly body?: string | Uint8Array;
  readonly pieces?: AsyncIterable<Uint8Array>;
  readonly length?: number;
}

/** A request that cannot be answered: 400, with a sentence. */
export class BadRequest extends Error {}

const html = 'text/html; charset=utf-8';

/** As Python's json.dumps with sorted keys, two spaces and only ASCII; numbers keep their digits. */
export function jsonText(value: Json): string {
  return `${asciiOnly(printJson(sorted(value), 2))}\n`;
}

export function asciiOnly(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof JsonNumber) return value;
  const fields = Object.entries(value as Record<string, Json>).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}

export function json(value: Json, headers: HeaderPairs = [], status = 200): Answer {
  return { status, headers: [['Content-Type', 'application/json'], ...headers], body: jsonText(value) };
}

export function text(body: string, type = html, status = 200): Answer {
  return { status, headers: [['Content-Type', type]], body };
}

export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

export function redirect(location: string, status = 302, headers: HeaderPairs = []): Answer {
  const where = headerText(location);
  return {
    status,
    headers: [['Content-Type', html], ['Location', where], ...headers],
    body: `<!doctype html>\n<title>Redirecting</title>\n<p>It is at <a href="${escapeHtml(where)}">${escapeHtml(where)}</a>.</p>\n`,
  };
}

/** A text for a header field: UTF-8, with line breaks percent-encoded. */
export function headerText(value: string): string {
  return Buffer.from(value, 'utf8')
    .toString('latin1')
    .replace(/[\u0000-\u001f\u007f]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

export const isToken = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);

/** `name=value; Path=/`, odd characters quoted as octal escapes. */
export function setCookie(request: BinRequest, name: string, value: string): readonly [string, string] {
  if (!isToken(name)) throw new BadRequest(`${JSON.stringify(name)} cannot be the name of a cookie.`);
  const secure = request.scheme === 'https' ? 'Secure; ' : '';
  return ['Set-Cookie', `${name}=${cookieValue(value)}; ${secure}Path=/`];
}

export function deleteCookie(name: string): readonly [string, string] {
  if (!isToken(name)) throw new BadRequest(`${JSON.stringify(name)} cannot be the name of a cookie.`);
  return ['Set-Cookie', `${name}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/`];
}

function cookieValue(value: string): string {
  const bytes = Buffer.from(value, 'utf8').toString('latin1');
  if (/^[\w!#%&'~^`><@,:/$*+\-.|)(?}{=]*$/.test(bytes)) return bytes;
  const quoted = bytes.replace(/[^\w!#%&'~^`><@:/$*+\-.|)(?}{= ]/g, (char) =>
    char === '"' || char === '\\' ? `\\${char}` : `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${quoted}"`;
}

/** The number in a path or an argument. Throws BadRequest. */
export function numberIn(value: string | undefined, what: string, fallback?: number): number {
  if (value === undefined && fallback !== undefined) return fallback;
  const number = Number(value);
  if (value !== undefined && value.trim() !== '' && Number.isFinite(number)) return number;
  throw new BadRequest(`${what} must be a number, not ${JSON.stringify(value ?? '')}.`);
}

/** Resolves after that many milliseconds, or rejects as soon as nobody waits for the answer any more. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const gone = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', gone);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', gone, { once: true });
  });
}
