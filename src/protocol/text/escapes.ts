import { sameBytes } from '../../base/sameBytes.ts';
import { isSurrogate } from './codec.ts';
import { decodeWithRanges } from './decode.ts';
import { encode } from './encode.ts';
import { lookupEncoding } from './encodings.ts';
import { joinParts, parseEscapeParts, SIMPLE, type EscapePart } from './escapeParts.ts';
import type { EncodeHandler } from './errors.ts';
import { isVisible } from './visible.ts';

/** The mark at the start of a text, for the first piece only. */
const UNMARKED: Readonly<Record<string, string>> = {
  'utf-8-sig': 'utf-8',
  'utf-16': 'utf-16-le',
  'utf-32': 'utf-32-le',
};

/**
 * The bytes of the parts. If the encoding does not have a character: EncodeError with `offset` (in the source) in its
 * facts.
 */
export function encodeParts(
  parts: readonly EscapePart[],
  encoding = 'utf-8',
  errors: EncodeHandler = 'strict',
): Uint8Array {
  const after = UNMARKED[lookupEncoding(encoding)?.name ?? ''] ?? encoding;
  return joinParts(parts, (text, isFirst) => encode(text, isFirst ? encoding : after, errors));
}

/** The bytes of a text with escapes, its characters in the encoding. See `parseEscapeParts`. */
export function parseEscapes(text: string, encoding = 'utf-8', errors: EncodeHandler = 'strict'): Uint8Array {
  return encodeParts(parseEscapeParts(text), encoding, errors);
}

const NAMED = new Map(Object.entries(SIMPLE).map(([letter, value]) => [value.charCodeAt(0), `\\${letter}`]));
NAMED.delete(0x22);
NAMED.delete(0x27);
/** As bytes, in an encoding that contains ASCII. */
const ASCII_ESCAPES = Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x20 && byte < 0x7f && byte !== 0x5c) return String.fromCharCode(byte);
  return NAMED.get(byte) ?? `\\x${byte.toString(16).padStart(2, '0')}`;
});
const HEX_ESCAPES = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16).padStart(2, '0')}`);

/**
 * Text from which `parseEscapes` with the same encoding makes the same bytes: visible characters unchanged, the rest
 * escaped. Without an encoding, everything but printable ASCII is escaped, and any encoding that contains ASCII reads
 * it back.
 */
export function escapeBytes(bytes: Uint8Array, encoding?: string): string {
  if (encoding === undefined) return Array.from(bytes, (byte) => ASCII_ESCAPES[byte]!).join('');
  const { text, starts } = decodeWithRanges(bytes, encoding, 'ignore');
  let escaped = '';
  let done = 0;
  const escapeTo = (end: number): void => {
    for (; done < end; done++) escaped += HEX_ESCAPES[bytes[done]!]!;
  };
  for (let i = 0; i < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(i)!);
    const start = starts[i]!;
    escapeTo(start);
    const own = isSurrogate(text.codePointAt(i)!) ? undefined : encode(character, encoding, 'ignore');
    if (own && own.length > 0 && own.every((byte, k) => byte === bytes[start + k])) {
      escaped += NAMED.get(text.charCodeAt(i)) ?? (isVisible(character) ? character : hexOf(own));
      done = start + own.length;
    }
    i += character.length;
  }
  escapeTo(bytes.length);
  // Encodings with a state may write the same characters differently if they are adjacent.
  const back = parseEscapes(escaped, encoding, 'ignore');
  return sameBytes(back, bytes) ? escaped : hexOf(bytes);
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => HEX_ESCAPES[byte]!).join('');
}
