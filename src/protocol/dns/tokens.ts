import { DnsError } from './error.ts';
import { parseName, readEscaped, ROOT, type Name } from './name.ts';

/** A word of a master file, with its escapes unread. Offsets are into the original text. */
export interface Token {
  readonly text: string;
  /** The word was quoted. The quotes are not part of the text. */
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

const encoder = new (
  globalThis as unknown as { TextEncoder: new () => { encode(text: string): Uint8Array } }
).TextEncoder();

/**
 * The words of one record's data, read from the left. Throws DnsError with the offset and the length of a wrong word.
 */
export class Tokens {
  readonly origin: Name;
  readonly #tokens: readonly Token[];
  readonly #first: number;
  #at: number;

  constructor(tokens: readonly Token[], origin: Name = ROOT, at = 0) {
    this.#tokens = tokens;
    this.origin = origin;
    this.#at = at;
    this.#first = at;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** @param what the field, for the sentence when there is no more word */
  next(what: string): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw this.missing(what);
    this.#at++;
    return token;
  }

  rest(): readonly Token[] {
    const rest = this.#tokens.slice(this.#at);
    this.#at = this.#tokens.length;
    return rest;
  }

  /** All words from the first unread one, as one place. */
  get whole(): Token | undefined {
    const first = this.#tokens[this.#first];
    return first && { ...first, end: this.#tokens.at(-1)!.end };
  }

  missing(what: string): DnsError {
    const last = this.#tokens.at(-1);
    return new DnsError('dns-text', `The ${what} is missing.`, last?.end ?? 0, 0);
  }

  name(what: string): Name {
    const token = this.next(what);
    if (token.quoted) throw wrongToken(token, `The ${what} is a name, which isn't quoted.`);
    return tokenName(token, this.origin);
  }
}

/** A name in a token, with `@` for the origin. The offset of an error is into the surrounding text. */
export function tokenName(token: Token, origin: Name): Name {
  if (token.text === '@') return origin;
  try {
    return parseName(token.text, origin);
  } catch (error) {
    if (error instanceof DnsError)
      throw new DnsError(error.code as 'dns-bad-name', error.message, token.start, token.end - token.start);
    throw error;
  }
}

export function wrongToken(token: Token, message: string): DnsError {
  return new DnsError('dns-text', message, token.start, token.end - token.start);
}

const ESCAPED_BYTES = 0xdc00;
const LONE_BYTE = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;

/**
 * A byte of a line that is not UTF-8, as a character: a byte beyond ASCII becomes half of a surrogate pair, as in
 * Python (PEP 383).
 */
export function byteUnit(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : ESCAPED_BYTES + byte);
}

/** Text as bytes: UTF-8, and those bytes unchanged. */
function textBytes(text: string): Uint8Array {
  if (text.search(LONE_BYTE) < 0) return encoder.encode(text);
  const bytes: number[] = [];
  let at = 0;
  for (const { index } of text.matchAll(LONE_BYTE)) {
    bytes.push(...encoder.encode(text.slice(at, index)), text.charCodeAt(index) - ESCAPED_BYTES);
    at = index + 1;
  }
  bytes.push(...encoder.encode(text.slice(at)));
  return Uint8Array.from(bytes);
}

/**
 * The bytes that a token stands for: escapes are read, other characters become UTF-8, and bytes that were not UTF-8
 * stay unchanged.
 */
export function tokenBytes(token: Token): Uint8Array {
  const { text } = token;
  if (!text.includes('\\')) return textBytes(text);
  const bytes: number[] = [];
  for (let i = 0; i < text.length;) {
    if (text[i] !== '\\') {
      const next = text.indexOf('\\', i);
      const end = next < 0 ? text.length : next;
      bytes.push(...textBytes(text.slice(i, end)));
      i = end;
      continue;
    }
    const [value, used] = escapedIn(token, i);
    if (value > 0x7f && used === 2) bytes.push(...textBytes(String.fromCodePoint(text.codePointAt(i + 1)!)));
    else bytes.push(value);
    i += used === 2 && value >= 0xd800 && value < 0xdc00 ? 3 : used;
  }
  return Uint8Array.from(bytes);
}

function escapedIn(token: Token, i: number): readonly [number, number] {
  try {
    return readEscaped(token.text, i);
  } catch (error) {
    if (error instanceof DnsError)
      throw wrongToken(token, `“${token.text}”: after a backslash come three digits up to 255, or one character.`);
    throw error;
  }
}

/** A whole number in a token. */
export function tokenNumber(token: Token, what: string, max: number): number {
  const value = Number(token.text);
  if (token.quoted || !/^\d{1,15}$/.test(token.text) || value > max) {
    throw wrongToken(token, `The ${what} “${token.text}” is not a whole number from 0 to ${max}.`);
  }
  return value;
}

/** White space separates words. DNS knows only the kinds of RFC 1035, section 5.1, and none of Unicode's others. */
const PLAIN_SPLIT = /[ \t\r\n]/;

/** The words of a single line of text: quotes, escapes and white space, no comments or parentheses. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < text.length;) {
    if (PLAIN_SPLIT.test(text[i]!)) i++;
    else {
      const token = tokenAt(text, i, PLAIN_END);
      tokens.push(token);
      i = token.end;
    }
  }
  return tokens;
}

const PLAIN_END = /[ \t\r\n"]/;

/** The token that begins at `i`, which is not white space. An unquoted token ends before a match of `ends`. */
export function tokenAt(text: string, i: number, ends: RegExp): Token {
  if (text[i] === '"') return quotedToken(text, i);
  let end = i;
  while (end < text.length && !ends.test(text[end]!)) end += text[end] === '\\' && !isLineEnd(text[end + 1]) ? 2 : 1;
  end = Math.min(end, text.length);
  return { text: text.slice(i, end), quoted: false, start: i, end };
}

function isLineEnd(character: string | undefined): boolean {
  return character === undefined || character === '\n' || character === '\r';
}

function quotedToken(text: string, start: number): Token {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '"') return { text: text.slice(start + 1, i), quoted: true, start, end: i + 1 };
    if (isLineEnd(text[i])) return unclosed(text, start, i);
    if (text[i] === '\\') i++;
  }
  return unclosed(text, start, text.length);
}

function unclosed(text: string, start: number, end: number): never {
  throw new DnsError(
    'dns-text',
    `The quote at “${text.slice(start, Math.min(end, start + 20))}” is not closed on its line.`,
    start,
    end - start,
  );
}
