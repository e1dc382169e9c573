import { visible } from '../../protocol/text/visible.ts';
/** Index of the first unit that began at `offset` or later. */
export function unitAt(starts, offset) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
/**
 * The characters that begin in bytes `from` to `to`; `size` is the number of bytes that were decoded. Bytes that gave no
 * character (ignored ones, a byte order mark) belong to the character before them, or the first after them.
 */
export function charactersIn(decoded, size, from, to) {
  const { text, starts, failure } = decoded;
  const characters = [];
  const last = unitAt(starts, to);
  for (let unit = unitAt(starts, from); unit < last;) {
    const start = starts[unit];
    let next = unit + 1;
    while (next < starts.length && starts[next] === start) next++;
    const raw = text.slice(unit, next);
    const end = next < starts.length ? starts[next] : size;
    characters.push({ start, end, ...look(raw, failure !== undefined && start < failure.end && end > failure.start) });
    unit = next;
  }
  return characters;
}
function look(raw, failed) {
  const shown = visible(raw);
  const replaced = raw === '\ufffd' || (raw.length > 2 && raw.startsWith('\\'));
  return { shown, kind: failed || replaced ? 'bad' : shown === raw ? 'plain' : 'escape' };
}
/** The bytes of the character that a byte belongs to; the byte alone where it gave none. */
export function characterAt(starts, size, offset) {
  const unit = unitAt(starts, offset + 1) - 1;
  if (unit < 0) return { start: offset, end: offset + 1 };
  const start = starts[unit];
  const next = unitAt(starts, start + 1);
  return { start, end: next < starts.length ? starts[next] : size };
}
export function rangeOf(selection) {
  return {
    start: Math.min(selection.anchor.start, selection.head.start),
    end: Math.max(selection.anchor.end, selection.head.end),
  };
}
/** The range the head covers after moving `by` steps, within the payload. */
export function movedHead(head, by, step, starts, size) {
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
/** Numbers that the first bytes of a selection make, by name; what needs more bytes than there are is left out. */
export function numbersAt(bytes, start) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  return readers
    .filter(([, length]) => view.byteLength >= length)
    .map(([name, , read]) => ({ name, value: read(view) }));
}
const readers = [
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
function float(value, digits) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value);
}
