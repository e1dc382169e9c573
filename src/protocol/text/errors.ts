import { WirebenchError } from '../../base/errors.ts';

/** Python's names for the handling of bytes that an encoding does not allow. */
export type DecodeHandler = 'strict' | 'ignore' | 'replace' | 'backslashreplace';

/** Python's names for the handling of characters that an encoding does not have. */
export type EncodeHandler = DecodeHandler | 'xmlcharrefreplace';

export const DECODE_HANDLERS: readonly DecodeHandler[] = ['strict', 'ignore', 'replace', 'backslashreplace'];

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/**
 * Bytes that are not text in an encoding; code `undecodable`. The message is Python's:
 * `'utf-8' codec can't decode byte 0xff in position 0: invalid start byte`.
 * The position in the message is where Python counts from (the chunk with what was kept of the one before it);
 * `start` and `end` count from the first byte that was given to the decoder.
 */
export class DecodeError extends WirebenchError {
  /** Python's name of the codec that failed: `utf-8`, `charmap`, `utf-16-le`, ... */
  readonly encoding: string;
  readonly start: number;
  /** One past the last wrong byte. */
  readonly end: number;
  /** The wrong bytes. */
  readonly bytes: Uint8Array;
  /** Python's words: `invalid start byte`. */
  readonly reason: string;

  constructor(what: {
    encoding: string;
    /** Position in Python's count; `start` is `base` further on. */
    position: number;
    base: number;
    bytes: Uint8Array;
    reason: string;
  }) {
    const { encoding, position, base, bytes, reason } = what;
    const last = position + bytes.length - 1;
    const where =
      bytes.length === 1
        ? `byte 0x${hex(bytes[0]!, 2)} in position ${position}`
        : `bytes in position ${position}-${last}`;
    super({
      code: 'undecodable',
      message: `'${encoding}' codec can't decode ${where}: ${reason}`,
      system: reason,
      remedies: ['chooseEncoding'],
      facts: { encoding, start: base + position, end: base + last + 1 },
    });
    this.encoding = encoding;
    this.start = base + position;
    this.end = base + last + 1;
    this.bytes = bytes;
    this.reason = reason;
  }
}

/**
 * Text that an encoding can't hold; code `unencodable`. The message is Python's:
 * `'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)`, its positions in characters.
 */
export class EncodeError extends WirebenchError {
  readonly encoding: string;
  /** In UTF-16 units of the text that was given. */
  readonly start: number;
  /** One past the last unit of what can't be held. */
  readonly end: number;
  /** The characters that the encoding does not have. */
  readonly characters: string;
  /** Python's words: `ordinal not in range(128)`. */
  readonly reason: string;

  /** `offset`: the place in the source of the text, if it came from another text; in the facts. */
  constructor(encoding: string, text: string, start: number, end: number, reason: string, offset = start) {
    const characters = text.slice(start, end);
    const position = countCharacters(text, 0, start);
    const count = countCharacters(text, start, end);
    const where =
      count === 1
        ? `character '${backslashed(characters.codePointAt(0)!)}' in position ${position}`
        : `characters in position ${position}-${position + count - 1}`;
    super({
      code: 'unencodable',
      message: `'${encoding}' codec can't encode ${where}: ${reason}`,
      system: reason,
      remedies: ['chooseEncoding', 'editPayload'],
      facts: { encoding, start, end, offset },
    });
    this.encoding = encoding;
    this.start = start;
    this.end = end;
    this.characters = characters;
    this.reason = reason;
  }
}

/** A code point as Python's backslashreplace writes it: `\xe9`, `\u20ac`, `\U0001f600`. */
export function backslashed(codePoint: number): string {
  if (codePoint < 0x100) return `\\x${hex(codePoint, 2)}`;
  return codePoint < 0x10000 ? `\\u${hex(codePoint, 4)}` : `\\U${hex(codePoint, 8)}`;
}

function countCharacters(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i += text.codePointAt(i)! > 0xffff ? 2 : 1) count++;
  return count;
}
