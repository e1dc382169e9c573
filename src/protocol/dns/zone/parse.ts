import { nearest } from '../../../base/nearest.ts';
import { CLASS, className, classCode } from '../codes.ts';
import { DnsError } from '../error.ts';
import type { DataFor } from '../recordTypes.ts';
import { ROOT, type Name } from '../name.ts';
import { readRdata } from '../recordText.ts';
import { tokenName, Tokens, wrongToken, type Token } from '../tokens.ts';
import { MAX_TTL } from '../ttl.ts';
import { TYPES } from '../typeCodes.ts';
import { checkZone } from './check.ts';
import { readEntries, type Entry } from './entries.ts';
import { parseGenerateRange, parseTemplate } from './generate.ts';
import { Lines } from './lines.ts';
import type { ZoneCode, ZonePlace, ZoneProblem } from './problem.ts';
import type { ZoneRecord } from './record.ts';
import { CODE_OF, generated, next, noMore, NO_OWNER, one, readTtl, readType, spaceHint, ZoneError } from './words.ts';

/** The most characters of a zone file with all files that it includes. */
const MAX_TEXT = 64 * 2 ** 20;
const MAX_RECORDS = 1_000_000;
const MAX_PROBLEMS = 1000;
const MAX_DEPTH = 10;
const MAX_INCLUDES = 200;

export interface IncludedFile {
  readonly file: string;
  readonly text: string;
}

export interface ZoneOptions {
  /** The origin of relative names until a $ORIGIN changes it. */
  readonly origin: Name;
  /** Seconds for records before any TTL is known. Without it, such records are an error. */
  readonly defaultTtl?: number;
  /**
   * A file that the zone includes, or undefined if it does not exist or may not be read: its text, and its name in
   * problems and records (by default the path as written). `from`: the name of the including file, undefined for the
   * zone itself.
   */
  readonly include?: (path: string, from: string | undefined) => IncludedFile | string | undefined;
  /** Skips the checks of a whole zone: SOA, NS, CNAME beside other data, ... For a file that others include. */
  readonly part?: boolean;
}

export interface Zone {
  /** The owner of the SOA record, or the given origin if there is none. */
  readonly origin: Name;
  /** In the order of the file, without repeated records. */
  readonly records: readonly ZoneRecord[];
  /** In the order of the file. */
  readonly problems: readonly ZoneProblem[];
  /** There are no errors, but perhaps warnings. */
  readonly ok: boolean;
}

/** Reads a master file (RFC 1035, section 5; RFC 2308, section 4; RFC 3597). Never throws: errors are in `problems`. */
export function parseZone(text: string, options: ZoneOptions): Zone {
  const reader = new ZoneReader(options);
  reader.readFile(text, undefined, {
    origin: options.origin,
    defaultTtl: undefined,
    lastTtl: undefined,
    owner: undefined,
  });
  const { records, problems } = reader;
  const origin = records.find((record) => record.type === TYPES.SOA)?.name ?? options.origin;
  const checked = options.part === true ? { records, problems: [] } : checkZone(records, origin, options.origin);
  const all = [...problems, ...checked.problems.slice(0, MAX_PROBLEMS)].sort(byPlace);
  return { origin, records: checked.records, problems: all, ok: !all.some(({ severity }) => severity === 'error') };
}

