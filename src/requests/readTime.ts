/** Times as programs print them, read by a format: dayjs's codes (`HH:mm:ss`) or those of Python's strftime (`%H:%M:%S`). */

/** Milliseconds since the Unix epoch, both ends included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

type Unit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';
type Fields = Partial<Record<Unit | 'hour12' | 'afternoon' | 'offset' | 'epoch', number>>;

interface Code {
  /** A regular expression without groups. */
  readonly pattern: string;
  /** Undefined: it is not such a value. */
  readonly read: (text: string) => Fields | undefined;
}

const units: readonly Unit[] = ['year', 'month', 'day', 'hour', 'minute', 'second', 'fraction'];
const lengths: Readonly<Record<Unit, number>> = {
  year: 366 * 864e5,
  month: 31 * 864e5,
  day: 864e5,
  hour: 36e5,
  minute: 6e4,
  second: 1e3,
  fraction: 1,
};
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');

const number = (
  pattern: string,
  field: keyof Fields,
  least: number,
  most: number,
  change = (n: number) => n,
): Code => ({
  pattern,
  read(text) {
    const value = Number(text);
    return value >= least && value <= most ? { [field]: change(value) } : undefined;
  },
});
const named = (names: readonly string[], length: number | undefined, field?: Unit): Code => ({
  pattern: String.raw`\p{L}+`,
  read(text) {
    const at = names.findIndex((name) => name.slice(0, length) === text.toLowerCase());
    return at < 0 ? undefined : field === undefined ? {} : { [field]: at + 1 };
  },
});
const half: Code = {
  pattern: '[aApP][mM]',
  read: (text) => ({ afternoon: text.toLowerCase() === 'pm' ? 1 : 0 }),
};
const fraction: Code = {
  pattern: String.raw`\d+`,
  read: (text) => ({ fraction: Number(`0.${text}`) * 1000 }),
};
const offset: Code = {
  pattern: String.raw`(?:Z|[+-]\d{2}:?\d{2})`,
  read(text) {
    if (text === 'Z') return { offset: 0 };
    const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
    return { offset: text.startsWith('-') ? -minutes : minutes };
  },
};
const epoch = (scale: number): Code => ({
  pattern: String.raw`\d{1,13}(?:\.\d+)?`,
  read: (text) => ({ epoch: Number(text) * scale }),
});
const two = String.raw`\d{2}`;
const some = String.raw`\d{1,2}`;
const century = (year: number): number => year + (year < 69 ? 2000 : 1900);

const dayjsCodes: Readonly<Record<string, Code>> = {
  YYYY: number(String.raw`\d{4}`, 'year', 1, 9999),
  YY: number(two, 'year', 0, 99, century),
  MMMM: named(MONTHS, undefined, 'month'),
  MMM: named(MONTHS, 3, 'month'),
  MM: number(two, 'month', 1, 12),
  M: number(some, 'month', 1, 12),
  DD: number(two, 'day', 1, 31),
  D: number(some, 'day', 1, 31),
  dddd: named(DAYS, undefined),
  ddd: named(DAYS, 3),
  dd: named(DAYS, 2),
  HH: number(two, 'hour', 0, 23),
  H: number(some, 'hour', 0, 23),
  hh: number(two, 'hour12', 1, 12),
  h: number(some, 'hour12', 1, 12),
  A: half,
  a: half,
  mm: number(two, 'minute', 0, 59),
  m: number(some, 'minute', 0, 59),
  ss: number(two, 'second', 0, 59),
  s: number(some, 'second', 0, 59),
  ZZ: offset,
  Z: offset,
  X: epoch(1000),
  x: epoch(1),
};

/** As strptime reads them, in the C locale: https://docs.python.org/3/library/datetime.html#format-codes */
const pythonCodes: Readonly<Record<string, Code>> = {
  Y: dayjsCodes['YYYY']!,
  y: dayjsCodes['YY']!,
  m: dayjsCodes['M']!,
  b: dayjsCodes['MMM']!,
  B: dayjsCodes['MMMM']!,
  d: dayjsCodes['D']!,
  e: dayjsCodes['D']!,
  a: dayjsCodes['ddd']!,
  A: dayjsCodes['dddd']!,
  H: dayjsCodes['H']!,
  I: dayjsCodes['h']!,
  p: half,
  M: dayjsCodes['m']!,
  S: dayjsCodes['s']!,
  f: fraction,
  z: offset,
  s: dayjsCodes['X']!,
};
/** Codes that stand for others. */
const pythonShort: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  T: '%H:%M:%S',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
};

const DAYJS = /\[([^\]]*)\]|YYYY|YY|M{1,4}|D{1,2}|d{2,4}|H{1,2}|h{1,2}|a|A|m{1,2}|s{1,2}|S+|Z{1,2}|X|x/g;
const PYTHON = /%(.)/gs;

interface Format {
  readonly whole: RegExp;
  readonly codes: readonly Code[];
}

