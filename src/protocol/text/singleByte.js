import { fromLatin1, fromWholeAscii } from './platformText.ts';
import { unpack } from './packedTable.ts';
import { SINGLE_BYTE } from './tables/singleByte.ts';
const UNDEFINED = 0xffff;
/** Maps bytes from `from` on until one that is undefined, and returns how many. A loop of its own runs twice as fast. */
function mapRun(bytes, from, table, units, at) {
  const n = bytes.length - from;
  for (let i = 0; i < n; i++) {
    const unit = table[bytes[from + i]];
    if (unit === UNDEFINED) return i;
    units[at + i] = unit;
  }
  return n;
}
function decodeSingle(bytes, sink, encoding) {
  let i = 0;
  while (i < bytes.length) {
    const run = mapRun(bytes, i, encoding.table, sink.units, sink.length);
    sink.advance(run, i);
    i += run;
    if (i < bytes.length) i = sink.fail(encoding.name, bytes, i, i + 1, encoding.undecodable);
  }
  return i;
}
function encodeSingle(text, sink, encoding) {
  const inverse = encoding.inverse();
  const holds = (i) => inverse[text.charCodeAt(i)] !== UNDEFINED;
  for (let i = 0; i < text.length; i++) {
    const byte = inverse[text.charCodeAt(i)];
    if (byte !== UNDEFINED) {
      sink.push(byte);
      continue;
    }
    // Python reports a run of such characters as one.
    let end = i + 1;
    while (end < text.length && !holds(end)) end++;
    sink.fail(encoding.name, text, i, end, encoding.unencodable, (r) => encodeSingle(r, sink, encoding));
    i = end - 1;
  }
}
function inverseOf(table, overrides = '') {
  let made;
  return () => {
    if (made) return made;
    const inverse = new Uint16Array(65536).fill(UNDEFINED);
    for (let byte = 255; byte >= 0; byte--) if (table[byte] !== UNDEFINED) inverse[table[byte]] = byte;
    unpack(overrides, (unit, byte) => (inverse[unit] = byte < 0 ? UNDEFINED : byte));
    return (made = inverse);
  };
}
function codecOf(make, whole) {
  let made;
  const encoding = () => (made ??= make());
  const stateless = { step: (bytes, sink) => decodeSingle(bytes, sink, encoding()) };
  return {
    decoder: () => stateless,
    encode: (text, sink) => encodeSingle(text, sink, encoding()),
    whole: whole ?? ((bytes) => (encoding().ascii ? fromWholeAscii(bytes) : undefined)),
  };
}
function identity(name, size) {
  return () => {
    const reason = `ordinal not in range(${size})`;
    const table = Uint16Array.from({ length: 256 }, (_, i) => (i < size ? i : UNDEFINED));
    return { name, table, ascii: true, inverse: inverseOf(table), undecodable: reason, unencodable: reason };
  };
}
function charmap(packed) {
  return () => {
    const table = Uint16Array.from({ length: 256 }, (_, i) => (i < 128 ? i : UNDEFINED));
    unpack(packed[0], (byte, unit) => (table[byte] = unit < 0 ? UNDEFINED : unit));
    const reason = 'character maps to <undefined>';
    const ascii = table.subarray(0, 128).every((unit, byte) => unit === byte);
    return {
      name: 'charmap',
      table,
      ascii,
      inverse: inverseOf(table, packed[1]),
      undecodable: reason,
      unencodable: reason,
    };
  };
}
/** ASCII, Latin-1 and every single-byte encoding of Python's, by the names of Python's modules. */
export const SINGLE_BYTE_CODECS = {
  ascii: codecOf(identity('ascii', 128)),
  latin_1: codecOf(identity('latin-1', 256), fromLatin1),
  ...Object.fromEntries(Object.entries(SINGLE_BYTE).map(([name, packed]) => [name, codecOf(charmap(packed))])),
};
