import { bodyCharset, bodyText } from '../../protocol/http/bodyText.ts';

/** The language of a body, from its Content-Type and its first bytes. */
export type Language = 'json' | 'html' | 'xml' | 'css' | 'javascript' | 'plain';

export interface Content {
  readonly kind: 'text' | 'image' | 'binary';
  readonly language: Language;
  /** For text: a label of the encoding standard. */
  readonly charset: string;
  /** Without parameters, in lower case; empty if the answer has none. */
  readonly type: string;
}

const imageTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
  'image/vnd.microsoft.icon',
  'image/svg+xml',
]);

const languages: readonly (readonly [RegExp, Language])[] = [
  [/[/+](x-)?(json|ndjson)$|^application\/(json-seq|manifest)/, 'json'],
  [/^text\/html$|^application\/xhtml\+xml$/, 'html'],
  [/[/+]xml$/, 'xml'],
  [/^text\/css$/, 'css'],
  [/[/](x-)?(java|ecma)script$/, 'javascript'],
];

const looksLike: readonly (readonly [RegExp, Language])[] = [
  [/^\s*[[{]/, 'json'],
  [/^\s*<(!doctype html|html)/i, 'html'],
  [/^\s*<\?xml/, 'xml'],
];

/** @param contentType the header's value; empty if there is none. @param start the first bytes of the body */
export function contentOf(contentType: string, start: Uint8Array): Content {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const charset = bodyCharset(contentType, start);
  if (imageTypes.has(type))
    return { kind: 'image', language: type === 'image/svg+xml' ? 'xml' : 'plain', charset, type };
  const declared = languages.find(([pattern]) => pattern.test(type))?.[1];
  if (declared !== undefined) return { kind: 'text', language: declared, charset, type };
  if (!type.startsWith('text/') && type !== 'application/x-www-form-urlencoded' && looksBinary(start))
    return { kind: 'binary', language: 'plain', charset, type };
  const { text } = bodyText(start.subarray(0, 256), charset);
  const guessed = type === '' ? looksLike.find(([pattern]) => pattern.test(text))?.[1] : undefined;
  return { kind: 'text', language: guessed ?? 'plain', charset, type };
}

/** The byte order mark shows that it is UTF-16 text, which contains zeros. */
function isWide(start: Uint8Array): boolean {
  return bodyCharset('', start).startsWith('utf-16');
}

/** NUL, or control characters that do not occur in text: the body is shown as hex. */
function looksBinary(start: Uint8Array): boolean {
  return (
    !isWide(start) &&
    start.subarray(0, 1024).some((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32))
  );
}
