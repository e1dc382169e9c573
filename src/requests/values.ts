import { checkFraming, type Framing } from '../protocol/framing.ts';
import { lookupEncoding } from '../protocol/text/encodings.ts';
import { parseEscapeParts } from '../protocol/text/escapes.ts';
import { nearest } from '../base/nearest.ts';
import { valueKinds, type OptionSpec, type ValueKind } from './words/spec.ts';

/** How values of options are read, by their kinds (words/spec.ts). */

const DURATION_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};
const SIZE_UNITS: Readonly<Record<string, number>> = {
  b: 1,
  k: 1024,
  kb: 1000,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1e6,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1e9,
  gib: 1024 ** 3,
};

/** Milliseconds. A bare number counts as `bare` of them. */
export function parseDuration(text: string, bare = 1): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (match === null) return undefined;
  const unit = match[2] === '' ? bare : DURATION_UNITS[match[2]!.toLowerCase()];
  return unit === undefined ? undefined : Number(match[1]) * unit;
}

/** Bytes. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (match === null) return undefined;
  const unit = match[2] === '' ? 1 : SIZE_UNITS[match[2]!.toLowerCase()];
  return unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
}

/** A share from 0 to 1: `20%` or `0.2`. */
export function parsePercent(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (match === null) return undefined;
  const share = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return share <= 1 ? share : undefined;
}

/** Bytes a second: `10KiB/s`. */
export function parseRate(text: string): number | undefined {
  const size = parseSize(text.trim().replace(/\s*\/\s*s$/i, ''));
  return size === 0 ? undefined : size;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

export function parseBoolean(text: string): boolean | undefined {
  const key = text.trim().toLowerCase();
  return Object.hasOwn(BOOLEANS, key) ? BOOLEANS[key] : undefined;
}

/** `none`, `line`, `fixed 16`, `prefix 2 big [inclusive]`, `delimiter \r\n`. */
export function parseFraming(text: string): Framing | undefined {
  const framing = readFraming(text.trim());
  try {
    if (framing) checkFraming(framing);
    return framing;
  } catch {
    return undefined;
  }
}

function readFraming(text: string): Framing | undefined {
  const [kind, first, second, third] = text.split(/\s+/);
  if (text === 'none' || text === 'line') return { kind: text };
  if (kind === 'fixed' && second === undefined && /^\d+$/.test(first ?? ''))
    return { kind: 'fixed', length: Number(first) };
  if (kind === 'delimiter' && first !== undefined)
    return { kind: 'delimiter', delimiter: text.slice('delimiter'.length).trim() };
  if (kind !== 'prefix' || !/^[124]$/.test(first ?? '')) return undefined;
  const endian = second ?? 'big';
  if ((endian !== 'big' && endian !== 'little') || (third ?? 'inclusive') !== 'inclusive') return undefined;
  const bytes = Number(first) as 1 | 2 | 4;
  return { kind: 'length-prefix', bytes, endian, ...(third !== undefined && { includesPrefix: true }) };
}

const HOST = String.raw`(?:\[[0-9a-fA-F:.%\w]+\]|[^\s:/\[\]@?#]+)`;
const ADDRESS = new RegExp(`^${HOST}:(\\d{1,5})$`);
const BARE_HOST = new RegExp(`^(?:${HOST}|[0-9a-fA-F:]+:[0-9a-fA-F:.]*)$`);

export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

/** `host:port`, `[::1]:port`. */
export function isAddress(text: string): boolean {
  const match = ADDRESS.exec(text);
  return match !== null && isPort(match[1]!);
}

type Reading = (text: string, option: OptionSpec) => string | undefined;

const wanted =
  (is: (text: string) => boolean): Reading =>
  (text, option) =>
    is(text) ? undefined : `It has to be ${valueKinds[option.kind]}.`;
const number =
  (pattern: RegExp): Reading =>
  (text, { minimum = -Infinity, maximum = Infinity, kind }) => {
    if (!pattern.test(text)) return `It has to be ${valueKinds[kind]}.`;
    if (Number(text) >= minimum && Number(text) <= maximum) return undefined;
    if (maximum === Infinity) return `It has to be ${minimum} or more.`;
    return minimum === -Infinity ? `It has to be ${maximum} or less.` : `It has to be from ${minimum} to ${maximum}.`;
  };

const readings: Readonly<Record<ValueKind, Reading>> = {
  text: () => undefined,
  escapes: (text) => {
    try {
      parseEscapeParts(text);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  },
  boolean: wanted((text) => parseBoolean(text) !== undefined),
  integer: number(/^-?\d+$/),
  number: number(/^-?\d+(?:\.\d+)?$/),
  duration: wanted((text) => parseDuration(text) !== undefined),
  size: wanted((text) => parseSize(text) !== undefined),
  percent: wanted((text) => parsePercent(text) !== undefined),
  rate: wanted((text) => parseRate(text) !== undefined),
  choice: (text, { choices = [] }) => {
    if (choices.includes(text.toLowerCase())) return undefined;
    return `It has to be one of ${choices.join(', ')}.`;
  },
  list: wanted((text) => text.split(',').every((each) => each.trim() !== '')),
  path: wanted((text) => text !== ''),
  host: wanted((text) => BARE_HOST.test(text)),
  port: wanted(isPort),
  address: wanted(isAddress),
  encoding: wanted((text) => lookupEncoding(text) !== undefined),
  framing: wanted((text) => parseFraming(text) !== undefined),
  behaviour: () => undefined,
  assignment: wanted((text) => /^[A-Za-z_][A-Za-z0-9_]*=/.test(text)),
  ready: wanted((text) => /^(?:exit|output\s+\S.*|(?:tcp|udp)\s+\S+:\d+)$/.test(text)),
  hex: wanted((text) => /^(?:\s*[0-9a-fA-F]{2})*\s*$/.test(text)),
};

export interface ValueProblem {
  readonly message: string;
  readonly replacement?: string;
}

/** What is wrong with an option's value, placeholders filled in. */
export function valueProblem(option: OptionSpec, text: string): ValueProblem | undefined {
  const value = text.trim();
  if (value === '' && option.kind !== 'text' && option.kind !== 'escapes')
    return { message: `${option.name} needs a value: ${valueKinds[option.kind]}.` };
  const why = readings[option.kind](value, option);
  if (why === undefined) return undefined;
  const near = option.choices && nearest(value.toLowerCase(), option.choices);
  return {
    message: `"${value}" is no value for ${option.name}. ${why}${near ? ` Did you mean ${near}?` : ''}`,
    ...(near && { replacement: near }),
  };
}
