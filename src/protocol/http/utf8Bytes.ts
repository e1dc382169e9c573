import { encode } from '../text/encode.ts';

/** Text in UTF-8. A lone surrogate becomes `?`, because it has no encoding. */
export function utf8Bytes(text: string): Uint8Array {
  return encode(text, 'utf-8', 'replace');
}
