import { fromAscii } from './platformText.ts';

/** How a dump looks: `00000000  48 65 6c 6c 6f ...  |Hello...|`, as `hexdump -C` writes it. */
export interface HexDumpOptions {
  /** Shown for the first byte. */
  readonly offset?: number;
  /** Bytes in a line; 16. */
  readonly width?: number;
}

const SPACE = 0x20;
const BAR = 0x7c;
const HIGH = new Uint8Array(256);
const LOW = new Uint8Array(256);
const SHOWN = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const digits = byte.toString(16).padStart(2, '0');
  HIGH[byte] = digits.charCodeAt(0);
  LOW[byte] = digits.charCodeAt(1);
  SHOWN[byte] = byte >= 0x20 && byte < 0x7f ? byte : 0x2e;
}

const OFFSET_DIGITS = 8;
const BLOCK = 65536;

/** The dump of all bytes, each line ended by a line feed; nothing for no bytes. */
export function hexDump(bytes: Uint8Array, options: HexDumpOptions = {}): string {
  const { offset = 0, width = 16 } = options;
  const parts: string[] = [];
  const lineSize = OFFSET_DIGITS + 2 + 3 * width + 1 + 1 + 1 + width + 1 + 1;
  const perBlock = Math.max(1, Math.min(Math.floor(BLOCK / lineSize), Math.ceil(bytes.length / width)));
  const block = new Uint8Array(perBlock * lineSize);
  for (let at = 0; at < bytes.length;) {
    let length = 0;
    for (let i = 0; i < perBlock && at < bytes.length; i++, at += width) {
      length = writeLine(block, length, bytes, at, Math.min(at + width, bytes.length), offset + at, width);
    }
    parts.push(fromAscii(block.subarray(0, length)));
  }
  return parts.join('');
}

/** The lines of a dump without their line feeds, for a view that shows some of them: from byte `from` to byte `to`. */
export function hexDumpLines(bytes: Uint8Array, from = 0, to = bytes.length, options: HexDumpOptions = {}): string[] {
  const dump = hexDump(bytes.subarray(from, to), { ...options, offset: (options.offset ?? 0) + from });
  return dump === '' ? [] : dump.slice(0, -1).split('\n');
}

function writeLine(
  out: Uint8Array,
  start: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  offset: number,
  width: number,
): number {
  let at = start;
  // An offset past 4 GiB keeps its low digits.
  for (let shift = 24; shift >= 0; shift -= 8) {
    const byte = (offset >>> shift) & 0xff;
    out[at++] = HIGH[byte]!;
    out[at++] = LOW[byte]!;
  }
  out[at++] = SPACE;
  out[at++] = SPACE;
  const half = width >> 1;
  for (let i = 0; i < width; i++) {
    if (i === half && width > 1) out[at++] = SPACE;
    const place = from + i;
    if (place < to) {
      const byte = bytes[place]!;
      out[at++] = HIGH[byte]!;
      out[at++] = LOW[byte]!;
    } else {
      out[at++] = SPACE;
      out[at++] = SPACE;
    }
    out[at++] = SPACE;
  }
  out[at++] = SPACE;
  out[at++] = BAR;
  for (let place = from; place < to; place++) out[at++] = SHOWN[bytes[place]!]!;
  out[at++] = BAR;
  out[at++] = 0x0a;
  return at;
}
