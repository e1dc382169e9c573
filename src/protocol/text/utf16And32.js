import { WirebenchError } from '../../base/errors.ts';
import { isSurrogate } from './codec.ts';
function unitAt(bytes, i, form) {
  if (form.width === 2) {
    return form.bigEndian ? (bytes[i] << 8) | bytes[i + 1] : bytes[i] | (bytes[i + 1] << 8);
  }
  return form.bigEndian
    ? ((bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3]) >>> 0
    : (bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)) >>> 0;
}
/** Copies units from `from` on until a surrogate, and returns how many. `high`: which of two bytes is the high one. */
function plainRun(bytes, from, high, units, at) {
  const n = (bytes.length - from) >> 1;
  for (let i = 0; i < n; i++) {
    const unit = (bytes[from + 2 * i + high] << 8) | bytes[from + 2 * i + 1 - high];
    if (isSurrogate(unit)) return i;
    units[at + i] = unit;
  }
  return n;
}
function decodeUtf16(bytes, from, form, sink, final) {
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
function decodeUtf32(bytes, from, form, sink, final) {
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
function decodeWide(bytes, from, form, sink, final) {
  return form.width === 2 ? decodeUtf16(bytes, from, form, sink, final) : decodeUtf32(bytes, from, form, sink, final);
}
function pushUnit(unit, form, sink) {
  for (let i = 0; i < form.width; i++) sink.push((unit >> (8 * (form.bigEndian ? form.width - 1 - i : i))) & 0xff);
}
/** `name`: in messages, which the forms with a mark say without an order. */
function encodeWide(text, form, name, sink) {
  for (let i = 0; i < text.length; i++) {
    const c = text.codePointAt(i);
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
/** Without a mark: U+FEFF is a character like others. */
function ordered(width, bigEndian) {
  const form = { width, bigEndian, name: `utf-${8 * width}-${bigEndian ? 'be' : 'le'}` };
  return {
    decoder: () => ({ step: (bytes, sink, final) => decodeWide(bytes, 0, form, sink, final) }),
    encode: (text, sink) => encodeWide(text, form, form.name, sink),
  };
}
/**
 * With a mark, which is written little-endian. Whole input without one is read little-endian (Python: in the machine's
 * order, and this is ours on every machine); a stream without one is an error, as in Python.
 */
function marked(width) {
  const name = `utf-${8 * width}`;
  const little = { width, bigEndian: false, name: `${name}-le` };
  return {
    decoder: (stream) => new MarkedDecoder(width, stream),
    encode(text, sink) {
      pushUnit(0xfeff, little, sink);
      encodeWide(text, little, name, sink);
    },
  };
}
class MarkedDecoder {
  #width;
  #stream;
  #form;
  constructor(width, stream) {
    this.#width = width;
    this.#stream = stream;
  }
  step(bytes, sink, final) {
    if (this.#form) return decodeWide(bytes, 0, this.#form, sink, final);
    const width = this.#width;
    const name = `utf-${8 * width}`;
    const little = { width, bigEndian: false, name: `${name}-le` };
    const big = { width, bigEndian: true, name: `${name}-be` };
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
export const UTF_16_AND_32 = {
  utf_16: marked(2),
  utf_16_le: ordered(2, false),
  utf_16_be: ordered(2, true),
  utf_32: marked(4),
  utf_32_le: ordered(4, false),
  utf_32_be: ordered(4, true),
};
