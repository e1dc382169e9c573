import { formatBase64 } from './base64.ts';
import { decode } from './decode.ts';
import type { DecodeHandler } from './errors.ts';
import { escapeBytes } from './escapes.ts';
import { formatHex, HEX_PAIRS } from './hex.ts';
import { hexDump } from './hexDump.ts';
import { isVisible } from './visible.ts';

/** How the text formats decode the bytes; default: utf-8 and replace. */
interface CopyOptions {
  readonly encoding?: string;
  readonly errors?: DecodeHandler;
}

/** The formats in which bytes can be copied, in the order of a menu. */
export const COPY_FORMATS = {
  text: { label: 'Text', format: textOf },
  escapes: { label: 'Text with Escapes', format: (bytes, { encoding }) => escapeBytes(bytes, encoding ?? 'utf-8') },
  hex: { label: 'Hex', format: (bytes) => formatHex(bytes) },
  'spaced-hex': { label: 'Spaced Hex', format: (bytes) => formatHex(bytes, ' ') },
  'hex-dump': { label: 'Hex Dump', format: (bytes) => hexDump(bytes) },
  base64: { label: 'Base64', format: (bytes) => formatBase64(bytes) },
  'c-string': { label: 'C String', format: cString },
  'c-array': { label: 'C Array', format: cArray },
  'python-bytes': { label: 'Python Bytes', format: pythonBytes },
  json: { label: 'JSON String', format: jsonString },
} as const satisfies Record<string, { label: string; format: (bytes: Uint8Array, options: CopyOptions) => string }>;

export type CopyFormat = keyof typeof COPY_FORMATS;

export function copyAs(bytes: Uint8Array, format: CopyFormat, options: CopyOptions = {}): string {
  return COPY_FORMATS[format].format(bytes, options);
}

function textOf(bytes: Uint8Array, options: CopyOptions): string {
  return decode(bytes, options.encoding ?? 'utf-8', options.errors ?? 'replace');
}

const C_NAMED: Readonly<Record<number, string>> = {
  0x07: '\\a',
  0x08: '\\b',
  0x09: '\\t',
  0x0a: '\\n',
  0x0b: '\\v',
  0x0c: '\\f',
  0x0d: '\\r',
  0x22: '\\"',
  0x5c: '\\\\',
};

/** Octal escapes of three digits: unlike `\x`, they end before a following digit. A double `?` would be a trigraph. */
function cString(bytes: Uint8Array): string {
  let text = '"';
  let before = 0;
  for (const byte of bytes) {
    if (byte === 0x3f && before === 0x3f) text += '\\?';
    else if (byte >= 0x20 && byte < 0x7f) text += C_NAMED[byte] ?? String.fromCharCode(byte);
    else text += C_NAMED[byte] ?? `\\${byte.toString(8).padStart(3, '0')}`;
    before = byte;
  }
  return `${text}"`;
}

function cArray(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += 12) {
    lines.push(`  ${Array.from(bytes.subarray(i, i + 12), (byte) => `0x${HEX_PAIRS[byte]!}`).join(', ')}`);
  }
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n}`;
}

const PYTHON_NAMED: Readonly<Record<number, string>> = { 0x09: '\\t', 0x0a: '\\n', 0x0d: '\\r', 0x5c: '\\\\' };

/** As Python's `repr(bytes)`. */
export function pythonBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x27 && quote === "'") text += "\\'";
    else if (byte >= 0x20 && byte < 0x7f) text += PYTHON_NAMED[byte] ?? String.fromCharCode(byte);
    else text += PYTHON_NAMED[byte] ?? `\\x${HEX_PAIRS[byte]!}`;
  }
  return `b${quote}${text}${quote}`;
}

/** A JSON string of the text, with invisible characters escaped. */
function jsonString(bytes: Uint8Array, options: CopyOptions): string {
  return Array.from(JSON.stringify(textOf(bytes, options)), (character) => {
    if (isVisible(character)) return character;
    return Array.from({ length: character.length }, (_, i) => {
      return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }).join('');
  }).join('');
}
