import { decodeAsBrowsers } from '../text/platformText.ts';

/**
 * A body as text. The response view, checks and variables all decode it as browsers do. Labels of encodings are those
 * of https://encoding.spec.whatwg.org/
 */

const marks: readonly (readonly [bytes: readonly number[], charset: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0, 0], 'utf-32'],
  [[0, 0, 0xfe, 0xff], 'utf-32'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/**
 * Formats that declare their encoding in their first bytes, and where. A body without a known type may still begin like
 * XML.
 */
const declarations: readonly (readonly [type: RegExp, declaration: RegExp])[] = [
  [/[/+]xml$|^image\/svg|^$/, /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/],
  [/^text\/html$/, /<meta\s[^>]*?charset\s*=\s*["']?\s*([A-Za-z][\w.:-]*)/i],
  [/^text\/css$/, /^@charset "([^"]*)";/],
];
/** Bytes in which a declaration is searched, as in HTML. */
const declared = 1024;

/**
 * The encoding of a body, by (in this order) its byte order mark, the charset of its Content-Type, its own declaration,
 * the zeros of UTF-16 in JSON and XML; else UTF-8. The label may be unknown. `start`: the first bytes, at least 1,024.
 */
export function bodyCharset(contentType: string, start: Uint8Array): string {
  const mark = marks.find(([bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (mark !== undefined) return mark[1];
  const named = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (named !== undefined) return named;
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  const zeros = /[/+](?:json|xml)$/.test(type) ? zerosOf(start) : undefined;
  return zeros ?? declaredCharset(type, start) ?? 'utf-8';
}

/** Texts of JSON and XML begin with a character of ASCII: in UTF-16 a zero is beside it. */
function zerosOf([first, second]: Uint8Array): string | undefined {
  if (first === 0 && second !== 0 && second !== undefined) return 'utf-16be';
  return second === 0 && first !== 0 ? 'utf-16le' : undefined;
}

function declaredCharset(type: string, start: Uint8Array): string | undefined {
  const ascii = Array.from(start.subarray(0, declared), (byte) => String.fromCharCode(byte)).join('');
  for (const [pattern, declaration] of declarations) {
    const found = pattern.test(type) ? declaration.exec(ascii)?.[1]?.toLowerCase() : undefined;
    // Text that could be read so far is not UTF-16, whatever its declaration says.
    if (found !== undefined) return /^utf-?16/.test(found) ? 'utf-8' : found;
  }
  return undefined;
}

/**
 * The text of bytes in an encoding, without a byte order mark; invalid bytes become U+FFFD. `other` decodes encodings
 * that browsers do not know (undefined: it does not know the label either). An unknown encoding is read as UTF-8, and
 * `unknown` is its label.
 */
export function bodyText(
  bytes: Uint8Array,
  charset: string,
  other: (bytes: Uint8Array, charset: string) => string | undefined = () => undefined,
): { readonly text: string; readonly unknown?: string } {
  const text = decodeAsBrowsers(bytes, charset) ?? other(bytes, charset);
  return text === undefined ? { text: decodeAsBrowsers(bytes, 'utf-8')!, unknown: charset } : { text };
}
