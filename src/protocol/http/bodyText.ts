import { decode } from '../text/decode.ts';
import { findEncoding } from '../text/encodings.ts';
import type { ContentType } from './format.ts';

const marks: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8-sig'],
  [[0xff, 0xfe, 0, 0], 'utf-32'],
  [[0xff, 0xfe], 'utf-16'],
  [[0xfe, 0xff], 'utf-16'],
];

/** A body as text: by its byte order mark, else by the charset that is given and known, else as UTF-8. */
export function bodyText(
  bytes: Uint8Array,
  contentType: ContentType,
): { readonly text: string; readonly encoding: string } {
  const mark = marks.find(([start]) => start.every((byte, i) => bytes[i] === byte));
  const encoding = mark?.[1] ?? known(contentType.parameters.get('charset')) ?? 'utf-8';
  return { text: decode(bytes, encoding, 'replace'), encoding };
}

function known(charset: string | undefined): string | undefined {
  if (charset === undefined) return undefined;
  try {
    findEncoding(charset);
    return charset;
  } catch {
    return undefined;
  }
}
