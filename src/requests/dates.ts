/** Dates as REST Client writes them: dayjs's format codes and units. */

export type DateUnit = 'y' | 'Q' | 'M' | 'w' | 'd' | 'h' | 'm' | 's' | 'ms';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };
const UNIT_MONTHS: Readonly<Record<string, number>> = { M: 1, Q: 3, y: 12 };

/** The time moved by so many of a unit. A month later is never past the end of that month. */
export function moveDate(time: number, amount: number, unit: DateUnit): number {
  const months = UNIT_MONTHS[unit];
  if (months === undefined) return time + amount * UNIT_MS[unit]!;
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount * months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const CODES = /\[([^\]]*)\]|Y{4}|YY|M{1,4}|D{1,2}|d{1,4}|H{1,2}|h{1,2}|a|A|m{1,2}|s{1,2}|SSS|Z{1,2}|Q|X|x/g;

const two = (value: number): string => String(value).padStart(2, '0');

/** `offset`: minutes east of UTC. Codes: YYYY YY M MM MMM MMMM D DD d dd ddd dddd H HH h hh a A m mm s ss SSS Z ZZ Q X x, [as it is]. */
export function formatDate(time: number, format: string, offset = 0): string {
  const date = new Date(time + offset * 6e4);
  const hour = date.getUTCHours();
  const month = date.getUTCMonth();
  const sign = offset < 0 ? '-' : '+';
  const zone = (between: string): string =>
    `${sign}${two(Math.floor(Math.abs(offset) / 60))}${between}${two(Math.abs(offset) % 60)}`;
  const codes: Readonly<Record<string, () => string>> = {
    YYYY: () => String(date.getUTCFullYear()).padStart(4, '0'),
    YY: () => two(date.getUTCFullYear() % 100),
    M: () => String(month + 1),
    MM: () => two(month + 1),
    MMM: () => MONTHS[month]!.slice(0, 3),
    MMMM: () => MONTHS[month]!,
    D: () => String(date.getUTCDate()),
    DD: () => two(date.getUTCDate()),
    d: () => String(date.getUTCDay()),
    dd: () => DAYS[date.getUTCDay()]!.slice(0, 2),
    ddd: () => DAYS[date.getUTCDay()]!.slice(0, 3),
    dddd: () => DAYS[date.getUTCDay()]!,
    H: () => String(hour),
    HH: () => two(hour),
    h: () => String(hour % 12 || 12),
    hh: () => two(hour % 12 || 12),
    a: () => (hour < 12 ? 'am' : 'pm'),
    A: () => (hour < 12 ? 'AM' : 'PM'),
    m: () => String(date.getUTCMinutes()),
    mm: () => two(date.getUTCMinutes()),
    s: () => String(date.getUTCSeconds()),
    ss: () => two(date.getUTCSeconds()),
    SSS: () => String(date.getUTCMilliseconds()).padStart(3, '0'),
    Z: () => zone(':'),
    ZZ: () => zone(''),
    Q: () => String(Math.floor(month / 3) + 1),
    X: () => String(Math.floor(time / 1000)),
    x: () => String(time),
  };
  return format.replaceAll(CODES, (code, literal: string | undefined) => literal ?? codes[code]!());
}
