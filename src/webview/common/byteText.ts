import { firstAtLeast } from '../../base/firstAtLeast.ts';
import { visible } from '../../protocol/text/visible.ts';
import type { DecodedText } from './decodedText.ts';

/** Bytes from `start` to `end` (exclusive). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A character of the decoded text and the bytes it stands for. */
interface Character extends ByteRange {
  /** The visible form: harmless, on one line. */
  readonly shown: string;
  /** `escape`: the character is shown as an escape; `bad`: its bytes are not valid in this encoding. */
  readonly kind: 'plain' | 'escape' | 'bad';
}

/**
 * The characters that begin in bytes `from` to `to`; `size` is the number of decoded bytes. Bytes without a character
 * (ignored ones, a byte order mark) belong to the previous character or, if there is none, to the next one.
 */
export function charactersIn(decoded: DecodedText, size: number, from: number, to: number): Character[] {
  const { text, starts, failure } = decoded;
  const characters: Character[] = [];
  const last = firstAtLeast(starts, to);
  for (let unit = firstAtLeast(starts, from); unit < last;) {
    const start = starts[unit]!;
    let next = unit + 1;
    while (next < starts.length && starts[next] === start) next++;
    const raw = text.slice(unit, next);
    const end = next < starts.length ? starts[next]! : size;
    characters.push({ start, end, ...look(raw, failure !== undefined && start < failure.end && end > failure.start) });
    unit = next;
  }
  return characters;
}

function look(raw: string, failed: boolean): Pick<Character, 'shown' | 'kind'> {
  const shown = visible(raw);
  const replaced = raw === '\ufffd' || (raw.length > 2 && raw.startsWith('\\'));
  return { shown, kind: failed || replaced ? 'bad' : shown === raw ? 'plain' : 'escape' };
}

/** The bytes of the character that a byte belongs to; the byte alone if it has no character. */
export function characterAt(starts: Uint32Array, size: number, offset: number): ByteRange {
  const unit = firstAtLeast(starts, offset + 1) - 1;
  if (unit < 0) return { start: offset, end: offset + 1 };
  const start = starts[unit]!;
  const next = firstAtLeast(starts, start + 1);
  return { start, end: next < starts.length ? starts[next]! : size };
}

/** Where a selection began, and its moving end. It covers both and the bytes between them. */
export interface ByteSelection {
  readonly anchor: ByteRange;
  readonly head: ByteRange;
}

export function rangeOf(selection: ByteSelection): ByteRange {
  return {
    start: Math.min(selection.anchor.start, selection.head.start),
    end: Math.max(selection.anchor.end, selection.head.end),
  };
}

/** `byte`: the head moves over bytes (the hex side); `character`: over characters (the text side). */
export type Step = 'byte' | 'character';

/** The range the head covers after moving `by` steps, within the payload. */
export function movedHead(head: ByteRange, by: number, step: Step, starts: Uint32Array, size: number): ByteRange {
  if (size === 0) return { start: 0, end: 0 };
  if (step === 'byte') {
    const from = by > 0 ? head.end - 1 : head.start;
    const start = Math.min(Math.max(0, from + by), size - 1);
    return { start, end: start + 1 };
  }
  let range = characterAt(starts, size, Math.min(head.start, size - 1));
  for (let left = Math.abs(by); left > 0; left--) {
    const next = by > 0 ? range.end : range.start - 1;
    if (next < 0 || next >= size) break;
    range = characterAt(starts, size, next);
  }
  return range;
}

/** The numbers at the start of a selection, by name. Numbers that need more bytes than there are left are omitted. */
export function numbersAt(bytes: Uint8Array, start: number): { name: string; value: string }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  return readers
    .filter(([, length]) => view.byteLength >= length)
    .map(([name, , read]) => ({ name, value: read(view) }));
}

const readers: readonly (readonly [name: string, length: number, read: (view: DataView) => string])[] = [
  ['u8', 1, (v) => String(v.getUint8(0))],
  ['i8', 1, (v) => String(v.getInt8(0))],
  ['u16 be', 2, (v) => String(v.getUint16(0))],
  ['u16 le', 2, (v) => String(v.getUint16(0, true))],
  ['i16 be', 2, (v) => String(v.getInt16(0))],
  ['i16 le', 2, (v) => String(v.getInt16(0, true))],
  ['u32 be', 4, (v) => String(v.getUint32(0))],
  ['u32 le', 4, (v) => String(v.getUint32(0, true))],
  ['f32 be', 4, (v) => float(v.getFloat32(0), 7)],
  ['f32 le', 4, (v) => float(v.getFloat32(0, true), 7)],
  ['u64 be', 8, (v) => String(v.getBigUint64(0))],
  ['u64 le', 8, (v) => String(v.getBigUint64(0, true))],
  ['f64 be', 8, (v) => float(v.getFloat64(0), 15)],
  ['f64 le', 8, (v) => float(v.getFloat64(0, true), 15)],
];

function float(value: number, digits: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value);
}
