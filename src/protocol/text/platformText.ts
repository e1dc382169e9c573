/**
 * The platform's TextDecoder (Node and every browser have it) for the three things it does as we need them, many times
 * faster than `String.fromCharCode` on arrays: UTF-16 units to a string, ASCII codes to a string, and UTF-8. Its other
 * encodings are not Python's.
 */
interface PlatformDecoder {
  decode(input: Uint8Array | Uint16Array): string;
}

const { TextDecoder } = globalThis as unknown as {
  TextDecoder: new (label: string, options: { fatal?: boolean; ignoreBOM: boolean }) => PlatformDecoder;
};

// ignoreBOM: a mark is kept as the character it is.
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const utf8Strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const utf8Replace = new TextDecoder('utf-8', { ignoreBOM: true });

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const BLOCK = 8192;

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

/** UTF-8, or undefined where it is wrong. */
export function fromValidUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8Strict.decode(bytes);
  } catch {
    return undefined;
  }
}
