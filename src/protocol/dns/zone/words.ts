import { nearest } from '../../../base/nearest.ts';
import { DnsError } from '../error.ts';
import { tokenize, wrongToken, type Token, type Tokens } from '../tokens.ts';
import { MAX_TTL, parseTtl } from '../ttl.ts';
import { NOT_IN_ZONES, typeCode, TYPES } from '../typeCodes.ts';
import type { ZoneCode } from './problem.ts';

/** An error with a code of its own. */
export class ZoneError extends DnsError {
  readonly zoneCode: ZoneCode;

  constructor(zoneCode: ZoneCode, token: Token, message: string) {
    super('dns-text', message, token.start, token.end - token.start);
    this.zoneCode = zoneCode;
  }
}

/** An error of the codec in the words of zone files. */
export const CODE_OF: Readonly<Record<string, ZoneCode>> = {
  'dns-bad-name': 'zone-name',
  'dns-empty-label': 'zone-name',
  'dns-label-too-long': 'zone-name',
  'dns-name-too-long': 'zone-name',
};

export function next(words: Tokens, first: Token, what: string): Token {
  if (words.done) throw wrongToken(first, `The ${what} is missing.`);
  return words.next(what);
}

export function one(words: Tokens, first: Token, what: string): Token {
  const token = next(words, first, what);
  noMore(words);
  return token;
}

export function noMore(words: Tokens): void {
  const left = words.peek();
  if (left) throw wrongToken(left, `“${left.text}” is one word too many.`);
}

export function readTtl(token: Token): number {
  const ttl = parseTtl(token.text);
  if (ttl === undefined || ttl > MAX_TTL) {
    throw new ZoneError(
      'zone-ttl',
      token,
      `“${token.text}” is not a TTL: seconds up to ${MAX_TTL}, or with units as in 1h30m.`,
    );
  }
  return ttl;
}

/** A hint for an indented line that was meant to have an owner. */
export const NO_OWNER = ' A line that begins with a space has no owner of its own: it belongs to the one above.';

export function readType(token: Token, hint: string): number {
  const code = token.quoted ? undefined : typeCode(token.text);
  if (code === undefined) {
    const near = nearest(token.text.toUpperCase(), Object.keys(TYPES));
    throw new ZoneError(
      'zone-type',
      token,
      `“${token.text}” is not a record type${near ? `; perhaps ${near}` : ''}.${hint}`,
    );
  }
  if (code === 0 || NOT_IN_ZONES.has(code))
    throw new ZoneError('zone-type', token, `No record in a zone has the type ${token.text.toUpperCase()}.`);
  return code;
}

/**
 * The words of a template's text. A quoted template stands for several words, in which `\"` is a quote, as in bind9.
 */
export function generated(token: Token, text: string): Token[] {
  const words = token.quoted ? tokenize(text.replaceAll('\\"', '"')) : [{ text, quoted: false }];
  return words.map((word) => ({ ...word, start: token.start, end: token.end }));
}

/** White space and characters without width, except those that separate words. */
const ODD_SPACE = /[^\S \t\r\n]|[\u200b-\u200d\u2060\ufeff]/;

/** Invisible characters in a wrong word. */
export function spaceHint(text: string): string {
  const [odd] = ODD_SPACE.exec(text) ?? [];
  if (odd === undefined) return '';
  const code = odd.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return ` There is a character U+${code} in it, which looks like a space or is invisible. Separate words with spaces and tabs.`;
}
