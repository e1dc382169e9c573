import { DecodeSink } from './codec.ts';
import { codecOf } from './codecs.ts';
/**
 * The text that Python's `bytes.decode(encoding, errors)` gives. Throws DecodeError when strict, and code
 * `unknown-encoding`.
 */
export function decode(bytes, encoding = 'utf-8', errors = 'strict') {
  const codec = codecOf(encoding);
  const known = codec.whole?.(bytes, errors);
  if (known !== undefined) return known;
  const sink = new DecodeSink(bytes.length, errors);
  try {
    codec.decoder(false).step(bytes, sink, true);
    return sink.text();
  } finally {
    sink.release();
  }
}
/** As `decode`, with the byte offset of every UTF-16 unit: what lets a hex view and a text view share one selection. */
export function decodeWithRanges(bytes, encoding = 'utf-8', errors = 'strict') {
  const sink = new DecodeSink(bytes.length, errors, true);
  codecOf(encoding).decoder(false).step(bytes, sink, true);
  return { text: sink.text(), starts: sink.starts.slice(0, sink.length) };
}
/**
 * The bytes of units `from` to `to` (a selection in the text) as offsets. `size` is the number of bytes that were
 * decoded. Bytes that an error handler ignored belong to the character before them.
 */
export function bytesOfUnits(starts, size, from, to) {
  if (from >= to) {
    const at = from < starts.length ? starts[from] : size;
    return [at, at];
  }
  let end = to;
  // A selection that ends inside a character (a pair, or a character of several units) takes all its bytes.
  while (end < starts.length && starts[end] === starts[to - 1]) end++;
  return [starts[from], end < starts.length ? starts[end] : size];
}
/** The units that show bytes `from` to `to` (a selection in the hex view). */
export function unitsOfBytes(starts, from, to) {
  if (starts.length === 0 || from >= to) {
    const at = firstAtLeast(starts, from);
    return [at, at];
  }
  let first = firstAtLeast(starts, from + 1) - 1;
  while (first > 0 && starts[first - 1] === starts[first]) first--;
  return [Math.max(first, 0), firstAtLeast(starts, to)];
}
/** Index of the first start that is `offset` or more. */
function firstAtLeast(starts, offset) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
const NOTHING = new Uint8Array(0);
export function createDecoder(encoding = 'utf-8', errors = 'strict') {
  const codec = codecOf(encoding);
  let decoder = codec.decoder(true);
  let kept = NOTHING;
  let before = 0;
  return {
    get pending() {
      return kept.length;
    },
    reset() {
      decoder = codec.decoder(true);
      kept = NOTHING;
      before = 0;
    },
    decode(chunk, final = false) {
      const bytes = kept.length === 0 ? chunk : joined(kept, chunk);
      const sink = new DecodeSink(bytes.length, errors, false, before);
      const back = errors === 'strict' ? decoder.mark?.() : undefined;
      try {
        const used = decoder.step(bytes, sink, final);
        kept = used === bytes.length ? NOTHING : bytes.slice(used);
        before += used;
        return sink.text();
      } catch (error) {
        back?.();
        throw error;
      } finally {
        sink.release();
      }
    },
  };
}
function joined(a, b) {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
