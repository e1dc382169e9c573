/** What a body is, by its Content-Type and its first bytes. */
export type Language = 'json' | 'html' | 'xml' | 'css' | 'javascript' | 'plain';

export interface Content {
  readonly kind: 'text' | 'image' | 'binary';
  readonly language: Language;
  /** Of text: a label of the encoding standard. */
  readonly charset: string;
  /** Without parameters, lower case; empty where the answer does not say. */
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

/** @param contentType the header's value; empty where there is none. @param start the first bytes of the body */
export function contentOf(contentType: string, start: Uint8Array): Content {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const charset = charsetOf(contentType, start);
  if (imageTypes.has(type))
    return { kind: 'image', language: type === 'image/svg+xml' ? 'xml' : 'plain', charset, type };
  const declared = languages.find(([pattern]) => pattern.test(type))?.[1];
  if (declared !== undefined) return { kind: 'text', language: declared, charset, type };
  if (!type.startsWith('text/') && type !== 'application/x-www-form-urlencoded' && looksBinary(start))
    return { kind: 'binary', language: 'plain', charset, type };
  const text = new TextDecoder().decode(start.subarray(0, 256));
  const guessed = type === '' ? looksLike.find(([pattern]) => pattern.test(text))?.[1] : undefined;
  return { kind: 'text', language: guessed ?? 'plain', charset, type };
}

/** NUL, or controls that no text has: it is shown as hex. */
function looksBinary(start: Uint8Array): boolean {
  return start.subarray(0, 1024).some((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32));
}

function charsetOf(contentType: string, start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
}

/** The text of a body, and whether its charset was one that could be read. */
export function decodeBody(bytes: Uint8Array, charset: string): { readonly text: string; readonly unknown?: string } {
  try {
    return { text: new TextDecoder(charset).decode(bytes) };
  } catch {
    return { text: new TextDecoder().decode(bytes), unknown: charset };
  }
}
