import { DecodeSink } from './codec.ts';
import { codecOf } from './codecs.ts';
import type { DecodeHandler } from './errors.ts';

/**
 * The text of Python's `bytes.decode(encoding, errors)`. Throws DecodeError when strict, and code `unknown-encoding`.
 */
export function decode(bytes: Uint8Array, encoding = 'utf-8', errors: DecodeHandler = 'strict'): string {
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

/** Text and the origin of each of its UTF-16 units. */
interface DecodedRanges {
  readonly text: string;
  /** Offset of the first byte of each unit, never falling. Both units of a pair have the same. */
  readonly starts: Uint32Array;
}

/**
 * As `decode`, with the byte offset of every UTF-16 unit, so that a hex view and a text view can share one selection.
 */
export function decodeWithRanges(
  bytes: Uint8Array,
  encoding = 'utf-8',
  errors: DecodeHandler = 'strict',
): DecodedRanges {
  const sink = new DecodeSink(bytes.length, errors, true);
  codecOf(encoding).decoder(false).step(bytes, sink, true);
  return { text: sink.text(), starts: sink.starts!.slice(0, sink.length) };
}

/** Decodes a stream chunk by chunk, as Python's incremental decoder does. */
export interface StreamDecoder {
  /**
   * The text that this chunk completes. `final`: nothing follows, so an incomplete character is an error. After a
   * DecodeError the decoder has its state from before the chunk. Throws code `no-byte-order-mark` for a stream in
   * utf-16 or utf-32 that begins without a mark.
   */
  decode(chunk: Uint8Array, final?: boolean): string;
  /** Bytes that wait for the rest of their character. */
  readonly pending: number;
  /** Starts again. */
  reset(): void;
}

const NOTHING = new Uint8Array(0);

export function createDecoder(encoding = 'utf-8', errors: DecodeHandler = 'strict'): StreamDecoder {
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

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
