/** A moment in the fields of local time or UTC. */
interface Fields {
  readonly date: Date;
  /** Minutes east of Greenwich. */
  readonly offset: number;
  /** Read with getUTC...: the moment shifted by the offset. */
  readonly shifted: Date;
  readonly zone: string;
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const padded = (value: number, width = 2, fill = '0'): string => String(value).padStart(width, fill);
const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12;

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

/**
 * Week of the year, for weeks that begin on a given weekday (0 Sunday, 1 Monday). Days before the first one are week 0.
 */
function week(date: Date, first: 0 | 1): number {
  return Math.floor((dayOfYear(date) + 6 - ((date.getUTCDay() - first + 7) % 7)) / 7);
}

function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000);
  return { year: thursday.getUTCFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
}

function offsetText(minutes: number, colon = ''): string {
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(absolute / 60))}${colon}${padded(absolute % 60)}`;
}

/** The directives of Python's strftime in the C locale, https://docs.python.org/3/library/datetime.html#format-codes */
const directives: Readonly<Record<string, (fields: Fields) => string>> = {
  '%': () => '%',
  a: ({ shifted }) => days[shifted.getUTCDay()]!.slice(0, 3),
  A: ({ shifted }) => days[shifted.getUTCDay()]!,
  b: ({ shifted }) => months[shifted.getUTCMonth()]!.slice(0, 3),
  B: ({ shifted }) => months[shifted.getUTCMonth()]!,
  c: (fields) => strftimeFields('%a %b %e %H:%M:%S %Y', fields),
  d: ({ shifted }) => padded(shifted.getUTCDate()),
  D: (fields) => strftimeFields('%m/%d/%y', fields),
  e: ({ shifted }) => padded(shifted.getUTCDate(), 2, ' '),
  f: ({ shifted }) => `${padded(shifted.getUTCMilliseconds(), 3)}000`,
  F: (fields) => strftimeFields('%Y-%m-%d', fields),
  G: ({ shifted }) => String(isoWeek(shifted).year),
  H: ({ shifted }) => padded(shifted.getUTCHours()),
  I: ({ shifted }) => padded(hour12(shifted)),
  j: ({ shifted }) => padded(dayOfYear(shifted), 3),
  m: ({ shifted }) => padded(shifted.getUTCMonth() + 1),
  M: ({ shifted }) => padded(shifted.getUTCMinutes()),
  n: () => '\n',
  p: ({ shifted }) => (shifted.getUTCHours() < 12 ? 'AM' : 'PM'),
  s: ({ date }) => String(Math.floor(date.getTime() / 1000)),
  S: ({ shifted }) => padded(shifted.getUTCSeconds()),
  t: () => '\t',
  T: (fields) => strftimeFields('%H:%M:%S', fields),
  u: ({ shifted }) => String(shifted.getUTCDay() || 7),
  U: ({ shifted }) => padded(week(shifted, 0)),
  V: ({ shifted }) => padded(isoWeek(shifted).week),
  w: ({ shifted }) => String(shifted.getUTCDay()),
  W: ({ shifted }) => padded(week(shifted, 1)),
  x: (fields) => strftimeFields('%m/%d/%y', fields),
  X: (fields) => strftimeFields('%H:%M:%S', fields),
  y: ({ shifted }) => padded(shifted.getUTCFullYear() % 100),
  Y: ({ shifted }) => String(shifted.getUTCFullYear()),
  z: ({ offset }) => offsetText(offset),
  Z: ({ zone }) => zone,
};

function fieldsOf(date: Date, utc: boolean): Fields {
  const offset = utc ? 0 : -date.getTimezoneOffset();
  const zone = utc ? 'UTC' : (/\(([^)]+)\)/u.exec(date.toString())?.[1] ?? offsetText(offset, ':'));
  return { date, offset, shifted: new Date(date.getTime() + offset * 60_000), zone };
}

function strftimeFields(format: string, fields: Fields): string {
  return format.replace(/%([\s\S])/gu, (whole, letter: string) => directives[letter]?.(fields) ?? whole);
}

/** The first directive that Python does not have, with its percent sign; undefined if there is none. */
export function unknownDirective(format: string): string | undefined {
  return format.match(/%(?:[\s\S]|$)/gu)?.find((directive) => !Object.hasOwn(directives, directive.slice(1)));
}

/**
 * A moment as Python's `strftime` writes it in the C locale. The format `iso` gives `datetime.isoformat()` with its
 * offset.
 */
export function strftime(format: string, date: Date, utc = false): string {
  const fields = fieldsOf(date, utc);
  if (format !== 'iso') return strftimeFields(format, fields);
  return strftimeFields('%Y-%m-%dT%H:%M:%S', fields) + offsetText(fields.offset, ':');
}
