import { badFraming, doesNotFit, endPending, Pending, type Framer, type FrameSink } from './framer.ts';
import type { FramingKind } from './kind.ts';

class FixedFramer implements Framer {
  readonly #sink: FrameSink;
  readonly #length: number;
  readonly #pending = new Pending();

  constructor(sink: FrameSink, length: number) {
    this.#sink = sink;
    this.#length = length;
  }

  push(chunk: Uint8Array): void {
    const length = this.#length;
    const pending = this.#pending;
    let at = 0;
    if (pending.length > 0) {
      at = Math.min(length - pending.length, chunk.length);
      pending.append(chunk, 0, at);
      if (pending.length < length) return;
      this.#sink.onFrame(pending.bytes, 0, length, 0, length);
      pending.clear();
    }
    for (; chunk.length - at >= length; at += length) this.#sink.onFrame(chunk, at, at + length, at, at + length);
    if (at < chunk.length) pending.append(chunk, at, chunk.length);
  }

  end(): void {
    endPending(this.#pending, this.#sink);
  }
}

/** All frames have the same number of bytes. */
export const fixed: FramingKind<'fixed'> = {
  word: 'fixed',
  sentence: 'a framing of a fixed length in bytes',
  examples: ['fixed 16'],
  options: { length: { type: 'bytes', minimum: 1, maximum: 1_048_576, sentence: 'The bytes of a message.' } },
  print: ({ length }) => String(length),
  read: (options) => (/^\d+$/.test(options) ? { length: Number(options) } : undefined),
  check({ length }, maxFrameBytes) {
    if (!Number.isInteger(length) || length < 1 || length > maxFrameBytes)
      throw badFraming(`The length of a frame must be a whole number from 1 to ${maxFrameBytes}, not ${length}.`);
  },
  create: ({ length }, sink) => new FixedFramer(sink, length),
  encode({ length }, payload) {
    if (payload.length === length) return payload;
    throw doesNotFit(`A frame here has exactly ${length} bytes, and this message has ${payload.length}.`);
  },
};
