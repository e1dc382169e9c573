import { type Codec, type DecodeSink, type EncodeSink, type StepDecoder } from './codec.ts';
import { fromLatin1, fromWholeAscii } from './platformText.ts';
import { unpack } from './packedTable.ts';
import { SINGLE_BYTE } from './tables/singleByte.ts';

const UNDEFINED = 0xffff;

/** An encoding with one byte for each character. `table` has the unit of every byte, or 0xFFFF. */
interface SingleByte {
  /** Python's name and words in its messages. */
  readonly name: string;
  readonly undecodable: string;
  readonly unencodable: string;
  readonly table: Uint16Array;
  /** Whether ASCII bytes are ASCII characters. */
  readonly ascii: boolean;
  /** Unit to byte, or 0xFFFF; made when text is first encoded. */
  inverse(): Uint16Array;
}

/** Maps bytes from `from` on until an undefined one, and returns their number. A separate loop runs twice as fast. */
function mapRun(bytes: Uint8Array, from: number, table: Uint16Array, units: Uint16Array, at: number): number {
  const n = bytes.length - from;
  for (let i = 0; i < n; i++) {
    const unit = table[bytes[from + i]!]!;
    if (unit === UNDEFINED) return i;
    units[at + i] = unit;
  }
  return n;
}

function decodeSingle(bytes: Uint8Array, sink: DecodeSink, encoding: SingleByte): number {
  let i = 0;
  while (i < bytes.length) {
    const run = mapRun(bytes, i, encoding.table, sink.units, sink.length);
    sink.advance(run, i);
    i += run;
    if (i < bytes.length) i = sink.fail(encoding.name, bytes, i, i + 1, encoding.undecodable);
  }
  return i;
}

function encodeSingle(text: string, sink: EncodeSink, encoding: SingleByte): void {
  const inverse = encoding.inverse();
  const holds = (i: number): boolean => inverse[text.charCodeAt(i)] !== UNDEFINED;
  for (let i = 0; i < text.length; i++) {
    const byte = inverse[text.charCodeAt(i)]!;
    if (byte !== UNDEFINED) {
      sink.push(byte);
      continue;
    }
    // Python reports a run of such characters as one error.
    let end = i + 1;
    while (end < text.length && !holds(end)) end++;
    sink.fail(encoding.name, text, i, end, encoding.unencodable, (r) => encodeSingle(r, sink, encoding));
    i = end - 1;
  }
}

function inverseOf(table: Uint16Array, overrides = ''): () => Uint16Array {
  let made: Uint16Array | undefined;
  return () => {
    if (made) return made;
    const inverse = new Uint16Array(65536).fill(UNDEFINED);
    for (let byte = 255; byte >= 0; byte--) if (table[byte] !== UNDEFINED) inverse[table[byte]!] = byte;
    unpack(overrides, (unit, byte) => (inverse[unit] = byte < 0 ? UNDEFINED : byte));
    return (made = inverse);
  };
}

function codecOf(make: () => SingleByte, whole?: Codec['whole']): Codec {
  let made: SingleByte | undefined;
  const encoding = (): SingleByte => (made ??= make());
  const stateless: StepDecoder = { step: (bytes, sink) => decodeSingle(bytes, sink, encoding()) };
  return {
    decoder: () => stateless,
    encode: (text, sink) => encodeSingle(text, sink, encoding()),
    whole: whole ?? ((bytes) => (encoding().ascii ? fromWholeAscii(bytes) : undefined)),
  };
}

function identity(name: string, size: number): () => SingleByte {
  return () => {
    const reason = `ordinal not in range(${size})`;
    const table = Uint16Array.from({ length: 256 }, (_, i) => (i < size ? i : UNDEFINED));
    return { name, table, ascii: true, inverse: inverseOf(table), undecodable: reason, unencodable: reason };
  };
}

function charmap(packed: readonly [string, string]): () => SingleByte {
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
export const SINGLE_BYTE_CODECS: Readonly<Record<string, Codec>> = {
  ascii: codecOf(identity('ascii', 128)),
  latin_1: codecOf(identity('latin-1', 256), fromLatin1),
  ...Object.fromEntries(Object.entries(SINGLE_BYTE).map(([name, packed]) => [name, codecOf(charmap(packed))])),
};
