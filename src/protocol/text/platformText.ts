/**
 * The platform's TextDecoder and TextEncoder (Node and every browser have them) for the cases in which they do as we
 * need, many times faster than `String.fromCharCode` on arrays: UTF-16 units to a string, ASCII codes to a string, and
 * UTF-8. Their other encodings differ from Python's.
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

// ignoreBOM: a mark stays in the text as a character.
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const utf8Strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const utf8Replace = new TextDecoder('utf-8', { ignoreBOM: true });

const encoder = new TextEncoder();

/** For fewer bytes, our own loop is as fast, and cheaper if the bytes turn out to be wrong. */
const SMALL = 256;

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const BLOCK = 8192;

/**
 * Bytes as a browser decodes them: by a label of the encoding standard, without a byte order mark, with U+FFFD for
 * wrong bytes. Undefined: the label is unknown.
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

/** A string of units, including lone surrogates. */
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

/** UTF-8. Python and the WHATWG replace wrong bytes in the same way. */
export function fromUtf8Replacing(bytes: Uint8Array): string {
  return utf8Replace.decode(bytes);
}

/** UTF-8; undefined if it is wrong or too short to be worth the call. */
export function fromValidUtf8(bytes: Uint8Array): string | undefined {
  return bytes.length < SMALL ? undefined : strictUtf8(bytes);
}

/** UTF-8; undefined if it is wrong. */
export function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8Strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** ASCII; undefined if there are other bytes, or too few bytes to be worth the call. */
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
