import { errorData, WirebenchError } from '../base/errors.ts';
import { parseEscapes } from './text/escapes.ts';

/** How frames are found in a stream. Limits: a frame is at most `maxFrameBytes`. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'line' }
  | { readonly kind: 'fixed'; readonly length: number }
  | {
      readonly kind: 'length-prefix';
      readonly bytes: 1 | 2 | 4;
      readonly endian: 'big' | 'little';
      /** The length counts the prefix too. */
      readonly includesPrefix?: boolean;
    }
  | { readonly kind: 'delimiter'; /** With escapes: `\r\n.\r\n`, `\x00`. */ readonly delimiter: string };

/** Bytes of one frame at most, terminator or prefix included, unless a framer is made with another limit. */
export const defaultMaxFrameBytes = 1024 * 1024;

/** Something in the stream that cannot be a frame. The framer goes on; what it skips is said with each code. */
export interface FramingProblem {
  /**
   * - `frame-too-long`: nothing of this frame is delivered. A stream of lines or delimiters is read again after the
   *   frame's terminator; a length prefix is believed, and as many bytes are skipped as it says.
   * - `bad-frame-length`: a length that counts its prefix is smaller than the prefix. Only the prefix is skipped.
   */
  readonly code: 'frame-too-long' | 'bad-frame-length';
  /** Of the frame's first byte, in the stream. */
  readonly offset: number;
  /** The most bytes a frame may have. */
  readonly limit: number;
  readonly message: string;
}

/**
 * Hears what a framer finds, in stream order. `bytes` is the chunk itself where the frame lies within it (no copy), and
 * else a buffer of the framer's with the assembled frame; either way it is valid only during the call.
 */
export interface FrameSink {
  /**
   * `bytes[start, end)` is the frame as it was on the wire, `bytes[payloadStart, payloadEnd)` what it carries: a line
   * without its LF or CRLF, a delimited frame without its delimiter, a prefixed frame without its prefix.
   */
  onFrame(bytes: Uint8Array, start: number, end: number, payloadStart: number, payloadEnd: number): void;
  /** The stream ended within a frame: `bytes[start, end)` is what arrived of it, never empty. */
  onPartial(bytes: Uint8Array, start: number, end: number): void;
  onProblem(problem: FramingProblem): void;
}

/** Finds the frames of one direction of one stream. How the stream is split into chunks makes no difference. */
export interface Framer {
  push(chunk: Uint8Array): void;
  /** The stream is over; a last frame that is not complete is reported. The framer must not be used again. */
  end(): void;
}

/** Throws WirebenchError `bad-framing` where the framing cannot work: a length of 0 or past the limit, an empty delimiter. */
export function createFramer(framing: Framing, sink: FrameSink, maxFrameBytes = defaultMaxFrameBytes): Framer {
  checkFraming(framing, maxFrameBytes);
  switch (framing.kind) {
    case 'none':
      return new ChunkFramer(sink);
    case 'line':
      return new DelimiterFramer(sink, maxFrameBytes, lineFeed, true);
    case 'fixed':
      return new FixedFramer(sink, framing.length);
    case 'length-prefix':
      return new PrefixFramer(sink, maxFrameBytes, framing.bytes, framing.endian, framing.includesPrefix === true);
    case 'delimiter':
      return new DelimiterFramer(sink, maxFrameBytes, delimiterBytes(framing.delimiter), false);
  }
}

/** Throws WirebenchError `bad-framing`. */
export function checkFraming(framing: Framing, maxFrameBytes = defaultMaxFrameBytes): void {
  switch (framing.kind) {
    case 'none':
    case 'line':
      return;
    case 'fixed':
      if (!Number.isInteger(framing.length) || framing.length < 1 || framing.length > maxFrameBytes)
        throw badFraming(
          `The length of a frame must be a whole number from 1 to ${maxFrameBytes}, not ${framing.length}.`,
        );
      return;
    case 'length-prefix':
      if (!(framing.bytes in largestLength))
        throw badFraming(`A length prefix has 1, 2 or 4 bytes, not ${String(framing.bytes)}.`);
      return;
    case 'delimiter': {
      const { length } = delimiterBytes(framing.delimiter);
      if (length === 0) throw badFraming('The delimiter of frames is empty. Give at least one byte, for example \\n.');
      if (length > maxFrameBytes)
        throw badFraming(`The delimiter is longer than a frame may be (${maxFrameBytes} bytes).`);
    }
  }
}

