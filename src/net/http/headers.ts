import type { HeaderList } from './exchange.ts';

/** The value of the first header of that name, or undefined. `name` in lower case. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  for (const [key, value] of headers) if (key.length === name.length && key.toLowerCase() === name) return value;
  return undefined;
}

/** All values of that name, in order. */
export function headersOf(headers: HeaderList, name: string): string[] {
  return headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

export function hasHeader(headers: HeaderList, name: string): boolean {
  return headerOf(headers, name) !== undefined;
}

export function withoutHeaders(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.filter(([key]) => !names.has(key.toLowerCase()));
}

/** Node's flat list (`rawHeaders`) as pairs. */
export function pairsOf(raw: readonly string[]): HeaderList {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i]!, readable(raw[i + 1]!)]);
  return pairs;
}

const beyondAscii = /[\x80-\xff]/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A received value, one unit for each byte: decoded as UTF-8 if valid, else as Latin-1. */
export function readable(value: string): string {
  if (!beyondAscii.test(value)) return value;
  try {
    return utf8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

const beyondLatin1 = /[^\x00-\xff]/;

/** A value to send, one unit for each byte: Latin-1, as other clients do, if it fits; else UTF-8. */
export function sendable(value: string): string {
  return beyondLatin1.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}
