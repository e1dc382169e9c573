import { EncodeSink } from './codec.ts';
import { codecOf } from './codecs.ts';
import type { EncodeHandler } from './errors.ts';

/**
 * The bytes of Python's `str.encode(encoding, errors)`. Only utf-7 can encode a lone surrogate. Throws EncodeError when
 * strict, and code `unknown-encoding`.
 */
export function encode(text: string, encoding = 'utf-8', errors: EncodeHandler = 'strict'): Uint8Array {
  const sink = new EncodeSink(text.length + (text.length >> 1) + 16, errors);
  codecOf(encoding).encode(text, sink);
  return sink.result();
}