/**
 * A payload as one frame, ready to send. A payload that already ends in the line feed or delimiter is sent as it is;
 * a line feed or delimiter within it makes the other side find several frames.
 *
 * Throws WirebenchError `frame-does-not-fit`: a fixed length that the payload does not have, a length its prefix cannot say.
 */
export function encodeFrame(framing: Framing, payload: Uint8Array): Uint8Array {
  switch (framing.kind) {
    case 'none':
      return payload;
    case 'line':
      return terminated(payload, lineFeed);
    case 'delimiter':
      return terminated(payload, delimiterBytes(framing.delimiter));
    case 'fixed':
      if (payload.length !== framing.length)
        throw doesNotFit(`A frame here has exactly ${framing.length} bytes, and this message has ${payload.length}.`);
      return payload;
    case 'length-prefix': {
      const length = payload.length + (framing.includesPrefix === true ? framing.bytes : 0);
      if (length > largestLength[framing.bytes])
        throw doesNotFit(
          `A prefix of ${framing.bytes} bytes holds lengths up to ${largestLength[framing.bytes]}, not ${length}.`,
        );
      const frame = new Uint8Array(framing.bytes + payload.length);
      writeLength(frame, framing.bytes, framing.endian, length);
      frame.set(payload, framing.bytes);
      return frame;
    }
  }
}

const lineFeed = Uint8Array.of(0x0a);
const carriageReturn = 0x0d;
const largestLength = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff } as const;

/** The first part of a frame, kept until the rest arrives. */
class Pending {
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

  /** Keeps a small buffer for the next frame; a large one is given back, since most connections need it once. */
  clear(): void {
    this.length = 0;
    if (this.bytes.length > 65_536) this.bytes = new Uint8Array(0);
  }
}

class ChunkFramer implements Framer {
  readonly #sink: FrameSink;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#sink.onFrame(chunk, 0, chunk.length, 0, chunk.length);
  }

  end(): void {
    // Nothing is ever incomplete.
  }
}

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

class PrefixFramer implements Framer {
  readonly #sink: FrameSink;
  readonly #limit: number;
  readonly #prefix: 1 | 2 | 4;
  readonly #endian: 'big' | 'little';
  readonly #extra: number;
  readonly #pending = new Pending();
  /** Bytes still to skip of a frame that is too long. */
  #skip = 0;
  /** Of the byte that follows everything taken so far, in the stream. */
  #offset = 0;

  constructor(sink: FrameSink, limit: number, prefix: 1 | 2 | 4, endian: 'big' | 'little', includesPrefix: boolean) {
    this.#sink = sink;
    this.#limit = limit;
    this.#prefix = prefix;
    this.#endian = endian;
    this.#extra = includesPrefix ? 0 : prefix;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#skip > 0) at += this.#skipSome(chunk.length - at);
      else if (this.#pending.length > 0) at = this.#complete(chunk, at);
      else at = this.#take(chunk, at);
    }
  }

  end(): void {
    endPending(this.#pending, this.#sink);
  }

  #skipSome(available: number): number {
    const skipped = Math.min(this.#skip, available);
    this.#skip -= skipped;
    this.#offset += skipped;
    return skipped;
  }

  /** A frame that begins in this chunk. */
  #take(chunk: Uint8Array, at: number): number {
    const available = chunk.length - at;
    if (available >= this.#prefix) {
      const total = this.#total(chunk, at);
      if (total < 0) return at + this.#prefix;
      if (available >= total) {
        this.#offset += total;
        this.#sink.onFrame(chunk, at, at + total, at + this.#prefix, at + total);
        return at + total;
      }
    }
    this.#pending.append(chunk, at, chunk.length);
    return chunk.length;
  }

