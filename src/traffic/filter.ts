import { WirebenchError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { BadValue, filterKey, filterKeys, type Names, type Predicate } from './filterKeys.ts';
import type { Matcher } from './segment.ts';

/**
 * The filter language of traffic views.
 *
 *     filter := both { ("or" | "|") both }
 *     both   := one { ["and"] one }
 *     one    := ("-" | "not") one | "(" filter ")" | key ":" value { "," value } | word
 *
 * Values and words may stand in double quotes, with the escapes \" \\ \n \r \t \0 \xHH \u{H}. A word is a text to look for.
 */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'term'; readonly key: string; readonly values: readonly string[] };

/** The error for a text that is not a filter. `start` and `end` (exclusive) are offsets in the text. */
export class FilterError extends WirebenchError {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super({ code: 'bad-filter', message, facts: { start, end } });
    this.start = start;
    this.end = end;
  }
}

const mostChars = 4096;
const deepest = 64;

/** Undefined for a text of blanks: the filter matches everything. Throws a FilterError. */
export function parseFilter(text: string): Filter | undefined {
  if (text.length > mostChars)
    throw new FilterError(`A filter is at most ${mostChars} characters long.`, mostChars, text.length);
  const parser = new Parser(text);
  return parser.parse();
}

/** The text of a filter. Parsing it gives the same filter again. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'term':
      return `${filter.key}:${filter.values.map(printValue).join(',')}`;
    case 'not':
      return `-${inParentheses(filter.part, filter.part.kind === 'and' || filter.part.kind === 'or')}`;
    case 'and':
      return filter.parts.map((part) => inParentheses(part, part.kind !== 'term' && part.kind !== 'not')).join(' ');
    case 'or':
      return filter.parts.map((part) => inParentheses(part, part.kind === 'or')).join(' or ');
  }
}

/** The matcher for a scan of its own; undefined: everything matches. Throws a FilterError. */
export function compileFilter(text: string, names: Names): Matcher | undefined {
  const filter = parseFilter(text);
  if (!filter) return undefined;
  const { predicate, payloads } = compile(filter, names);
  return { payloads, matches: predicate };
}

interface Compiled {
  readonly predicate: Predicate;
  readonly cost: number;
  readonly payloads: boolean;
}

function compile(filter: Filter, names: Names): Compiled {
  switch (filter.kind) {
    case 'term': {
      const { predicate, cost, payloads } = filterKey(filter.key)!;
      return { predicate: predicate(filter.values, names), cost, payloads };
    }
    case 'not': {
      const part = compile(filter.part, names);
      const { predicate } = part;
      return { ...part, predicate: (segment, index) => !predicate(segment, index) };
    }
    case 'and':
    case 'or': {
      const parts = filter.parts.map((part) => compile(part, names)).sort((a, b) => a.cost - b.cost);
      const join = filter.kind === 'and' ? both : either;
      return {
        predicate: parts.map((part) => part.predicate).reduceRight((rest, first) => join(first, rest)),
        cost: Math.max(...parts.map((part) => part.cost)),
        payloads: parts.some((part) => part.payloads),
      };
    }
  }
}

const both =
  (a: Predicate, b: Predicate): Predicate =>
  (segment, index) =>
    a(segment, index) && b(segment, index);

const either =
  (a: Predicate, b: Predicate): Predicate =>
  (segment, index) =>
    a(segment, index) || b(segment, index);

function inParentheses(filter: Filter, needed: boolean): string {
  return needed ? `(${printFilter(filter)})` : printFilter(filter);
}

