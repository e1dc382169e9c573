import { DnsError } from '../error.ts';
import type { Token } from '../tokens.ts';
import { wrongToken } from '../tokens.ts';

/** The most records of one $GENERATE. */
const MAX_GENERATED = 65_536;
const MAX_WIDTH = 255;
const MAX_NUMBER = 0x7fffffff;

interface GenerateRange {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** `1-254` or `0-100/2`. Throws DnsError. */
export function parseGenerateRange(token: Token): GenerateRange {
  const [, start, stop, step] = /^(\d{1,10})-(\d{1,10})(?:\/(\d{1,10}))?$/.exec(token.text) ?? [];
  const range = { start: Number(start), stop: Number(stop), step: Number(step ?? 1) };
  if (start === undefined || range.stop > MAX_NUMBER || range.step === 0 || range.start > range.stop) {
    throw wrongToken(token, `“${token.text}” is not a range: first-last or first-last/step, as in 1-254 or 0-100/2.`);
  }
  const count = Math.floor((range.stop - range.start) / range.step) + 1;
  if (count > MAX_GENERATED)
    throw wrongToken(token, `The range makes ${count} records; ${MAX_GENERATED} is the most for one $GENERATE.`);
  return range;
}

type Part = string | ((value: number) => string);

/**
 * A text with `$` for the number. `${offset,width,base}` adds to the number and formats it (base d, o, x, X, or n and N
 * for nibbles separated by dots); `\$` is a dollar. Throws DnsError with the token's place.
 */
export function parseTemplate(token: Token): (value: number) => string {
  const { text } = token;
  const parts: Part[] = [];
  let plain = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') {
      plain += text.slice(i, i + 2);
      i++;
    } else if (text[i] !== '$') plain += text[i]!;
    else {
      parts.push(plain);
      plain = '';
      const [part, used] = placeholder(token, i);
      parts.push(part);
      i += used - 1;
    }
  }
  parts.push(plain);
  return (value) => parts.map((part) => (typeof part === 'string' ? part : part(value))).join('');
}

function placeholder(token: Token, i: number): readonly [Part, number] {
  const { text } = token;
  if (text[i + 1] === '$') return ['\\$', 2];
  if (text[i + 1] !== '{') return [(value) => String(value), 1];
  const close = text.indexOf('}', i);
  const [, offset, width = '0', base = 'd'] =
    /^([+-]?\d{1,10})(?:,(\d{1,3})(?:,([doxXnN]))?)?$/.exec(text.slice(i + 2, close < 0 ? text.length : close)) ?? [];
  if (close < 0 || offset === undefined || Number(width) > MAX_WIDTH) {
    throw wrongToken(
      token,
      `“${text.slice(i, close < 0 ? undefined : close + 1)}” is not \${offset,width,base}: a number to add, digits up to ${MAX_WIDTH}, and d, o, x, X, n or N.`,
    );
  }
  return [(value) => formatNumber(value + Number(offset), Number(width), base, token), close - i + 1];
}

const RADIX: Readonly<Record<string, number>> = { d: 10, o: 8, x: 16, X: 16, n: 16, N: 16 };

function formatNumber(value: number, width: number, base: string, token: Token): string {
  if (value < 0)
    throw new DnsError(
      'dns-text',
      `The offset makes ${value} of a number; it can't be negative.`,
      token.start,
      token.end - token.start,
    );
  const upper = base === 'X' || base === 'N';
  const digits = value.toString(RADIX[base]);
  const cased = upper ? digits.toUpperCase() : digits;
  if (base !== 'n' && base !== 'N') return cased.padStart(width, '0');
  // As in bind9, which has this directive first, the width counts the dots too: an even width ends in a dot.
  const nibbles = Math.max(cased.length, Math.ceil(width / 2));
  const dotted = Array.from(cased.padStart(nibbles, '0')).reverse().join('.');
  return dotted.length < width ? `${dotted}.` : dotted;
}
