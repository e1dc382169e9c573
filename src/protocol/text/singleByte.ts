import { type Codec, type DecodeSink, type EncodeSink } from './codec.ts';
import { unpack } from './packedTable.ts';
import { SINGLE_BYTE } from './tables/singleByte.ts';

const UNDEFINED = 0xffff;

/** An encoding of one byte each; `table` has the unit of every byte, or 0xFFFF. */
interface SingleByte {
  /** Python's name in its messages, and its words. */
  readonly name: string;
  readonly undecodable: string;
  readonly unencodable: string;
  readonly table: Uint16Array;
  /** Unit to byte, or 0xFFFF. */
  readonly inverse: Uint16Array;
}

function decodeSingle(bytes: Uint8Array, sink: DecodeSink, encoding: SingleByte): number {
  const { table } = encoding;
  const n = bytes.length;
  const base = sink.base;
  let { units, starts, length } = sink;
  for (let i = 0; i < n; i++) {
    const unit = table[bytes[i]!]!;
    if (unit === UNDEFINED) {
      sink.length = length;
      sink.fail(encoding.name, bytes, i, i + 1, encoding.undecodable);
      ({ units, starts, length } = sink);
      continue;
    }
    if (starts) starts[length] = base + i;
    units[length++] = unit;
  }
  sink.length = length;
  return n;
}

function encodeSingle(text: string, sink: EncodeSink, encoding: SingleByte): void {
  const { inverse } = encoding;
  const holds = (i: number): boolean => inverse[text.charCodeAt(i)] !== UNDEFINED;
  for (let i = 0; i < text.length; i++) {
    const byte = inverse[text.charCodeAt(i)]!;
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

function codecOf(make: () => SingleByte): Codec {
  let made: SingleByte | undefined;
  const encoding = (): SingleByte => (made ??= make());
  return {
    decoder: () => ({ step: (bytes, sink) => decodeSingle(bytes, sink, encoding()) }),
    encode: (text, sink) => encodeSingle(text, sink, encoding()),
  };
}

function identity(name: string, size: number): () => SingleByte {
  return () => {
    const reason = `ordinal not in range(${size})`;
    const table = Uint16Array.from({ length: 256 }, (_, i) => (i < size ? i : UNDEFINED));
    const inverse = new Uint16Array(65536).fill(UNDEFINED);
    inverse.set(table);
    return { name, table, inverse, undecodable: reason, unencodable: reason };
  };
}

function charmap(packed: readonly [string, string]): () => SingleByte {
  return () => {
    const table = Uint16Array.from({ length: 256 }, (_, i) => (i < 128 ? i : UNDEFINED));
    unpack(packed[0], (byte, unit) => (table[byte] = unit < 0 ? UNDEFINED : unit));
    const inverse = new Uint16Array(65536).fill(UNDEFINED);
    for (let byte = 255; byte >= 0; byte--) if (table[byte] !== UNDEFINED) inverse[table[byte]!] = byte;
    unpack(packed[1], (unit, byte) => (inverse[unit] = byte < 0 ? UNDEFINED : byte));
    const reason = 'character maps to <undefined>';
    return { name: 'charmap', table, inverse, undecodable: reason, unencodable: reason };
  };
}

/** ASCII, Latin-1 and every single-byte encoding of Python's, by the names of Python's modules. */
export const SINGLE_BYTE_CODECS: Readonly<Record<string, Codec>> = {
  ascii: codecOf(identity('ascii', 128)),
  latin_1: codecOf(identity('latin-1', 256)),
  ...Object.fromEntries(Object.entries(SINGLE_BYTE).map(([name, packed]) => [name, codecOf(charmap(packed))])),
};
