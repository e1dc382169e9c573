import { WirebenchError } from '../../base/errors.ts';
import { isSurrogate, type Codec, type DecodeSink, type EncodeSink, type StepDecoder } from './codec.ts';

/** A form of UTF-16 or UTF-32 (RFC 2781, Unicode 3.10). */
interface WideForm {
  /** Bytes of a unit: 2 or 4. */
  readonly width: 2 | 4;
  readonly bigEndian: boolean;
  /** Python's name in its messages. */
  readonly name: string;
}

function unitAt(bytes: Uint8Array, i: number, form: WideForm): number {
  if (form.width === 2) {
    return form.bigEndian ? (bytes[i]! << 8) | bytes[i + 1]! : bytes[i]! | (bytes[i + 1]! << 8);
  }
  return form.bigEndian
    ? ((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!) >>> 0
    : (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)) >>> 0;
}

/** Copies units from `from` on until a surrogate, and returns their number. `high`: the place of the high byte. */
function plainRun(bytes: Uint8Array, from: number, high: 0 | 1, units: Uint16Array, at: number): number {
  const n = (bytes.length - from) >> 1;
  for (let i = 0; i < n; i++) {
    const unit = (bytes[from + 2 * i + high]! << 8) | bytes[from + 2 * i + 1 - high]!;
    if (isSurrogate(unit)) return i;
    units[at + i] = unit;
  }
  return n;
}

function decodeUtf16(bytes: Uint8Array, from: number, form: WideForm, sink: DecodeSink, final: boolean): number {
  const n = bytes.length;
  let i = from;
  while (i < n) {
    if (i + 1 >= n) {
      if (!final) break;
      i = sink.fail(form.name, bytes, i, n, 'truncated data');
      continue;
    }
    const unit = unitAt(bytes, i, form);
    if (!isSurrogate(unit)) {
      const run = plainRun(bytes, i, form.bigEndian ? 0 : 1, sink.units, sink.length);
      sink.advance(run, i, 2);
      i += 2 * run;
    } else if (unit >= 0xdc00) {
      i = sink.fail(form.name, bytes, i, i + 2, 'illegal encoding');
    } else if (i + 3 >= n) {
      if (!final) break;
      i = sink.fail(form.name, bytes, i, n, 'unexpected end of data');
    } else {
      const low = unitAt(bytes, i + 2, form);
      if ((low & 0xfc00) === 0xdc00) {
        sink.push(0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff), i);
        i += 4;
      } else i = sink.fail(form.name, bytes, i, i + 2, 'illegal UTF-16 surrogate');
    }
  }
  return i;
}

function decodeUtf32(bytes: Uint8Array, from: number, form: WideForm, sink: DecodeSink, final: boolean): number {
  const n = bytes.length;
  let i = from;
  while (i < n) {
    if (i + 3 >= n) {
      if (!final) break;
      i = sink.fail(form.name, bytes, i, n, 'truncated data');
      continue;
    }
    const c = unitAt(bytes, i, form);
    if (c > 0x10ffff) i = sink.fail(form.name, bytes, i, i + 4, 'code point not in range(0x110000)');
    else if (c >= 0xd800 && c < 0xe000) {
      i = sink.fail(form.name, bytes, i, i + 4, 'code point in surrogate code point range(0xd800, 0xe000)');
    } else {
      sink.push(c, i);
      i += 4;
    }
  }
  return i;
}

function decodeWide(bytes: Uint8Array, from: number, form: WideForm, sink: DecodeSink, final: boolean): number {
  return form.width === 2 ? decodeUtf16(bytes, from, form, sink, final) : decodeUtf32(bytes, from, form, sink, final);
}

function pushUnit(unit: number, form: WideForm, sink: EncodeSink): void {
  for (let i = 0; i < form.width; i++) sink.push((unit >> (8 * (form.bigEndian ? form.width - 1 - i : i))) & 0xff);
}

/** `name`: in messages; the forms with a mark give it without a byte order. */
function encodeWide(text: string, form: WideForm, name: string, sink: EncodeSink): void {
  for (let i = 0; i < text.length; i++) {
    const c = text.codePointAt(i)!;
    if (c < 0x10000 && isSurrogate(c)) {
      sink.fail(name, text, i, i + 1, 'surrogates not allowed', (r) => encodeWide(r, form, name, sink));
    } else if (c < 0x10000 || form.width === 4) pushUnit(c, form, sink);
    else {
      pushUnit(0xd7c0 + (c >> 10), form, sink);
      pushUnit(0xdc00 + (c & 0x3ff), form, sink);
    }
    if (c > 0xffff) i++;
  }
}

/** Without a mark: U+FEFF is an ordinary character. */
function ordered(width: 2 | 4, bigEndian: boolean): Codec {
  const form = { width, bigEndian, name: `utf-${8 * width}-${bigEndian ? 'be' : 'le'}` };
  return {
    decoder: () => ({ step: (bytes, sink, final) => decodeWide(bytes, 0, form, sink, final) }),
    encode: (text, sink) => encodeWide(text, form, form.name, sink),
  };
}

/**
 * With a mark, which is written little-endian. Complete input without one is read little-endian (Python uses the
 * machine's order; ours is the same on every machine). A stream without one is an error, as in Python.
 */
function marked(width: 2 | 4): Codec {
  const name = `utf-${8 * width}`;
  const little: WideForm = { width, bigEndian: false, name: `${name}-le` };
  return {
    decoder: (stream) => new MarkedDecoder(width, stream),
    encode(text, sink) {
      pushUnit(0xfeff, little, sink);
      encodeWide(text, little, name, sink);
    },
  };
}

class MarkedDecoder implements StepDecoder {
  readonly #width: 2 | 4;
  readonly #stream: boolean;
  #form: WideForm | undefined;

  constructor(width: 2 | 4, stream: boolean) {
    this.#width = width;
    this.#stream = stream;
  }

  step(bytes: Uint8Array, sink: DecodeSink, final: boolean): number {
    if (this.#form) return decodeWide(bytes, 0, this.#form, sink, final);
    const width = this.#width;
    const name = `utf-${8 * width}`;
    const little: WideForm = { width, bigEndian: false, name: `${name}-le` };
    const big: WideForm = { width, bigEndian: true, name: `${name}-be` };
    const found =
      bytes.length < width
        ? undefined
        : unitAt(bytes, 0, little) === 0xfeff
          ? little
          : unitAt(bytes, 0, big) === 0xfeff
            ? big
            : undefined;
    const used = decodeWide(bytes, found ? width : 0, found ?? little, sink, final);
    if (!found && this.#stream && used >= width) {
      throw new WirebenchError({
        code: 'no-byte-order-mark',
        message: `${name.toUpperCase()} stream does not start with BOM`,
        remedies: ['chooseEncoding'],
        facts: { encoding: name },
      });
    }
    this.#form = found;
    return used;
  }
}

export const UTF_16_AND_32: Readonly<Record<string, Codec>> = {
  utf_16: marked(2),
  utf_16_le: ordered(2, false),
  utf_16_be: ordered(2, true),
  utf_32: marked(4),
  utf_32_le: ordered(4, false),
  utf_32_be: ordered(4, true),
};
