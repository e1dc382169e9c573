import type { Framer, FrameSink } from './framer.ts';
import type { FramingKind } from './kind.ts';

class ChunkFramer implements Framer {
  readonly #sink: FrameSink;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#sink.onFrame(chunk, 0, chunk.length, 0, chunk.length);
  }

  end(): void {
    // No message is ever incomplete.
  }
}

/** Each chunk is a message. */
export const chunks: FramingKind<'none'> = {
  word: 'none',
  sentence: 'no framing',
  examples: ['none'],
  options: {},
  print: () => '',
  read: (options) => (options === '' ? {} : undefined),
  check: () => undefined,
  create: (_framing, sink) => new ChunkFramer(sink),
  encode: (_framing, payload) => payload,
};
