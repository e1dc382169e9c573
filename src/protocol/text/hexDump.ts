import { HEX_CODES } from './hex.ts';
import { fromAscii } from './platformText.ts';

/** The layout of a dump: `00000000 48 65 6c 6c 6f ... |Hello...|`, as from `hexdump -C`. */
interface HexDumpOptions {
  /** The offset shown for the first byte. */
  readonly offset?: number;
  /** Bytes in a line; 16. */
  readonly width?: number;
}

const SPACE = 0x20;
const BAR = 0x7c;
const LINE_FEED = 0x0a;
const SHOWN = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte < 0x7f ? byte : 0x2e));

const OFFSET_DIGITS = 8;
const BLOCK = 65536;

/** The dump of all bytes, each line ended by a line feed; nothing for no bytes. */
export function hexDump(bytes: Uint8Array, options: HexDumpOptions = {}): string {
  const { offset = 0, width = 16 } = options;
  const parts: string[] = [];
  const lineSize = OFFSET_DIGITS + 2 + 3 * width + 1 + 1 + 1 + width + 1 + 1;
  const perBlock = Math.max(1, Math.min(Math.floor(BLOCK / lineSize), Math.ceil(bytes.length / width)));
  const block = new Uint8Array(perBlock * lineSize);
  const view = new DataView(block.buffer);
  for (let at = 0; at < bytes.length;) {
    let length = 0;
    for (let i = 0; i < perBlock && at < bytes.length; i++, at += width) {
      writeOffset(view, length, offset + at);
      const start = length + OFFSET_DIGITS;
      if (width === 16 && at + 16 <= bytes.length) length = writeSixteen(view, start, bytes, at);
      else length = writeLine(block, start, bytes, at, Math.min(at + width, bytes.length), width);
    }
    parts.push(fromAscii(block.subarray(0, length)));
  }
  return parts.join('');
}

/** An offset past 4 GiB keeps its low digits. */
function writeOffset(view: DataView, at: number, offset: number): void {
  view.setUint32(at, HEX_CODES[(offset >>> 24) & 0xff]! | (HEX_CODES[(offset >>> 16) & 0xff]! << 16), true);
  view.setUint32(at + 4, HEX_CODES[(offset >>> 8) & 0xff]! | (HEX_CODES[offset & 0xff]! << 16), true);
}

/**
 * The part after the offset, for a whole line of 16 bytes. Four codes at a time are several times faster than one by
 * one.
 */
function writeSixteen(view: DataView, start: number, bytes: Uint8Array, from: number): number {
  view.setUint16(start, 0x2020, true);
  let at = start + 2;
  for (let i = 0; i < 16; i += 4) {
    const a = HEX_CODES[bytes[from + i]!]!;
    const b = HEX_CODES[bytes[from + i + 1]!]!;
    const c = HEX_CODES[bytes[from + i + 2]!]!;
    const d = HEX_CODES[bytes[from + i + 3]!]!;
    view.setUint32(at, a | (SPACE << 16) | (b << 24), true);
    view.setUint32(at + 4, (b >> 8) | (SPACE << 8) | (c << 16), true);
    view.setUint32(at + 8, SPACE | (d << 8) | (SPACE << 24), true);
    at += 12;
    if (i === 4) view.setUint8(at++, SPACE);
  }
  view.setUint16(at, SPACE | (BAR << 8), true);
  at += 2;
  for (let i = 0; i < 16; i += 4, at += 4) {
    const place = from + i;
    const low = SHOWN[bytes[place]!]! | (SHOWN[bytes[place + 1]!]! << 8);
    const high = SHOWN[bytes[place + 2]!]! | (SHOWN[bytes[place + 3]!]! << 8);
    view.setUint32(at, low | (high << 16), true);
  }
  view.setUint16(at, BAR | (LINE_FEED << 8), true);
  return at + 2;
}

/** The part after the offset, for any width and number of bytes. */
function writeLine(out: Uint8Array, start: number, bytes: Uint8Array, from: number, to: number, width: number): number {
  let at = start;
  out[at++] = SPACE;
  out[at++] = SPACE;
  for (let i = 0; i < width; i++) {
    if (i === width >> 1 && width > 1) out[at++] = SPACE;
    const pair = from + i < to ? HEX_CODES[bytes[from + i]!]! : SPACE | (SPACE << 8);
    out[at++] = pair & 0xff;
    out[at++] = pair >> 8;
    out[at++] = SPACE;
  }
  out[at++] = SPACE;
  out[at++] = BAR;
  for (let place = from; place < to; place++) out[at++] = SHOWN[bytes[place]!]!;
  out[at++] = BAR;
  out[at++] = LINE_FEED;
  return at;
}
