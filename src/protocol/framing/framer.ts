import { WirebenchError } from '../../base/errors.ts';

/** A part of the stream that cannot be a frame. The framer goes on; each code states which bytes it skips. */
export interface FramingProblem {
  /**
   * - `frame-too-long`: no part of this frame is delivered. A stream of lines or delimiters is read again after the
   *   frame's terminator. A length prefix is trusted, and that many bytes are skipped.
   * - `bad-frame-length`: a length that counts its prefix is smaller than the prefix. Only the prefix is skipped.
   */
  readonly code: 'frame-too-long' | 'bad-frame-length';
  /** The stream offset of the frame's first byte. */
  readonly offset: number;
  /** The most bytes a frame may have. */
  readonly limit: number;
  readonly message: string;
}

/**
 * Receives the results of a framer, in stream order. `bytes` is the chunk itself if the frame lies within it (no copy),
 * or else a buffer of the framer with the assembled frame. In both cases it is valid only during the call.
 */
export interface FrameSink {
  /**
   * `bytes[start, end)` is the frame as on the wire, `bytes[payloadStart, payloadEnd)` its content: a line without its
   * LF or CRLF, a delimited frame without its delimiter, a prefixed frame without its prefix.
   */
  onFrame(bytes: Uint8Array, start: number, end: number, payloadStart: number, payloadEnd: number): void;
  /** The stream ended within a frame: `bytes[start, end)` is the part that arrived, never empty. */
  onPartial(bytes: Uint8Array, start: number, end: number): void;
  onProblem(problem: FramingProblem): void;
}

/** Finds the frames of one direction of one stream. How the stream is split into chunks makes no difference. */
export interface Framer {
  push(chunk: Uint8Array): void;
  /** The stream is over. A last incomplete frame is reported. The framer must not be used again. */
  end(): void;
}

/** The first part of a frame, kept until the rest arrives. */
export class Pending {
  bytes = new Uint8Array(0);
  length = 0;

  append(source: Uint8Array, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2, 256));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(start === 0 && end === source.length ? source : source.subarray(start, end), this.length);
    this.length = needed;
  }

  /** Keeps a small buffer for the next frame. A large one is released, since most connections need it only once. */
  clear(): void {
    this.length = 0;
    if (this.bytes.length > 65_536) this.bytes = new Uint8Array(0);
  }
}

export function endPending(pending: Pending, sink: FrameSink): void {
  if (pending.length > 0) sink.onPartial(pending.bytes, 0, pending.length);
  pending.clear();
}

export function tooLong(offset: number, limit: number): FramingProblem {
  return {
    code: 'frame-too-long',
    offset,
    limit,
    message: `The frame that begins at byte ${offset} of the stream is longer than ${limit} bytes and was skipped.`,
  };
}

export function badFraming(message: string): WirebenchError {
  return new WirebenchError({ code: 'bad-framing', message });
}

export function doesNotFit(message: string): WirebenchError {
  return new WirebenchError({ code: 'frame-does-not-fit', message, remedies: ['editPayload'] });
}
