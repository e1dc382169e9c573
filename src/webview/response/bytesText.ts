import { DecodeSink } from '../../protocol/text/codec.ts';
import { decodeUtf8 } from '../../protocol/text/utf8.ts';
import { visible } from '../../protocol/text/visible.ts';

/** Bytes as UTF-8, and the byte that each unit of the text began at. */
export function utf8WithStarts(bytes: Uint8Array): { text: string; starts: Uint32Array } {
  const sink = new DecodeSink(bytes.length, 'backslashreplace', true);
  try {
    decodeUtf8(bytes, sink, true);
    return { text: sink.text(), starts: sink.starts!.slice(0, sink.length) };
  } finally {
    sink.release();
  }
}

/** Bytes as text with what does not show as escapes, a line break after each line feed: `GET / HTTP/1.1\r\n`. */
export function escapedLines(bytes: Uint8Array): string {
  const { text } = utf8WithStarts(bytes);
  return text
    .split('\n')
    .map((line, i, { length }) => visible(line) + (i < length - 1 ? '\\n\n' : ''))
    .join('');
}