/** Throws an error with a sentence if it is not a format. */
function formatOf(written: string): Format {
  const isPython = written.includes('%');
  const text = isPython ? written.replaceAll(PYTHON, (code, letter: string) => pythonShort[letter] ?? code) : written;
  const codes: Code[] = [];
  let pattern = '';
  let done = 0;
  for (const match of text.matchAll(isPython ? PYTHON : DAYJS)) {
    pattern += literal(text.slice(done, match.index), isPython);
    done = match.index + match[0].length;
    const [code, within] = match;
    if (isPython ? code === '%%' : within !== undefined) pattern += literal(isPython ? '%' : within!, false);
    else {
      const known = isPython ? pythonCodes[within!] : code.startsWith('S') ? fractionOf(code.length) : dayjsCodes[code];
      if (known === undefined) throw new Error(`${code} is not a code of a time that can be read.`);
      codes.push(known);
      pattern += `(${known.pattern})`;
    }
  }
  if (codes.length === 0) throw new Error(`"${written}" is not a format of a time: write HH:mm:ss or %H:%M:%S.`);
  return { whole: new RegExp(`^${pattern}${literal(text.slice(done), isPython)}$`, 'u'), codes };
}

function fractionOf(digits: number): Code {
  return { ...fraction, pattern: String.raw`\d{${digits}}` };
}

/** For strptime, any white space is any white space. */
function literal(text: string, loose: boolean): string {
  const plain = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return loose ? plain.replaceAll(/\s+/g, String.raw`\s+`) : plain;
}

/**
 * The span of time that a text says: `14:03` is a whole minute. What the text does not say is that of `near`, the time that is next
 * to it: an hour before midnight is the day before. Local time, unless the text has an offset. Undefined: it is not such a time.
 */
export function readTime(text: string, written: string, near: number): Span | undefined {
  const { whole, codes } = formatOf(written);
  const match = whole.exec(text.trim());
  if (match === null) return undefined;
  const fields: Fields = {};
  let digits = 0;
  for (const [i, code] of codes.entries()) {
    const read = code.read(match[i + 1]!);
    if (read === undefined) return undefined;
    if (read.fraction !== undefined) digits = match[i + 1]!.length;
    Object.assign(fields, read);
  }
  if (fields.epoch !== undefined) return spanOf(fields.epoch, match[0].includes('.') || written === 'x' ? 1 : 1000);
  const hours = hoursOf(fields);
  const given = units.filter((unit) => fields[unit] !== undefined || (unit === 'hour' && hours.length > 0));
  const [largest] = given;
  const smallest = given.at(-1);
  if (largest === undefined || smallest === undefined) return undefined;
  const length = smallest === 'fraction' ? 10 ** (3 - digits) : lengths[smallest];
  const spans = [-1, 0, 1].flatMap((turns) =>
    (hours.length === 0 ? [undefined] : hours).flatMap((hour) => {
      const from = moment({ ...fields, ...(hour !== undefined && { hour }) }, near, largest, turns);
      return from === undefined ? [] : [spanOf(from, length)];
    }),
  );
  return spans.sort((a, b) => Math.abs(distance(a, near)) - Math.abs(distance(b, near)))[0];
}

function spanOf(from: number, length: number): Span {
  return { from, to: from + Math.max(length, 1) - 1 };
}

/** The hours of a day that are meant: both if it does not say which half of the day. */
function hoursOf({ hour, hour12, afternoon }: Fields): readonly number[] {
  if (hour !== undefined) return [hour];
  if (hour12 === undefined) return [];
  const early = hour12 % 12;
  return afternoon === undefined ? [early, early + 12] : [early + 12 * afternoon];
}

/** The fields that are larger than the largest given are those of `near`, `turns` later; the smaller ones that are missing begin. */
function moment(fields: Fields, near: number, largest: Unit, turns: number): number | undefined {
  const { offset: minutes } = fields;
  const date = new Date(near);
  const shifted = minutes === undefined ? date.getTime() - date.getTimezoneOffset() * 6e4 : near + minutes * 6e4;
  const base = new Date(shifted);
  const at = units.indexOf(largest);
  const now = [
    base.getUTCFullYear(),
    base.getUTCMonth() + 1,
    base.getUTCDate(),
    base.getUTCHours(),
    base.getUTCMinutes(),
    base.getUTCSeconds(),
    0,
  ];
  const least = [0, 1, 1, 0, 0, 0, 0];
  const smallest = units.findLastIndex((unit) => fields[unit] !== undefined);
  const values = units.map((unit, i) => fields[unit] ?? (i < at || i < smallest ? now[i]! : least[i]!));
  const { day } = fields;
  if (at > 0) values[at - 1]! += turns;
  else if (turns !== 0) return undefined;
  const [year, month, date_, hour, minute, second, rest] = values as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const made =
    minutes === undefined
      ? new Date(year, month - 1, date_, hour, minute, second)
      : new Date(Date.UTC(year, month - 1, date_, hour, minute, second) - minutes * 6e4);
  const madeDay = minutes === undefined ? made.getDate() : new Date(made.getTime() + minutes * 6e4).getUTCDate();
  // There is no 31 April.
  if (day !== undefined && madeDay !== day) return undefined;
  return made.getTime() + rest;
}

/** Milliseconds from a time to the next moment of the span; below 0 if the span is before it, 0 within. */
export function distance({ from, to }: Span, time: number): number {
  return time < from ? from - time : time > to ? to - time : 0;
}
