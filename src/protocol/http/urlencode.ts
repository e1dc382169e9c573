import { encode } from '../text/encode.ts';
import type { EncodeHandler } from '../text/errors.ts';

interface UrlencodeOptions {
  readonly encoding?: string;
  readonly errors?: EncodeHandler;
  /** ASCII characters that stay unchanged, besides letters, digits and `_.-~`. */
  readonly safe?: string;
  /**
   * `plus` (default): a space becomes `+`. `percent`: `%20`, as with `quote_via=quote`, which by default also keeps
   * `/`.
   */
  readonly spaces?: 'plus' | 'percent';
}

const always = /[A-Za-z0-9_.~-]/;

/** Python's `urllib.parse.quote_plus` (or `quote`, with `safe=''`). Throws EncodeError when strict. */
export function quotePlus(text: string, options: UrlencodeOptions = {}): string {
  const { safe = '', spaces = 'plus' } = options;
  // As in Python: errors default to strict, and the text is encoded as a whole, so that encodings with a mark write it
  // once.
  const bytes = encode(text, options.encoding ?? 'utf-8', options.errors ?? 'strict');
  const plus = spaces === 'plus' && !safe.includes(' ');
  let quoted = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (always.test(char) || (byte < 128 && safe.includes(char))) quoted += char;
    else if (plus && byte === 0x20) quoted += '+';
    else quoted += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return quoted;
}

/**
 * Python's `urllib.parse.urlencode(pairs, doseq=True)`: names and values quoted, joined by `=` and `&`. A list stands for
 * its name several times.
 */
export function urlencode(
  pairs: Iterable<readonly [name: string, value: string | number | readonly (string | number)[]]>,
  options: UrlencodeOptions = {},
): string {
  const parts: string[] = [];
  for (const [name, value] of pairs) {
    const quotedName = quotePlus(name, options);
    for (const one of Array.isArray(value) ? (value as readonly (string | number)[]) : [value as string | number]) {
      parts.push(`${quotedName}=${quotePlus(String(one), options)}`);
    }
  }
  return parts.join('&');
}