  /** A frame that began in an earlier chunk: first its prefix, then the rest. */
  #complete(chunk: Uint8Array, start: number): number {
    const pending = this.#pending;
    let at = start;
    if (pending.length < this.#prefix) {
      at = this.#gather(chunk, at, this.#prefix);
      if (pending.length < this.#prefix) return at;
    }
    const total = this.#total(pending.bytes, 0);
    if (total < 0) {
      pending.clear();
      return at;
    }
    at = this.#gather(chunk, at, total);
    if (pending.length === total) {
      this.#offset += total;
      this.#sink.onFrame(pending.bytes, 0, total, this.#prefix, total);
      pending.clear();
    }
    return at;
  }

  #gather(chunk: Uint8Array, at: number, wanted: number): number {
    const end = Math.min(chunk.length, at + wanted - this.#pending.length);
    this.#pending.append(chunk, at, end);
    return end;
  }

  /** Bytes of the frame whose prefix begins at `at`; -1 after a problem, when the prefix has been passed over. */
  #total(bytes: Uint8Array, at: number): number {
    const total = readLength(bytes, at, this.#prefix, this.#endian) + this.#extra;
    if (total >= this.#prefix && total <= this.#limit) return total;
    const offset = this.#offset;
    this.#offset += this.#prefix;
    if (total < this.#prefix) this.#sink.onProblem(badLength(offset, total, this.#prefix, this.#limit));
    else {
      this.#skip = total - this.#prefix;
      this.#sink.onProblem(tooLong(offset, this.#limit));
    }
    return -1;
  }
}

class DelimiterFramer implements Framer {
  readonly #sink: FrameSink;
  readonly #limit: number;
  readonly #delimiter: Uint8Array;
  /** Knuth, Morris and Pratt's table: how much of the delimiter still matches when the byte after a prefix of it does not. */
  readonly #fallback: Uint32Array;
  readonly #lines: boolean;
  readonly #pending = new Pending();
  /** How many bytes of the delimiter the bytes up to here end with. */
  #matched = 0;
  /** Within a frame that is too long, up to its delimiter. */
  #skipping = false;
  /** Of the current frame's first byte, in the stream. */
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

  /** The part of a frame that is at the end of the chunk. */
  #keep(chunk: Uint8Array, start: number): void {
    const rest = chunk.length - start;
    if (rest === 0) return;
    if (this.#skipping) {
      this.#offset += rest;
    } else if (this.#pending.length + rest >= this.#limit) {
      // The delimiter is not complete yet, so the frame would have at least one byte more.
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

function endPending(pending: Pending, sink: FrameSink): void {
  if (pending.length > 0) sink.onPartial(pending.bytes, 0, pending.length);
  pending.clear();
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

function readLength(bytes: Uint8Array, at: number, size: 1 | 2 | 4, endian: 'big' | 'little'): number {
  let length = 0;
  for (let index = 0; index < size; index++) {
    length = length * 256 + bytes[endian === 'big' ? at + index : at + size - 1 - index]!;
  }
  return length;
}

function writeLength(frame: Uint8Array, size: 1 | 2 | 4, endian: 'big' | 'little', length: number): void {
  let rest = length;
  for (let index = 0; index < size; index++) {
    frame[endian === 'little' ? index : size - 1 - index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
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
    return parseEscapes(text);
  } catch (error) {
    throw badFraming(`The delimiter of frames cannot be read. ${errorData(error).message}`);
  }
}

function tooLong(offset: number, limit: number): FramingProblem {
  return {
    code: 'frame-too-long',
    offset,
    limit,
    message: `The frame that begins at byte ${offset} of the stream is longer than ${limit} bytes and was skipped.`,
  };
}

function badLength(offset: number, total: number, prefix: number, limit: number): FramingProblem {
  return {
    code: 'bad-frame-length',
    offset,
    limit,
    message:
      `The frame that begins at byte ${offset} of the stream says it has ${total} bytes, ` +
      `fewer than the ${prefix} of its own prefix; the prefix was skipped.`,
  };
}

function badFraming(message: string): WirebenchError {
  return new WirebenchError({ code: 'bad-framing', message });
}

function doesNotFit(message: string): WirebenchError {
  return new WirebenchError({ code: 'frame-does-not-fit', message, remedies: ['editPayload'] });
}
