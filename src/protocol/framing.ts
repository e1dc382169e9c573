import { chunks } from './framing/chunks.ts';
import { delimiter, lines } from './framing/delimiter.ts';
import { fixed } from './framing/fixed.ts';
import type { Framer, FrameSink } from './framing/framer.ts';
import type { Framing, FramingKind } from './framing/kind.ts';
import { prefix } from './framing/prefix.ts';

export type { Framing };

/** Bytes of one frame at most, terminator or prefix included, unless a framer is made with another limit. */
const defaultMaxFrameBytes = 1024 * 1024;

/** Every kind of framing there is. */
export const framings: { readonly [K in Framing['kind']]: FramingKind<K> } = {
  none: chunks,
  line: lines,
  fixed,
  'length-prefix': prefix,
  delimiter,
};

/** The row of a framing, whose functions take that framing. */
export function framingKind<K extends Framing['kind']>({ kind }: { readonly kind: K }): FramingKind<K> {
  return framings[kind];
}

/** Throws WirebenchError `bad-framing` where the framing cannot work: a length of 0 or past the limit, an empty delimiter. */
export function createFramer(framing: Framing, sink: FrameSink, maxFrameBytes = defaultMaxFrameBytes): Framer {
  checkFraming(framing, maxFrameBytes);
  return framingKind(framing).create(framing, sink, maxFrameBytes);
}

/** Throws WirebenchError `bad-framing`. */
export function checkFraming(framing: Framing, maxFrameBytes = defaultMaxFrameBytes): void {
  framingKind(framing).check(framing, maxFrameBytes);
}

/**
 * A payload as one frame, ready to send. A payload that already ends in the line feed or delimiter is sent as it is;
 * a line feed or delimiter within it makes the other side find several frames.
 *
 * Throws WirebenchError `frame-does-not-fit`: a fixed length that the payload does not have, a length its prefix cannot say.
 */
export function encodeFrame(framing: Framing, payload: Uint8Array): Uint8Array {
  return framingKind(framing).encode(framing, payload);
}
