import { hexPattern, mostPatternBytes, PatternSearch, textPattern, type BytePattern } from './bytePattern.ts';
import { kindOf } from './counters.ts';
import {
  directions,
  eventKinds,
  formatAddress,
  isTraffic,
  type ConnectionInfo,
  type Direction,
  type EventKind,
} from './event.ts';
import { globMatches } from './glob.ts';
import type { Segment } from './segment.ts';

/** Decides about the event at an index of a segment. */
export type Predicate = (segment: Segment, index: number) => boolean;

/** The names behind the numbers in the columns. */
export interface Names {
  endpointName(id: number): string;
  connection(id: number): ConnectionInfo | undefined;
}

/** A value that its key cannot read. The parser adds its place. */
export class BadValue extends Error {}

/** An entry of the table of keys, for parsing, help and completion. */
interface FilterKey {
  readonly name: string;
  /** The events that the key selects, in one sentence. */
  readonly sentence: string;
  readonly example: string;
  /** The possible values, if they are few. */
  readonly values?: readonly string[];
  /** Looks at payloads, so it is evaluated last. */
  readonly payloads: boolean;
  /** Relative cost: the cheap terms of a conjunction are evaluated first. */
  readonly cost: number;
  /** Throws a BadValue. */
  readonly check: (value: string) => void;
  /** True if any of the values fits. */
  readonly predicate: (values: readonly string[], names: Names) => Predicate;
}

interface KeyOf<T> {
  readonly name: string;
  readonly sentence: string;
  readonly example: string;
  readonly values?: readonly string[];
  readonly payloads?: boolean;
  readonly cost: number;
  readonly read: (value: string) => T;
  readonly predicate: (values: readonly T[], names: Names) => Predicate;
}

function key<T>(entry: KeyOf<T>): FilterKey {
  return {
    ...entry,
    payloads: entry.payloads ?? false,
    check: (value) => void entry.read(value),
    predicate: (values, names) => entry.predicate(values.map(entry.read), names),
  };
}

interface Range {
  readonly least: number;
  readonly most: number;
}

const comparisons: Readonly<Record<string, (n: number) => Range>> = {
  '>=': (n) => ({ least: n, most: Infinity }),
  '<=': (n) => ({ least: 0, most: n }),
  '>': (n) => ({ least: n + 1, most: Infinity }),
  '<': (n) => ({ least: 0, most: n - 1 }),
  '=': (n) => ({ least: n, most: n }),
  '': (n) => ({ least: n, most: n }),
};

function readRange(value: string): Range {
  const span = /^(\d{1,15})\.\.(\d{1,15})?$/.exec(value) ?? /^()\.\.(\d{1,15})$/.exec(value);
  if (span) {
    const most = span[2] ? Number(span[2]) : Infinity;
    const least = Number(span[1] ?? 0);
    if (least > most) throw new BadValue(`${value} is empty: ${least} is more than ${most}.`);
    return { least, most };
  }
  const one = /^(>=|<=|>|<|=|)(\d{1,15})$/.exec(value);
  if (!one) throw new BadValue(`"${value}" is not a number, a comparison (>100) or a range (10..20).`);
  return comparisons[one[1]!]!(Number(one[2]));
}

function rangePredicate(ranges: readonly Range[], numberOf: (segment: Segment, index: number) => number): Predicate {
  const [only] = ranges;
  if (only && ranges.length === 1) {
    const { least, most } = only;
    return (segment, index) => {
      const n = numberOf(segment, index);
      return n >= least && n <= most;
    };
  }
  return (segment, index) => {
    const n = numberOf(segment, index);
    return ranges.some((range) => n >= range.least && n <= range.most);
  };
}

function readChoice<T extends string>(choices: readonly T[], what: string): (value: string) => T {
  return (value) => {
    const found = choices.find((choice) => choice === value.toLowerCase());
    if (!found) throw new BadValue(`"${value}" is not a ${what}: ${choices.join(', ')}.`);
    return found;
  };
}

/** One byte of the kind column, looked up in a table of all its values. */
function codePredicate(fits: (code: number) => boolean): Predicate {
  const table = Uint8Array.from({ length: 64 }, (_, code) => (fits(code) ? 1 : 0));
  return ({ columns }, index) => table[columns.code[index]!] === 1;
}

/**
 * Ids repeat, so decisions about them are cached. The cache is bounded, because a server may have a million
 * connections.
 */
function remembered(decide: (id: number) => boolean | undefined): (id: number) => boolean {
  const known = new Map<number, boolean>();
  let recent = -1;
  let verdict = false;
  return (id) => {
    if (id === recent) return verdict;
    const found = known.get(id) ?? decide(id);
    if (found === undefined) return false;
    if (known.size >= 65_536) known.clear();
    known.set(id, found);
    recent = id;
    return (verdict = found);
  };
}

function readNonEmpty(value: string): string {
  if (value === '') throw new BadValue('A value is missing.');
  return value;
}

function peerFits(pattern: string, peer: ConnectionInfo['peer']): boolean {
  const withPort = /^(\[.*\]|[^:]*):[\d?*]+$/.test(pattern);
  return globMatches(pattern, withPort ? formatAddress(peer) : peer.host);
}

function readPattern(pattern: BytePattern | undefined, otherwise: string): BytePattern {
  if (!pattern || pattern.bytes.length === 0) throw new BadValue(otherwise);
  if (pattern.bytes.length > mostPatternBytes)
    throw new BadValue(`A pattern is at most ${mostPatternBytes} bytes long; this one has ${pattern.bytes.length}.`);
  return pattern;
}

