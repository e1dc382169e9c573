import { DnsError } from './error.ts';

/**
 * A domain name: its labels from the left, each 1 to 63 bytes of any value, without the empty label of the root. The
 * root is the empty list. Labels keep their case; only comparisons ignore it.
 */
export type Name = readonly Uint8Array[];

export const ROOT: Name = [];

/** RFC 1035, section 2.3.4. */
export const MAX_LABEL = 63;
/** On the wire, with length bytes and the root's byte. */
export const MAX_NAME = 255;

const BACKSLASH = 0x5c;
const DOT = 0x2e;
/** Characters with a meaning in a master file: `"().;\@$`. */
const ESCAPED = new Set([0x22, 0x28, 0x29, DOT, 0x3b, BACKSLASH, 0x40, 0x24]);

/** A byte of a label as master-file text (RFC 1035, section 5.1). */
const LABEL_TEXT: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  if (ESCAPED.has(byte)) return `\\${String.fromCharCode(byte)}`;
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : decimalEscape(byte);
});

/** A byte as a key's character: ASCII letters in lower case. */
const LOWER: readonly string[] = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(lowerByte(byte)));

/** `\DDD`. */
function decimalEscape(byte: number): string {
  return `\\${byte.toString().padStart(3, '0')}`;
}

function lowerByte(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function badName(text: string, message: string, at: number, length = 1): DnsError {
  return new DnsError('dns-bad-name', `“${text}” is not a name: ${message}`, at, length);
}

/**
 * A name from text: labels separated by dots, with `\.` and `\DDD` for other characters. If the name does not end in a
 * dot, the origin completes it. `.` is the root. Throws DnsError with the offset in the text.
 */
export function parseName(text: string, origin: Name = ROOT): Name {
  if (text === '.') return ROOT;
  if (text === '')
    throw new DnsError('dns-empty-label', 'A name has at least one label; the root is written as “.”.', 0);
  const labels: Uint8Array[] = [];
  let label: number[] = [];
  let start = 0;
  let absolute = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      labels.push(wholeLabel(text, label, start, i));
      label = [];
      start = i + 1;
      absolute = start === text.length;
      continue;
    }
    const [byte, used] = readEscaped(text, i);
    if (byte > 0x7f && used < 4) {
      throw badName(text, `the letter at offset ${i} is beyond ASCII; write the name in its xn-- form.`, i);
    }
    label.push(byte);
    i += used - 1;
  }
  if (!absolute) labels.push(wholeLabel(text, label, start, text.length), ...origin);
  if (nameLength(labels) > MAX_NAME) {
    throw new DnsError(
      'dns-name-too-long',
      `“${text.slice(0, 40)}…” is ${nameLength(labels)} bytes long as a name; ${MAX_NAME} is the most. Shorten it.`,
      0,
      text.length,
    );
  }
  return labels;
}

function wholeLabel(text: string, label: readonly number[], start: number, end: number): Uint8Array {
  if (label.length === 0) {
    throw new DnsError(
      'dns-empty-label',
      `“${text}” has an empty label at offset ${start}: two dots in a row, or a dot in front. Take the dot away.`,
      start,
      1,
    );
  }
  if (label.length > MAX_LABEL) {
    throw new DnsError(
      'dns-label-too-long',
      `The label at offset ${start} of “${text.slice(0, 40)}…” has ${label.length} bytes; ${MAX_LABEL} is the most. Shorten it.`,
      start,
      end - start,
    );
  }
  return Uint8Array.from(label);
}

/**
 * The byte that a character or an escape at `i` stands for, and the number of characters. A character beyond ASCII is
 * returned as its UTF-16 unit. Throws DnsError.
 */
export function readEscaped(text: string, i: number): readonly [value: number, used: number] {
  const code = text.charCodeAt(i);
  if (code !== BACKSLASH) return [code, 1];
  const next = text.charCodeAt(i + 1);
  if (Number.isNaN(next)) throw badName(text, 'it ends in a backslash.', i);
  if (next < 0x30 || next > 0x39) return [next, 2];
  const digits = text.slice(i + 1, i + 4);
  const value = Number(digits);
  if (!/^\d{3}$/.test(digits) || value > 255) {
    throw badName(
      text,
      `after the backslash at offset ${i} come three digits up to 255, as in \\046.`,
      i,
      digits.length + 1,
    );
  }
  return [value, 4];
}

function labelText(label: Uint8Array): string {
  let text = '';
  for (let i = 0; i < label.length; i++) text += LABEL_TEXT[label[i]!]!;
  return text;
}

/** In master-file form: with escapes and the final dot. */
export function formatName(name: Name): string {
  if (name.length === 0) return '.';
  let text = '';
  for (const label of name) text += `${labelText(label)}.`;
  return text;
}

/** In the common form: with escapes, without the final dot. The root is `.`. */
export function displayName(name: Name): string {
  return name.length === 0 ? '.' : name.map(labelText).join('.');
}

/** Bytes on the wire, uncompressed. */
export function nameLength(name: Name): number {
  let length = 1;
  for (const label of name) length += label.length + 1;
  return length;
}

/**
 * A text that is the same for names that differ only in case, and different for all others: the wire form in lower
 * case.
 */
export function nameKey(name: Name): string {
  let key = '';
  for (const label of name) key += labelKey(label);
  return key;
}

function labelKey(label: Uint8Array): string {
  let key = String.fromCharCode(label.length);
  for (let i = 0; i < label.length; i++) key += LOWER[label[i]!]!;
  return key;
}

/** The same name in lower case. */
export function foldedName(name: Name): Name {
  return name.map((label) => label.map(lowerByte));
}

function compareLabels(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = lowerByte(a[i]!) - lowerByte(b[i]!);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Negative, zero or positive: the canonical order of RFC 4034, section 6.1, from the rightmost label. */
export function compareNames(a: Name, b: Name): number {
  const common = Math.min(a.length, b.length);
  for (let i = 1; i <= common; i++) {
    const difference = compareLabels(a[a.length - i]!, b[b.length - i]!);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function sameName(a: Name, b: Name): boolean {
  return a.length === b.length && a.every((label, i) => compareLabels(label, b[i]!) === 0);
}

/** Whether the name is the ancestor or below it. */
export function isWithin(name: Name, ancestor: Name): boolean {
  const skip = name.length - ancestor.length;
  return skip >= 0 && ancestor.every((label, i) => compareLabels(name[skip + i]!, label) === 0);
}

/** Without the leftmost label. The root's parent is the root. */
export function parentName(name: Name): Name {
  return name.slice(1);
}
