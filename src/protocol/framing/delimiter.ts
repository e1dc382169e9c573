import { errorData } from '../../base/errors.ts';
import { EncodeSink } from '../text/codec.ts';
import { joinParts, parseEscapeParts } from '../text/escapeParts.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { badFraming, endPending, Pending, tooLong, type Framer, type FrameSink } from './framer.ts';
import type { FramingKind } from './kind.ts';

const lineFeed = Uint8Array.of(0x0a);
const carriageReturn = 0x0d;

class DelimiterFramer implements Framer {
  readonly #sink: FrameSink;
  readonly #limit: number;
  readonly #delimiter: Uint8Array;
  /**
   * The table of Knuth, Morris and Pratt: the length of the match that remains after a mismatch at each position of the
   * delimiter.
   */
  readonly #fallback: Uint32Array;
  readonly #lines: boolean;
  readonly #pending = new Pending();
  /** The number of delimiter bytes that end the bytes so far. */
  #matched = 0;
  /** Inside a frame that is too long, until its delimiter. */
  #skipping = false;
  /** The stream offset of the current frame's first byte. */
  #offset = 0;

  constructor(sink: FrameSink, limit: number, delimiter: Uint8Array, lines: boolean) {
    this.#sink = sink;
    this.#limit = limit;
    this.#delimiter = delimiter;
    this.#fallback = fallbackTable(delimiter);
    this.#lines = lines;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    for (let end = this.#find(chunk, 0); end >= 0; end = this.#find(chunk, end)) {
      this.#finish(chunk, start, end);
      start = end;
    }
    this.#keep(chunk, start);
  }

  end(): void {
    endPending(this.#pending, this.#sink);
  }

  /** The offset after the next delimiter in the chunk, or -1; a match may begin in an earlier chunk. */
  #find(chunk: Uint8Array, from: number): number {
    const delimiter = this.#delimiter;
    const fallback = this.#fallback;
    const first = delimiter[0]!;
    let matched = this.#matched;
    let at = from;
    while (at < chunk.length) {
      if (matched === 0) {
        at = chunk.indexOf(first, at);
        if (at < 0) break;
        matched = 1;
      } else {
        const byte = chunk[at]!;
        while (matched > 0 && delimiter[matched] !== byte) matched = fallback[matched - 1]!;
        if (delimiter[matched] === byte) matched++;
      }
      at++;
      if (matched === delimiter.length) {
        this.#matched = 0;
        return at;
      }
    }
    this.#matched = matched;
    return -1;
  }

  /** The frame that ends at `end`. */
  #finish(chunk: Uint8Array, start: number, end: number): void {
    const pending = this.#pending;
    const length = pending.length + end - start;
    if (this.#skipping) {
      this.#skipping = false;
      this.#offset += end - start;
      return;
    }
    const offset = this.#offset;
    this.#offset += length;
    if (length > this.#limit) this.#sink.onProblem(tooLong(offset, this.#limit));
    else if (pending.length === 0) this.#sink.onFrame(chunk, start, end, start, this.#payloadEnd(chunk, start, end));
    else {
      pending.append(chunk, start, end);
      this.#sink.onFrame(pending.bytes, 0, length, 0, this.#payloadEnd(pending.bytes, 0, length));
    }
    if (pending.length > 0) pending.clear();
  }

  /** The part of a frame at the end of the chunk. */
  #keep(chunk: Uint8Array, start: number): void {
    const rest = chunk.length - start;
    if (rest === 0) return;
    if (this.#skipping) {
      this.#offset += rest;
    } else if (this.#pending.length + rest >= this.#limit) {
      // The delimiter is incomplete, so the frame would have at least one more byte.
      const offset = this.#offset;
      this.#offset += this.#pending.length + rest;
      this.#skipping = true;
      this.#pending.clear();
      this.#sink.onProblem(tooLong(offset, this.#limit));
    } else {
      this.#pending.append(chunk, start, chunk.length);
    }
  }

  #payloadEnd(bytes: Uint8Array, start: number, end: number): number {
    const payloadEnd = end - this.#delimiter.length;
    return this.#lines && payloadEnd > start && bytes[payloadEnd - 1] === carriageReturn ? payloadEnd - 1 : payloadEnd;
  }
}

function fallbackTable(delimiter: Uint8Array): Uint32Array {
  const table = new Uint32Array(delimiter.length);
  let matched = 0;
  for (let at = 1; at < delimiter.length; at++) {
    while (matched > 0 && delimiter[at] !== delimiter[matched]) matched = table[matched - 1]!;
    if (delimiter[at] === delimiter[matched]) matched++;
    table[at] = matched;
  }
  return table;
}

function terminated(payload: Uint8Array, terminator: Uint8Array): Uint8Array {
  const tail = payload.length - terminator.length;
  if (tail >= 0 && terminator.every((byte, index) => payload[tail + index] === byte)) return payload;
  const frame = new Uint8Array(payload.length + terminator.length);
  frame.set(payload);
  frame.set(terminator, payload.length);
  return frame;
}

/** The bytes of a delimiter: escapes as in a payload, other characters in UTF-8. Throws `bad-framing`. */
export function delimiterBytes(text: string): Uint8Array {
  try {
    return joinParts(parseEscapeParts(text), utf8Bytes);
  } catch (error) {
    throw badFraming(`The delimiter of frames cannot be read. ${errorData(error).message}`);
  }
}

/** Does not load the tables of other encodings, which callers that only list the kinds of framing do not need. */
function utf8Bytes(text: string): Uint8Array {
  const sink = new EncodeSink(3 * text.length, 'strict');
  encodeUtf8(text, sink);
  return sink.result();
}

/** Each frame ends with a line feed. */
export const lines: FramingKind<'line'> = {
  word: 'line',
  sentence: 'a framing by lines',
  examples: ['line'],
  options: {},
  print: () => '',
  read: (options) => (options === '' ? {} : undefined),
  check: () => undefined,
  create: (_framing, sink, maxFrameBytes) => new DelimiterFramer(sink, maxFrameBytes, lineFeed, true),
  encode: (_framing, payload) => terminated(payload, lineFeed),
  endsWithStream: true,
};

/** Each frame ends with bytes that the user chooses. */
export const delimiter: FramingKind<'delimiter'> = {
  word: 'delimiter',
  sentence: 'a framing with a delimiter',
  examples: ['delimiter \\r\\n'],
  options: {
    delimiter: { type: 'text', sentence: 'The end of a message, with escapes, such as \\x00.' },
  },
  print: ({ delimiter }) => delimiter,
  read: (options) => (options === '' ? undefined : { delimiter: options }),
  check({ delimiter }, maxFrameBytes) {
    const { length } = delimiterBytes(delimiter);
    if (length === 0) throw badFraming('The delimiter of frames is empty. Give at least one byte, for example \\n.');
    if (length > maxFrameBytes)
      throw badFraming(`The delimiter is longer than a frame may be (${maxFrameBytes} bytes).`);
  },
  create: ({ delimiter }, sink, maxFrameBytes) =>
    new DelimiterFramer(sink, maxFrameBytes, delimiterBytes(delimiter), false),
  encode: ({ delimiter }, payload) => terminated(payload, delimiterBytes(delimiter)),
  endsWithStream: true,
};
