import { WirebenchError } from '../../base/errors.ts';
import { parseBase64 } from './base64.ts';
import { parseEscapeParts, type EscapePart } from './escapeParts.ts';
import { encodeParts } from './escapes.ts';
import { parseHex } from './hex.ts';
import { expandMacros, type MacroContext, type MacroPiece } from './macros.ts';

/**
 * The line ending. `none` (the default): line breaks are sent as typed and none is added. The others: every typed line
 * break (`\r\n`, `\n`, `\r`) becomes this one, and one is added at the end unless the text already ends in one; an
 * empty text sends an empty line. A `\n` written as an escape stays unchanged.
 */
export type LineEnding = 'none' | 'lf' | 'crlf' | 'cr';

export interface TextPayload {
  /** `escapes`: `\n`, `\x00`, `\u00e9`, ... are read, see `parseEscapeParts`. */
  readonly kind: 'text' | 'escapes';
  readonly text: string;
  /** Default: utf-8. */
  readonly encoding?: string;
  readonly lineEnding?: LineEnding;
  /** Inserts `{{$timestamp}}`, `{{$uuid}}`, ... Off by default, so that text from elsewhere is never read as macros. */
  readonly macros?: boolean;
}

/** The bytes that a person or a program wants to send. */
export type Payload =
  | TextPayload
  | { readonly kind: 'hex'; readonly text: string }
  | { readonly kind: 'base64'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

const ENDINGS: Readonly<Record<LineEnding, string>> = { none: '', lf: '\n', crlf: '\r\n', cr: '\r' };

/**
 * The bytes of a payload. Throws codes `bad-hex`, `bad-base64`, `bad-escape`, `unknown-macro`, `bad-macro`,
 * `unencodable` (each with the `offset` in the text in its facts) and `unknown-encoding`; `file-payload` for a file,
 * which must be read by code that may read files.
 */
export function encodePayload(payload: Payload, context: MacroContext): Uint8Array {
  switch (payload.kind) {
    case 'hex':
      return parseHex(payload.text);
    case 'base64':
      return parseBase64(payload.text);
    case 'file':
      throw new WirebenchError({ code: 'file-payload', message: `The file ${payload.path} was not read yet.` });
    case 'text':
    case 'escapes':
      return encodeParts(partsOf(payload, context), payload.encoding ?? 'utf-8');
  }
}

function partsOf(payload: TextPayload, context: MacroContext): EscapePart[] {
  const ending = ENDINGS[payload.lineEnding ?? 'none'];
  const typed: MacroPiece[] = payload.macros
    ? expandMacros(payload.text, context)
    : [{ text: payload.text, offset: 0, inserted: false }];
  const parts = joinText(
    typed.flatMap((piece) =>
      piece.inserted || payload.kind === 'text' ? [asTyped(piece)] : parseEscapeParts(piece.text, piece.offset),
    ),
  );
  if (ending === '') return parts;
  const source = payload.text;
  const ended = parts.map((part) => (part.kind === 'text' ? withEnding(part, source, ending) : part));
  return endsLine(ended.at(-1)) ? ended : joinText([...ended, constant(ending, source.length)]);
}

type TextPart = Extract<EscapePart, { kind: 'text' }>;

function asTyped(piece: MacroPiece): TextPart {
  const offsets = Array.from({ length: piece.text.length }, (_, i) => piece.offset + (piece.inserted ? 0 : i));
  return { kind: 'text', text: piece.text, offsets };
}

function constant(text: string, offset: number): TextPart {
  return { kind: 'text', text, offsets: Array.from({ length: text.length }, () => offset) };
}

/** Replaces line breaks in the source, but not those of escapes. */
function withEnding(part: TextPart, source: string, ending: string): TextPart {
  let text = '';
  const offsets: number[] = [];
  for (let i = 0; i < part.text.length; i++) {
    const unit = part.text[i]!;
    const offset = part.offsets[i]!;
    const wasTyped = (unit === '\n' || unit === '\r') && source[offset] === unit;
    const secondHalf = wasTyped && unit === '\n' && offset > 0 && source[offset - 1] === '\r';
    if (secondHalf) continue;
    const written = wasTyped ? ending : unit;
    text += written;
    for (let k = 0; k < written.length; k++) offsets.push(offset);
  }
  return { kind: 'text', text, offsets };
}

function endsLine(part: EscapePart | undefined): boolean {
  if (part === undefined) return false;
  if (part.kind === 'text') return /[\r\n]$/.test(part.text);
  const last = part.bytes.at(-1);
  return last === 0x0a || last === 0x0d;
}

/** Joins adjacent texts into one part, so that an encoding with a state or a mark sees them as one. */
function joinText(parts: readonly EscapePart[]): EscapePart[] {
  const joined: EscapePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = {
        kind: 'text',
        text: last.text + part.text,
        offsets: [...last.offsets, ...part.offsets],
      };
    } else joined.push(part);
  }
  return joined;
}
