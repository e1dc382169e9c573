import { EncodeSink } from './codec.ts';
import { codecOf } from './codecs.ts';
/**
 * The bytes that Python's `str.encode(encoding, errors)` gives; a lone surrogate is a character no encoding but utf-7
 * holds. Throws EncodeError when strict, and code `unknown-encoding`.
 */
export function encode(text, encoding = 'utf-8', errors = 'strict') {
  const sink = new EncodeSink(text.length + (text.length >> 1) + 16, errors);
  codecOf(encoding).encode(text, sink);
  return sink.result();
}