/** Characters that end a word: blanks, parentheses, bars and quotes; for the values of a key also commas. */
const endsWord = /[\s()|"]/;
const endsValue = /[\s()|",]/;

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t', '0': '\0' };

function printValue(value: string): string {
  if (value !== '' && !endsValue.test(value) && !/[\\\u0000-\u001f\u007f]/.test(value)) return value;
  return `"${value.replaceAll(/["\\\u0000-\u001f\u007f]/g, printEscape)}"`;
}

function printEscape(char: string): string {
  const known = Object.entries(escapes).find(([, value]) => value === char);
  return known ? `\\${known[0]}` : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Filter | undefined {
    this.#blanks();
    if (this.#at === this.#text.length) return undefined;
    const filter = this.#either();
    if (this.#at < this.#text.length) throw this.#error('There is no "(" for this ")".', this.#at, this.#at + 1);
    return filter;
  }

  #either(): Filter {
    const parts = [this.#both()];
    while (this.#takes('|') || this.#takesWord('or')) parts.push(this.#both());
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  #both(): Filter {
    const parts = [this.#one()];
    for (;;) {
      const joined = this.#takesWord('and');
      const end = this.#at === this.#text.length || this.#text[this.#at] === ')' || this.#text[this.#at] === '|';
      if (!joined && (end || this.#sees('or'))) break;
      parts.push(this.#one());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  #one(): Filter {
    const start = this.#at;
    if (++this.#depth > deepest) throw this.#error('This is nested too deep.', start, start + 1);
    try {
      if (this.#takes('-') || this.#takesWord('not')) return { kind: 'not', part: this.#one() };
      if (this.#takes('(')) return this.#parenthesised(start);
      return this.#term();
    } finally {
      this.#depth--;
    }
  }

  #parenthesised(start: number): Filter {
    const filter = this.#either();
    if (!this.#takes(')')) throw this.#error('This "(" has no ")".', start, start + 1);
    return filter;
  }

  #term(): Filter {
    const start = this.#at;
    const name = /^([a-zA-Z]+):/.exec(this.#text.slice(start, start + 32))?.[1];
    if (name !== undefined) return this.#keyed(name, start);
    if (this.#sees('or') || this.#sees('and') || start === this.#text.length || /[)|]/.test(this.#text[start]!))
      throw this.#error('A term is missing here.', start, Math.min(this.#text.length, start + 1));
    const word = this.#value(endsWord);
    this.#blanks();
    return this.#checked('text', [{ value: word, start, end: this.#at }]);
  }

  #keyed(name: string, start: number): Filter {
    const known = filterKey(name);
    if (!known) throw this.#unknown(name, start);
    this.#at += name.length + 1;
    const values: { value: string; start: number; end: number }[] = [];
    do {
      const from = this.#at;
      const value = this.#value(endsValue);
      values.push({ value, start: from, end: this.#at });
    } while (this.#text[this.#at] === ',' && ++this.#at);
    this.#blanks();
    return this.#checked(known.name, values);
  }

  #checked(name: string, values: readonly { value: string; start: number; end: number }[]): Filter {
    for (const { value, start, end } of values) {
      try {
        filterKey(name)!.check(value);
      } catch (error) {
        if (!(error instanceof BadValue)) throw error;
        throw this.#error(error.message, start, Math.max(end, Math.min(start + 1, this.#text.length)));
      }
    }
    return { kind: 'term', key: name, values: values.map((value) => value.value) };
  }

  #unknown(name: string, start: number): FilterError {
    const guess = nearest(
      name.toLowerCase(),
      filterKeys.map((entry) => entry.name),
    );
    const hint = guess
      ? `Did you mean ${guess}:?`
      : `The keys are ${filterKeys.map((entry) => entry.name).join(', ')}.`;
    return this.#error(
      `There is no key "${name}". ${hint} To look for it as text, put it in quotes.`,
      start,
      start + name.length,
    );
  }

  /** A quoted value, or the text up to one of the characters that end it. */
  #value(ends: RegExp): string {
    if (this.#text[this.#at] === '"') return this.#quoted();
    const start = this.#at;
    while (this.#at < this.#text.length && !ends.test(this.#text[this.#at]!)) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #quoted(): string {
    const start = this.#at++;
    let value = '';
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === '"') {
        this.#at++;
        return value;
      }
      if (char === '\\') value += this.#escape();
      else {
        value += char;
        this.#at++;
      }
    }
    throw this.#error('This quotation has no end.', start, this.#text.length);
  }

  #escape(): string {
    const start = this.#at;
    const rest = this.#text.slice(start + 1, start + 12);
    const simple = escapes[rest[0] ?? ''];
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    const numeric = /^x([0-9a-fA-F]{2})|^u\{([0-9a-fA-F]{1,6})\}/.exec(rest);
    const code = parseInt(numeric?.[1] ?? numeric?.[2] ?? '', 16);
    if (!numeric || code > 0x10ffff)
      throw this.#error(
        'This is not an escape. The escapes are \\" \\\\ \\n \\r \\t \\0 \\xHH \\u{H}.',
        start,
        start + 2,
      );
    this.#at += 1 + numeric[0].length;
    return String.fromCodePoint(code);
  }

  #takes(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    this.#blanks();
    return true;
  }

  /** Whether a word stands here by itself. */
  #sees(word: string): boolean {
    const end = this.#at + word.length;
    if (this.#text.slice(this.#at, end).toLowerCase() !== word) return false;
    const next = this.#text[end];
    return next === undefined || endsWord.test(next);
  }

  #takesWord(word: string): boolean {
    if (!this.#sees(word)) return false;
    this.#at += word.length;
    this.#blanks();
    return true;
  }

  #blanks(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at]!)) this.#at++;
  }

  #error(message: string, start: number, end: number): FilterError {
    return new FilterError(message, start, Math.min(end, this.#text.length));
  }
}
