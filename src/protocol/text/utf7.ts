import { type Codec, type DecodeSink, type EncodeSink } from './codec.ts';

const NAME = 'utf7';
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) VALUES[DIGITS.charCodeAt(i)] = i;

const PLUS = 0x2b;
const MINUS = 0x2d;

/**
 * Characters that are written unchanged: printable ASCII except `+`, `\`, `~`, and tab, line feed and carriage return
 * (RFC 2152, rules 1 and 3).
 */
function isDirect(unit: number): boolean {
  if (unit < 0x20) return unit === 9 || unit === 10 || unit === 13;
  return unit < 0x7e && unit !== PLUS && unit !== 0x5c;
}

function wrongEnd(bits: number, left: number): string | undefined {
  if (bits >= 6) return 'partial character in shift sequence';
  return bits > 0 && left !== 0 ? 'non-zero padding bits in shift sequence' : undefined;
}

/** Decodes UTF-7 (RFC 2152) as Python does. A shifted section is kept until its end has arrived. */
function decodeUtf7(bytes: Uint8Array, sink: DecodeSink, final: boolean): number {
  const n = bytes.length;
  sink.unpaired = true;
  let i = 0;
  while (i < n) {
    const b = bytes[i]!;
    if (b !== PLUS) {
      if (b < 0x80) sink.push(b, i++);
      else i = sink.fail(NAME, bytes, i, i + 1, 'unexpected special character');
      continue;
    }
    const written = sink.length;
    const next = shifted(bytes, i, sink, final);
    if (next < 0) {
      sink.length = written;
      return i;
    }
    i = next;
  }
  return i;
}

/** A section that begins with the `+` at `start`. Returns the place to go on, or -1 if its end has not arrived. */
function shifted(bytes: Uint8Array, start: number, sink: DecodeSink, final: boolean): number {
  const n = bytes.length;
  let i = start + 1;
  if (i < n && bytes[i] === MINUS) {
    sink.push(PLUS, start);
    return i + 1;
  }
  if (i < n && VALUES[bytes[i]!]! < 0) return sink.fail(NAME, bytes, start, i + 1, 'ill-formed sequence');
  let left = 0;
  let bits = 0;
  let high = 0;
  let began = start;
  for (; i < n; i++) {
    const value = VALUES[bytes[i]!]!;
    if (value < 0) {
      const reason = wrongEnd(bits, left);
      if (reason) return sink.fail(NAME, bytes, start, i + 1, reason);
      // A lone high surrogate stays, unless the byte after it is not ASCII.
      if (high && bytes[i]! < 0x80 && bytes[i] !== PLUS) sink.push(high, began);
      return bytes[i] === MINUS ? i + 1 : i;
    }
    left = (left << 6) | value;
    bits += 6;
    if (bits < 16) continue;
    bits -= 16;
    const unit = (left >> bits) & 0xffff;
    left &= (1 << bits) - 1;
    if (high && (unit & 0xfc00) === 0xdc00) {
      sink.push(0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff), began);
      high = 0;
    } else {
      if (high) sink.push(high, began);
      high = 0;
      if ((unit & 0xfc00) === 0xd800) high = unit;
      else sink.push(unit, began);
    }
    if (!high) began = bits > 0 ? i : i + 1;
  }
  if (!final) return -1;
  if (high || wrongEnd(bits, left)) return sink.fail(NAME, bytes, start, n, 'unterminated shift sequence');
  return n;
}

function encodeUtf7(text: string, sink: EncodeSink): void {
  let inside = false;
  let left = 0;
  let bits = 0;
  const flush = (): void => {
    if (bits > 0) sink.push(DIGITS.charCodeAt((left << (6 - bits)) & 63));
    bits = 0;
    left = 0;
  };
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isDirect(unit)) {
      if (inside) {
        flush();
        if (VALUES[unit]! >= 0 || unit === MINUS) sink.push(MINUS);
        inside = false;
      }
      sink.push(unit);
      continue;
    }
    if (!inside) {
      sink.push(PLUS);
      if (unit === PLUS) {
        sink.push(MINUS);
        continue;
      }
      inside = true;
    }
    left = (left << 16) | unit;
    bits += 16;
    while (bits >= 6) {
      bits -= 6;
      sink.push(DIGITS.charCodeAt((left >> bits) & 63));
    }
    left &= (1 << bits) - 1;
  }
  flush();
  if (inside) sink.push(MINUS);
}

export const utf7: Codec = { decoder: () => ({ step: decodeUtf7 }), encode: encodeUtf7 };