function patternPredicate(patterns: readonly BytePattern[]): Predicate {
  const searches = patterns.map((pattern) => new PatternSearch(pattern));
  const first = searches[0]!;
  if (searches.length === 1)
    return (segment, index) => first.isIn(segment, segment.columns.offset[index]!, segment.columns.length[index]!);
  return (segment, index) => {
    const offset = segment.columns.offset[index]!;
    const length = segment.columns.length[index]!;
    return searches.some((search) => search.isIn(segment, offset, length));
  };
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds since the epoch: `30s` ago, `14:05[:06[.789]]` today, or a date and time in ISO 8601. */
function readTime(value: string): number {
  const ago = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(value);
  if (ago) return Date.now() - Number(ago[1]) * units[ago[2]!]!;
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/.exec(value);
  if (clock) {
    const [hours, minutes, seconds] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
    if (hours < 24 && minutes < 60 && seconds < 60)
      return new Date().setHours(hours, minutes, seconds, 0) + Number(`0.${clock[4] ?? 0}`) * 1000;
  }
  const date = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(date))
    throw new BadValue(`"${value}" is not a time. Write 30s (ago), 14:05:30 (today) or 2025-01-31T14:05:30.`);
  return date;
}

const isTrafficCode = codePredicate((code) => isTraffic(kindOf(code)));
const ofTraffic =
  (predicate: Predicate): Predicate =>
  (segment, index) =>
    isTrafficCode(segment, index) && predicate(segment, index);

const codeHasKind = (kinds: readonly EventKind[]) => codePredicate((code) => kinds.includes(kindOf(code)));

function codeHasDirection(wanted: readonly Direction[]): Predicate {
  return codePredicate((code) => wanted.includes(directions[code >> 4] ?? 'none'));
}

export const filterKeys: readonly FilterKey[] = [
  key({
    name: 'endpoint',
    sentence: 'Events of an endpoint, by its name (* and ? stand for anything) or its number.',
    example: 'endpoint:echo*',
    cost: 2,
    read: readNonEmpty,
    predicate: (values, names) => {
      const decide = remembered((id) =>
        values.some((value) => value === String(id) || globMatches(value, names.endpointName(id))),
      );
      return ({ columns }, index) => decide(columns.endpoint[index]!);
    },
  }),
  key({
    name: 'conn',
    sentence: 'Events of a connection, by its number. 0 is the endpoint itself.',
    example: 'conn:12',
    cost: 1,
    read: readRange,
    predicate: (ranges) => rangePredicate(ranges, ({ columns }, index) => columns.connection[index]!),
  }),
  key({
    name: 'peer',
    sentence: 'Events with a peer, by its host or its host and port (* and ? stand for anything).',
    example: 'peer:127.0.0.1:5555',
    cost: 3,
    read: readNonEmpty,
    predicate: (values, names) => {
      const decide = remembered((id) => {
        const connection = names.connection(id);
        return connection && values.some((value) => peerFits(value, connection.peer));
      });
      return ({ columns }, index) => decide(columns.connection[index]!);
    },
  }),
  key({
    name: 'dir',
    sentence: 'Events of a direction: in is from the peer, out is to the peer.',
    example: 'dir:in',
    values: directions,
    cost: 0,
    read: readChoice(directions, 'direction'),
    predicate: codeHasDirection,
  }),
  key({
    name: 'kind',
    sentence: 'Events of a kind.',
    example: 'kind:data,error',
    values: eventKinds,
    cost: 0,
    read: readChoice(eventKinds, 'kind of event'),
    predicate: codeHasKind,
  }),
  key({
    name: 'len',
    sentence: 'Data and frames by their number of bytes: a number, a comparison or a range.',
    example: 'len:>100',
    cost: 1,
    read: readRange,
    predicate: (ranges) => ofTraffic(rangePredicate(ranges, ({ columns }, index) => columns.length[index]!)),
  }),
  key({
    name: 'seq',
    sentence: 'Events by their sequence number.',
    example: 'seq:100..200',
    cost: 1,
    read: readRange,
    predicate: (ranges) => rangePredicate(ranges, ({ base }, index) => base + index),
  }),
  key({
    name: 'since',
    sentence:
      'Events from a time on: a duration ago (counted from the moment when the filter is set), a time of today, or a date and time.',
    example: 'since:30s',
    cost: 1,
    read: readTime,
    predicate: (times) => {
      const least = Math.min(...times);
      return ({ columns }, index) => columns.time[index]! >= least;
    },
  }),
  key({
    name: 'until',
    sentence: 'Events up to a time, in the same form as for since.',
    example: 'until:14:05:30',
    cost: 1,
    read: readTime,
    predicate: (times) => {
      const most = Math.max(...times);
      return ({ columns }, index) => columns.time[index]! <= most;
    },
  }),
  key({
    name: 'text',
    sentence:
      'Events whose bytes (as UTF-8), message or note contain a text. Case counts only if the text has a capital letter. A word alone means the same.',
    example: 'text:"hello world"',
    payloads: true,
    cost: 10,
    read: (value) => readPattern(textPattern(value), 'The text to look for is missing.'),
    predicate: patternPredicate,
  }),
  key({
    name: 'hex',
    sentence: 'Data and frames that have these bytes; ? stands for any hex digit.',
    example: 'hex:"0d 0a ?? 4?"',
    payloads: true,
    cost: 10,
    read: (value) =>
      readPattern(hexPattern(value), `"${value}" is not made of pairs of hex digits (? stands for any digit).`),
    predicate: (patterns) => ofTraffic(patternPredicate(patterns)),
  }),
];

const byName = new Map(filterKeys.map((entry) => [entry.name, entry]));

export function filterKey(name: string): FilterKey | undefined {
  return byName.get(name.toLowerCase());
}
