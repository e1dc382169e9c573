import {
  badFraming,
  doesNotFit,
  endPending,
  Pending,
  tooLong,
  type Framer,
  type FrameSink,
  type FramingProblem,
} from './framer.ts';
import type { FramingKind } from './kind.ts';

const largestLength = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff } as const;

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
      switch (this.#state) {
        case 'skipping':
          at += this.#skipSome(chunk.length - at);
          break;
        case 'within a frame':
          at = this.#complete(chunk, at);
          break;
        case 'between frames':
          at = this.#take(chunk, at);
      }
    }
  }

  get #state(): 'skipping' | 'within a frame' | 'between frames' {
    if (this.#skip > 0) return 'skipping';
    return this.#pending.length > 0 ? 'within a frame' : 'between frames';
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

/** Each frame begins with its length. */
export const prefix: FramingKind<'length-prefix'> = {
  word: 'prefix',
  sentence: 'a framing with a length prefix of 1, 2 or 4 bytes',
  examples: ['prefix 2 big', 'prefix 4 little'],
  options: {
    bytes: { type: 'choice', choices: [1, 2, 4], sentence: 'The bytes of the prefix.' },
    endian: { type: 'choice', choices: ['big', 'little'], sentence: 'The order of its bytes.' },
    includesPrefix: { type: 'boolean', optional: true, sentence: 'The length counts the prefix too.' },
  },
  print: ({ bytes, endian, includesPrefix }) => `${bytes} ${endian}${includesPrefix === true ? ' inclusive' : ''}`,
  read(options) {
    const [, bytes, endian = 'big', inclusive] = /^([124])(?:\s+(big|little)(?:\s+(inclusive))?)?$/.exec(options) ?? [];
    if (bytes === undefined) return undefined;
    return { bytes: Number(bytes), endian, ...(inclusive === undefined ? {} : { includesPrefix: true }) };
  },
  check({ bytes }) {
    if (!(bytes in largestLength)) throw badFraming(`A length prefix has 1, 2 or 4 bytes, not ${String(bytes)}.`);
  },
  create: ({ bytes, endian, includesPrefix }, sink, maxFrameBytes) =>
    new PrefixFramer(sink, maxFrameBytes, bytes, endian, includesPrefix === true),
  encode({ bytes, endian, includesPrefix }, payload) {
    const length = payload.length + (includesPrefix === true ? bytes : 0);
    if (length > largestLength[bytes])
      throw doesNotFit(`A prefix of ${bytes} bytes holds lengths up to ${largestLength[bytes]}, not ${length}.`);
    const frame = new Uint8Array(bytes + payload.length);
    writeLength(frame, bytes, endian, length);
    frame.set(payload, bytes);
    return frame;
  },
};
