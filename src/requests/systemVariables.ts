import { randomInt as cryptoInt, randomUUID } from 'node:crypto';
import { formatDate, moveDate, type DateUnit } from './dates.ts';
import { systemVariables } from './systemWords.ts';

/** The sources of the values of `{{$…}}`; tests put in their own clock and chance. */
export interface SystemSources {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** From 0 up to, but without, 1. */
  readonly random: () => number;
  readonly uuid: () => string;
  /** Minutes east of UTC at that time. */
  readonly zone: (time: number) => number;
}

export function systemSources(given: Partial<SystemSources> = {}): SystemSources {
  const { random } = given;
  return {
    now: given.now ?? Date.now,
    random: random ?? (() => cryptoInt(2 ** 47) / 2 ** 47),
    uuid: given.uuid ?? (random ? () => uuidFrom(random) : randomUUID),
    zone: given.zone ?? ((time) => -new Date(time).getTimezoneOffset()),
  };
}

function uuidFrom(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16));
  digits[12] = 4;
  digits[16] = 8 + (digits[16]! & 3);
  const hex = digits.map((digit) => digit.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const OFFSET = String.raw`(?:\s+([+-]?\d{1,9})\s+(y|Q|M|w|d|h|m|s|ms))?`;
const WHEN = new RegExp(`^${OFFSET}$`);
const DATED = new RegExp(String.raw`^\s+(rfc1123|iso8601|'[^']+'|"[^"]+")${OFFSET}$`);
const RANGE = /^(?:\s+(-?\d{1,15})\s+(-?\d{1,15})|\(\s*(-?\d{1,15})\s*,\s*(-?\d{1,15})\s*\)|\(\s*\)|)$/;
const FLOATS = /^(?:\(\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*\)|\(\s*\)|)$/;
const LENGTH = /^\(\s*(\d{1,4})\s*\)$/;

const PICKED = /(?<!\S)(?:"([^"]*)"|'([^']*)'|(\S+))/g;

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALPHANUMERIC = `${LETTERS}0123456789_`;

type Maker = (argument: string, sources: SystemSources) => string | undefined;

const uuid: Maker = (argument, sources) => (argument === '' ? sources.uuid() : undefined);
const integer: Maker = (argument, sources) => {
  const match = RANGE.exec(argument);
  if (match === null) return undefined;
  const low = Number(match[1] ?? match[3] ?? 0);
  const high = Number(match[2] ?? match[4] ?? 1000);
  // httpYac takes them either way round.
  const [from, to] = low <= high ? [low, high] : [high, low];
  return String(Math.floor(sources.random() * (to - from)) + from);
};
const drawn =
  (letters: string): Maker =>
  (argument, sources) => {
    const match = LENGTH.exec(argument);
    if (match === null) return undefined;
    return Array.from({ length: Number(match[1]) }, () => letters[Math.floor(sources.random() * letters.length)]).join(
      '',
    );
  };

function movedNow(sources: SystemSources, amount: string | undefined, unit: string | undefined): number | undefined {
  const time = amount === undefined ? sources.now() : moveDate(sources.now(), Number(amount), unit as DateUnit);
  return Number.isNaN(new Date(time).getTime()) ? undefined : time;
}

const dated =
  (local: boolean): Maker =>
  (argument, sources) => {
    const match = DATED.exec(argument);
    if (match === null) return undefined;
    const time = movedNow(sources, match[2], match[3]);
    if (time === undefined) return undefined;
    const offset = local ? sources.zone(time) : 0;
    const format = match[1]!;
    if (format === 'rfc1123')
      return formatDate(time, local ? 'ddd, DD MMM YYYY HH:mm:ss ZZ' : 'ddd, DD MMM YYYY HH:mm:ss [GMT]', offset);
    if (format === 'iso8601')
      return local ? formatDate(time, 'YYYY-MM-DD[T]HH:mm:ssZ', offset) : new Date(time).toISOString();
    return formatDate(time, format.slice(1, -1), offset);
  };

const makers: Readonly<Record<string, Maker>> = {
  $guid: uuid,
  $uuid: uuid,
  '$random.uuid': uuid,
  $randomInt: integer,
  '$random.integer': integer,
  '$random.float': (argument, sources) => {
    const match = FLOATS.exec(argument);
    if (match === null) return undefined;
    const [from, to] = [Number(match[1] ?? 0), Number(match[2] ?? 1000)];
    return String(from + sources.random() * (to - from));
  },
  '$random.alphabetic': drawn(LETTERS),
  '$random.alphanumeric': drawn(ALPHANUMERIC),
  '$random.hexadecimal': drawn('0123456789abcdef'),
  $pick: (argument, { random }) => {
    const texts = [...argument.matchAll(PICKED)].map(([, double, single, text]) => double ?? single ?? text!);
    // A list with commas is one of another language.
    const commas = texts.length > 1 && texts.slice(0, -1).every((text) => /^.+,$/s.test(text));
    return texts.length === 0 || commas ? undefined : texts[Math.floor(random() * texts.length)];
  },
  '$random.email': (argument, sources) =>
    argument === '' ? `${drawn('abcdefghijklmnopqrstuvwxyz')('(10)', sources)!}@example.com` : undefined,
  $timestamp: (argument, sources) => {
    const match = WHEN.exec(argument);
    const time = match === null ? undefined : movedNow(sources, match[1], match[2]);
    return time === undefined ? undefined : String(Math.floor(time / 1000));
  },
  $isoTimestamp: (argument, sources) => (argument === '' ? new Date(sources.now()).toISOString() : undefined),
  $datetime: dated(false),
  $localDatetime: dated(true),
};

/** `$randomInt 1 5` is `$randomInt` with ` 1 5`. */
export function splitSystem(expression: string): { readonly name: string; readonly argument: string } {
  const match = /^(\$(?:random\.\w+|auth\.\w+|\w+))(?=[\s(.-]|$)([\s\S]*)$/.exec(expression);
  if (match === null) return { name: expression, argument: '' };
  const [, name = '', rest = ''] = match;
  const argument = rest.trimEnd();
  if (name !== '$pick') return { name, argument };
  // JetBrains' asks the person; the other reads a file.
  if (argument.includes('$value:')) return { name: '$pick … $value:', argument };
  const file = /^\s+file(\s+\S.*)$/.exec(argument)?.[1];
  return file === undefined ? { name, argument } : { name: '$pick file', argument: file };
}

/** The value of one that needs nothing but a clock and chance; `undefined`: wrong arguments. Null: it is another. */
export function systemValue(name: string, argument: string, sources: SystemSources): string | undefined | null {
  const maker = Object.hasOwn(makers, name) ? makers[name]! : null;
  return maker === null ? null : maker(argument, sources);
}

export function systemSpec(name: string): (typeof systemVariables)[number] | undefined {
  return systemVariables.find((each) => each.name === name);
}
