import { fromUtf8Replacing, fromValidUtf8, toUtf8 } from './platformText.ts';
import { isLoneSurrogate, type Codec, type DecodeSink, type EncodeSink, type StepDecoder } from './codec.ts';

const NAME = 'utf-8';

/**
 * Decodes UTF-8 (RFC 3629), and handles wrong bytes one maximal subpart at a time as Python and the WHATWG do. Returns
 * the number of bytes used: all if `final`.
 */
export function decodeUtf8(bytes: Uint8Array, sink: DecodeSink, final: boolean): number {
  const n = bytes.length;
  let { units, starts, length } = sink;
  const base = sink.base;
  let i = 0;
  while (i < n) {
    const b = bytes[i]!;
    if (b < 0x80) {
      if (starts) starts[length] = base + i;
      units[length++] = b;
      i++;
      continue;
    }
    const size = b < 0xc2 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf5 ? 4 : 0;
    // The number of valid bytes from i on.
    let good = 1;
    if (size > 1 && i + 1 < n) {
      const c = bytes[i + 1]!;
      const low = b === 0xe0 ? 0xa0 : b === 0xf0 ? 0x90 : 0x80;
      const high = b === 0xed ? 0x9f : b === 0xf4 ? 0x8f : 0xbf;
      if (c >= low && c <= high) {
        good = 2;
        while (good < size && i + good < n && (bytes[i + good]! & 0xc0) === 0x80) good++;
      }
    }
    if (good === size) {
      if (starts) starts[length] = base + i;
      if (size === 2) units[length++] = ((b & 0x1f) << 6) | (bytes[i + 1]! & 0x3f);
      else if (size === 3) {
        units[length++] = ((b & 0x0f) << 12) | ((bytes[i + 1]! & 0x3f) << 6) | (bytes[i + 2]! & 0x3f);
      } else {
        const c =
          ((b & 7) << 18) | ((bytes[i + 1]! & 0x3f) << 12) | ((bytes[i + 2]! & 0x3f) << 6) | (bytes[i + 3]! & 0x3f);
        if (starts) starts[length + 1] = base + i;
        units[length++] = 0xd7c0 + (c >> 10);
        units[length++] = 0xdc00 + (c & 0x3ff);
      }
      i += size;
      continue;
    }
    const truncated = size > 0 && i + good === n;
    // Python keeps the first two bytes of an encoded surrogate for the next chunk, because one of its handlers accepts
    // it.
    const surrogate = b === 0xed && i + 2 === n && bytes[i + 1]! >= 0xa0 && bytes[i + 1]! <= 0xbf;
    if (!final && (truncated || surrogate)) break;
    const reason =
      size === 0 ? 'invalid start byte' : truncated ? 'unexpected end of data' : 'invalid continuation byte';
    sink.length = length;
    i = sink.fail(NAME, bytes, i, i + good, reason);
    ({ units, starts, length } = sink);
  }
  sink.length = length;
  return i;
}

export function encodeUtf8(text: string, sink: EncodeSink): void {
  for (let i = 0; i < text.length; i++) {
    const c = text.codePointAt(i)!;
    if (c < 0x80) sink.push(c);
    else if (c < 0x800) {
      sink.push(0xc0 | (c >> 6));
      sink.push(0x80 | (c & 0x3f));
    } else if (c > 0xffff) {
      sink.push(0xf0 | (c >> 18));
      sink.push(0x80 | ((c >> 12) & 0x3f));
      sink.push(0x80 | ((c >> 6) & 0x3f));
      sink.push(0x80 | (c & 0x3f));
      i++;
    } else if (isLoneSurrogate(text, i)) {
      let end = i + 1;
      while (end < text.length && isLoneSurrogate(text, end)) end++;
      sink.fail(NAME, text, i, end, 'surrogates not allowed', (replacement) => encodeUtf8(replacement, sink));
      i = end - 1;
    } else {
      sink.push(0xe0 | (c >> 12));
      sink.push(0x80 | ((c >> 6) & 0x3f));
      sink.push(0x80 | (c & 0x3f));
    }
  }
}

const STATELESS: StepDecoder = { step: decodeUtf8 };

export const utf8: Codec = {
  decoder: () => STATELESS,
  whole: (bytes, errors) => (errors === 'replace' ? fromUtf8Replacing(bytes) : fromValidUtf8(bytes)),
  encode(text, sink) {
    const bytes = toUtf8(text);
    if (bytes) sink.pushAll(bytes);
    else encodeUtf8(text, sink);
  },
};

const MARK = [0xef, 0xbb, 0xbf];

/** UTF-8 after a mark: the encoder writes one, and the decoder skips one if it is there. */
export const utf8Sig: Codec = {
  decoder: (stream) => new Utf8SigDecoder(stream),
  encode(text, sink) {
    for (const byte of MARK) sink.push(byte);
    encodeUtf8(text, sink);
  },
};

class Utf8SigDecoder implements StepDecoder {
  readonly #stream: boolean;
  #first = true;

  constructor(stream: boolean) {
    this.#stream = stream;
  }

  mark(): () => void {
    const first = this.#first;
    return () => (this.#first = first);
  }

  step(bytes: Uint8Array, sink: DecodeSink, final: boolean): number {
    if (!this.#first) return decodeUtf8(bytes, sink, final);
    const begun = bytes.subarray(0, 3).every((byte, i) => byte === MARK[i]);
    // Bytes that may become a mark wait. At the end, Python's incremental decoder drops them, and `bytes.decode` does
    // not.
    if (this.#stream && bytes.length < 3 && begun) return final ? bytes.length : 0;
    this.#first = false;
    if (!begun || bytes.length < 3) return decodeUtf8(bytes, sink, final);
    // Python counts from after the mark, and so does the message of an error.
    sink.base += 3;
    const used = decodeUtf8(bytes.subarray(3), sink, final);
    sink.base -= 3;
    return used + 3;
  }
}
