import { encode } from '../text/encode.ts';

/** Text in UTF-8; a lone surrogate becomes `?`, as nothing else can be sent. */
export function utf8Bytes(text: string): Uint8Array {
  return encode(text, 'utf-8', 'replace');
}
