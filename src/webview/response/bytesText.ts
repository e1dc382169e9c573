import { DecodeSink } from '../../protocol/text/codec.ts';
import { decodeUtf8 } from '../../protocol/text/utf8.ts';
import { visible } from '../../protocol/text/visible.ts';

/** Bytes as UTF-8, with the offset of the first byte of each UTF-16 unit. */
export function utf8WithStarts(bytes: Uint8Array): { text: string; starts: Uint32Array } {
  const sink = new DecodeSink(bytes.length, 'backslashreplace', true);
  try {
    decodeUtf8(bytes, sink, true);
    return { text: sink.text(), starts: sink.starts!.slice(0, sink.length) };
  } finally {
    sink.release();
  }
}

/**
 * Bytes as text, with invisible characters as escapes and a line break after each line feed: `GET / HTTP/1.1\r
 * `.
 */
export function escapedLines(bytes: Uint8Array): string {
  const { text } = utf8WithStarts(bytes);
  return text
    .split('\n')
    .map((line, i, { length }) => visible(line) + (i < length - 1 ? '\\n\n' : ''))
    .join('');
}