function byPlace(a: ZonePlace, b: ZonePlace): number {
  if (a.file !== b.file) return (a.file ?? '') < (b.file ?? '') ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** The state that entries inherit from those before. An included file has its own origin and owner. */
interface State {
  origin: Name;
  defaultTtl: number | undefined;
  lastTtl: number | undefined;
  owner: Name | undefined;
}

interface File {
  readonly name: string | undefined;
  readonly text: string;
  readonly lines: Lines;
  readonly depth: number;
}

/** Stops the whole reading. Its problem is reported already. */
class LimitReached extends Error {}

class ZoneReader {
  readonly records: ZoneRecord[] = [];
  readonly problems: ZoneProblem[] = [];
  readonly #options: ZoneOptions;
  #file!: File;
  #state!: State;
  #class: number | undefined;
  #characters = 0;
  #includes = 0;

  constructor(options: ZoneOptions) {
    this.#options = options;
  }

  readFile(text: string, name: string | undefined, state: State): void {
    const outer = { file: this.#file as File | undefined, state: this.#state };
    this.#file = { name, text, lines: new Lines(text), depth: (outer.file?.depth ?? -1) + 1 };
    this.#state = state;
    try {
      this.#characters += text.length;
      if (this.#characters > MAX_TEXT)
        throw this.#limit(
          `The zone has more than ${MAX_TEXT / 2 ** 20} million characters; the rest is not read.`,
          0,
          1,
        );
      for (const entry of readEntries(text, (error) => this.#reportError(error, 'zone-syntax'))) this.#readEntry(entry);
    } catch (error) {
      if (!(error instanceof LimitReached) || outer.file) throw error;
    } finally {
      if (outer.file) {
        this.#file = outer.file;
        this.#state = outer.state;
      }
    }
  }

  #readEntry(entry: Entry): void {
    const first = entry.tokens[0]!;
    const directive = !entry.blank && !first.quoted && first.text.startsWith('$');
    this.#attempt(directive ? 'zone-directive' : 'zone-data', () => {
      if (directive) this.#directive(entry.tokens);
      else this.#recordEntry(entry);
    });
  }

  #attempt(code: ZoneCode, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof DnsError)) throw error;
      this.#reportError(error, code);
    }
  }

  #directive(tokens: readonly Token[]): void {
    const [first, ...rest] = tokens as [Token, ...Token[]];
    const name = first.text.toUpperCase();
    const read = this.#directives[name];
    if (!read) {
      const near = nearest(name, Object.keys(this.#directives));
      throw wrongToken(
        first,
        `“${first.text}” is not a directive${near ? `; perhaps ${near}` : ''}. The directives are ${Object.keys(this.#directives).join(', ')}.`,
      );
    }
    read(new Tokens(rest.length > 0 ? rest : [], this.#state.origin), first);
  }

  readonly #directives: Readonly<Record<string, (words: Tokens, first: Token) => void>> = {
    $ORIGIN: (words, first) => {
      const token = one(words, first, 'name');
      this.#attempt('zone-name', () => (this.#state.origin = tokenName(token, this.#state.origin)));
    },
    $TTL: (words, first) => {
      const token = one(words, first, 'time');
      this.#attempt('zone-ttl', () => (this.#state.defaultTtl = readTtl(token)));
    },
    $INCLUDE: (words, first) => this.#attempt('zone-include', () => this.#include(words, first)),
    $GENERATE: (words, first) => this.#attempt('zone-generate', () => this.#generate(words, first)),
  };

  #include(words: Tokens, first: Token): void {
    const path = next(words, first, 'file');
    const origin = words.done ? this.#state.origin : words.name('origin');
    noMore(words);
    const { include } = this.#options;
    if (!include) throw wrongToken(path, 'This zone can’t include other files.');
    if (this.#file.depth >= MAX_DEPTH)
      throw this.#limit(`Files include each other ${MAX_DEPTH} deep here; the rest is not read.`, path.start, path.end);
    if (++this.#includes > MAX_INCLUDES)
      throw this.#limit(
        `The zone includes more than ${MAX_INCLUDES} files; the rest is not read.`,
        path.start,
        path.end,
      );
    const found = include(path.text, this.#file.name);
    if (found === undefined) {
      throw wrongToken(
        path,
        `The file “${path.text}” can't be read, or lies outside the folders that a zone may include from.`,
      );
    }
    const { file, text } = typeof found === 'string' ? { file: path.text, text: found } : found;
    const inner = { ...this.#state, origin };
    this.readFile(text, file, inner);
    // RFC 1035, section 5.1: the origin returns to its earlier value. A $TTL holds for all records after it (RFC 2308,
    // section 4).
    this.#state.defaultTtl = inner.defaultTtl;
    this.#state.lastTtl = inner.lastTtl;
  }

  #generate(words: Tokens, first: Token): void {
    const range = parseGenerateRange(next(words, first, 'range'));
    const owner = next(words, first, 'owner');
    const ownerText = parseTemplate(owner);
    const { ttl, type } = this.#head(words, first);
    const templates = words.rest().map((token) => ({ token, text: parseTemplate(token) }));
    if (templates.length === 0)
      throw new DnsError('dns-text', 'The data of the records is missing.', first.start, first.end - first.start);
    for (let value = range.start; value <= range.stop; value += range.step) {
      const name = tokenName({ ...owner, text: ownerText(value) }, this.#state.origin);
      const data = templates.flatMap(({ token, text }) => generated(token, text(value)));
      this.#add(name, type, ttl, new Tokens(data, this.#state.origin), first);
    }
  }

  #recordEntry({ tokens, blank }: Entry): void {
    const first = tokens[0]!;
    if (!blank) this.#state.owner = this.#owner(first);
    const owner = this.#state.owner;
    if (!owner)
      throw wrongToken(
        first,
        'This entry begins with a space, so it takes the owner of the entry before it, and there is none.',
      );
    const words = new Tokens(tokens, this.#state.origin, blank ? 0 : 1);
    const { ttl, type, typeToken } = this.#head(words, first, blank ? NO_OWNER : '');
    this.#add(owner, type, ttl, words, typeToken);
  }

  #owner(token: Token): Name | undefined {
    if (token.quoted) throw wrongToken(token, 'The owner of a record isn’t quoted.');
    this.#state.owner = undefined;
    return tokenName(token, this.#state.origin);
  }

  /** The TTL and the class in any order, both optional, and the type. */
  #head(words: Tokens, first: Token, hint = ''): { ttl: number | undefined; type: number; typeToken: Token } {
    let ttl: number | undefined;
    let ofClass: number | undefined;
    for (;;) {
      const token = next(words, first, 'type');
      const isTtl = ttl === undefined && /^\d/.test(token.text) && !token.quoted;
      const code = ofClass === undefined && !token.quoted ? classCode(token.text) : undefined;
      if (isTtl) ttl = readTtl(token);
      else if (code !== undefined) {
        ofClass = code;
        this.#checkClass(token, code);
      } else return { ttl, type: readType(token, hint), typeToken: token };
    }
  }

  #checkClass(token: Token, code: number): void {
    this.#class ??= code;
    if (code === CLASS.ANY || code === CLASS.NONE)
      throw new ZoneError('zone-class', token, `A record can't have the class ${className(code)}.`);
    if (code !== this.#class)
      throw new ZoneError(
        'zone-class',
        token,
        `The class ${className(code)} differs from ${className(this.#class)} above; a zone has one.`,
      );
  }

  #add(name: Name, type: number, stated: number | undefined, words: Tokens, place: Token): void {
    const recordClass = this.#class ?? CLASS.IN;
    if (stated !== undefined) this.#state.lastTtl = stated;
    const data = this.#data(type, recordClass, words, place);
    if (this.records.length >= MAX_RECORDS)
      throw this.#limit(`The zone has more than ${MAX_RECORDS} records; the rest is not read.`, place.start, place.end);
    const ttl = this.#ttl(type, stated, data, place);
    this.records.push({
      name,
      type,
      class: recordClass,
      ttl,
      data,
      file: this.#file.name,
      ...this.#file.lines.place(place.start, place.end),
    });
  }

  #data(type: number, recordClass: number, words: Tokens, place: Token): ReturnType<typeof readRdata> {
    try {
      return readRdata(type, recordClass, words);
    } catch (error) {
      // A missing part has no place of its own, so the problem is marked at the type.
      if (error instanceof DnsError && !error.facts['length'])
        throw new DnsError('dns-text', error.message, place.start, place.end - place.start);
      throw error;
    }
  }

  /**
   * RFC 2308, section 4: the record's own TTL, else $TTL, else that of the record before; for a SOA without any, its
   * minimum.
   */
  #ttl(type: number, stated: number | undefined, data: object, place: Token): number {
    const known = stated ?? this.#state.defaultTtl ?? this.#state.lastTtl ?? this.#options.defaultTtl;
    if (known !== undefined) return known;
    if (type === TYPES.SOA) return (this.#state.defaultTtl = Math.min(MAX_TTL, (data as DataFor<'SOA'>).minimum));
    throw new ZoneError('zone-ttl', place, 'No TTL is known for this record: give it one, or write $TTL 1h above it.');
  }

  #limit(message: string, start: number, end: number): LimitReached {
    this.#report('error', 'zone-limit', message, start, end);
    return new LimitReached(message);
  }

  #reportError(error: DnsError, code: ZoneCode): void {
    const length = Number(error.facts['length'] ?? 1);
    const sharper = error instanceof ZoneError ? error.zoneCode : (CODE_OF[error.code] ?? code);
    const hint = spaceHint(this.#file.text.slice(error.offset, error.offset + length));
    this.#report('error', sharper, error.message + hint, error.offset, error.offset + Math.max(1, length));
    if (this.problems.length >= MAX_PROBLEMS)
      throw this.#limit(
        `There are more than ${MAX_PROBLEMS} problems; the rest is not read.`,
        error.offset,
        error.offset + 1,
      );
  }

  #report(severity: 'error' | 'warning', code: ZoneCode, message: string, start: number, end: number): void {
    this.problems.push({ severity, code, message, file: this.#file.name, ...this.#file.lines.place(start, end) });
  }
}

/** The origin that the name of a zone file suggests: `wirebench.test.zone` is for wirebench.test. */
export function originOfFile(fileName: string): Name {
  const name = fileName.replace(/\.(?:zone|db)$/i, '').replace(/^db\./i, '');
  try {
    return tokenName({ text: name === '' ? '.' : name, quoted: false, start: 0, end: 0 }, ROOT);
  } catch (error) {
    if (error instanceof DnsError) return ROOT;
    throw error;
  }
}
