/**
 * The platform's TextDecoder and TextEncoder (Node and every browser have them) for what they do as we need it, many times
 * faster than `String.fromCharCode` on arrays: UTF-16 units to a string, ASCII codes to a string, and
 * UTF-8. Their other encodings are not Python's.
 */
interface PlatformEncoder {
  encode(text: string): Uint8Array;
}

interface PlatformDecoder {
  decode(input: Uint8Array | Uint16Array): string;
}

const { TextDecoder, TextEncoder } = globalThis as unknown as {
  TextEncoder: new () => PlatformEncoder;
  TextDecoder: new (label: string, options: { fatal?: boolean; ignoreBOM?: boolean }) => PlatformDecoder;
};

// ignoreBOM: a mark is kept as the character it is.
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const utf8Strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const utf8Replace = new TextDecoder('utf-8', { ignoreBOM: true });

const encoder = new TextEncoder();

/** Below so many bytes a loop of ours is as fast, and cheaper where the bytes turn out to be wrong. */
const SMALL = 256;

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const BLOCK = 8192;

/**
 * Bytes as a browser reads them: by a label of the encoding standard, without a byte order mark, U+FFFD for what is wrong.
 * Undefined: there is no such label.
 */
export function decodeAsBrowsers(bytes: Uint8Array, label: string): string | undefined {
  let decoder: PlatformDecoder;
  try {
    decoder = new TextDecoder(label, {});
  } catch {
    return undefined;
  }
  return decoder.decode(bytes);
}

/** A string of units, lone surrogates and all. */
export function fromUnits(units: Uint16Array): string {
  const parts: string[] = [];
  for (let i = 0; i < units.length; i += BLOCK) {
    parts.push(String.fromCharCode.apply(null, units.subarray(i, i + BLOCK) as unknown as number[]));
  }
  return parts.join('');
}

/** A string of units among which no surrogate is alone. */
export function fromPairedUnits(units: Uint16Array): string {
  return LITTLE_ENDIAN ? utf16.decode(units) : fromUnits(units);
}

export function fromAscii(codes: Uint8Array): string {
  return utf8Strict.decode(codes);
}

/** UTF-8 as Python and the WHATWG both replace what is wrong in it. */
export function fromUtf8Replacing(bytes: Uint8Array): string {
  return utf8Replace.decode(bytes);
}

/** UTF-8; undefined where it is wrong, or so short that it is not worth asking. */
export function fromValidUtf8(bytes: Uint8Array): string | undefined {
  return bytes.length < SMALL ? undefined : strictUtf8(bytes);
}

/** UTF-8; undefined where it is wrong. */
export function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8Strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** ASCII; undefined where there is anything else, or so little that it is not worth asking. */
export function fromWholeAscii(bytes: Uint8Array): string | undefined {
  if (bytes.length < SMALL) return undefined;
  for (let i = 0; i < 32; i++) if (bytes[i]! > 0x7f) return undefined;
  const text = fromValidUtf8(bytes);
  // Characters beyond ASCII take more bytes than units.
  return text?.length === bytes.length ? text : undefined;
}

/** Bytes as the characters of the same numbers. */
export function fromLatin1(bytes: Uint8Array): string {
  return fromPairedUnits(new Uint16Array(bytes));
}

/** UTF-8 of a text in which no surrogate is alone, or undefined. */
export function toUtf8(text: string): Uint8Array | undefined {
  return LONE_SURROGATE.test(text) ? undefined : encoder.encode(text);
}

const LONE_SURROGATE = /\p{Cs}/u;
