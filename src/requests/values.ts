import { framing } from '../endpoints/framing.ts';
import { boolean, duration, encoding, port } from '../endpoints/value.ts';
import { parseEscapeParts } from '../protocol/text/escapeParts.ts';
import { nearest } from '../base/nearest.ts';
import { valueKinds, type OptionSpec, type ValueKind } from './words/spec.ts';

/** How values of options are read, by their kinds (words/spec.ts). */

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

/** Bytes. */
function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (match === null) return undefined;
  const unit = match[2] === '' ? 1 : SIZE_UNITS[match[2]!.toLowerCase()];
  return unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
}

/** A share from 0 to 1: `20%` or `0.2`. */
function parsePercent(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (match === null) return undefined;
  const share = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return share <= 1 ? share : undefined;
}

/** Bytes a second: `10KiB/s`. */
function parseRate(text: string): number | undefined {
  const size = parseSize(text.trim().replace(/\s*\/\s*s$/i, ''));
  return size === 0 ? undefined : size;
}

const HOST = String.raw`(?:\[[0-9a-fA-F:.%\w]+\]|[^\s:/\[\]@?#]+)`;
const ADDRESS = new RegExp(`^${HOST}:(\\d{1,5})$`);
const BARE_HOST = new RegExp(`^(?:${HOST}|[0-9a-fA-F:]+:[0-9a-fA-F:.]*)$`);

/** `host:port`, `[::1]:port`. */
export function isAddress(text: string): boolean {
  const match = ADDRESS.exec(text);
  return match !== null && port.read(match[1]!).ok;
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
  boolean: wanted((text) => boolean.read(text).ok),
  integer: number(/^-?\d+$/),
  number: number(/^-?\d+(?:\.\d+)?$/),
  duration: wanted((text) => duration.read(text).ok),
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
  port: wanted((text) => port.read(text).ok),
  address: wanted(isAddress),
  encoding: wanted((text) => encoding.read(text).ok),
  framing: wanted((text) => framing.read(text).ok),
  behaviour: () => undefined,
  assignment: wanted((text) => /^[A-Za-z_][A-Za-z0-9_]*=/.test(text)),
  ready: wanted((text) => /^(?:exit|output\s+\S.*|(?:tcp|udp)\s+\S+:\d+)$/.test(text)),
  hex: wanted((text) => /^(?:\s*[0-9a-fA-F]{2})*\s*$/.test(text)),
};

interface ValueProblem {
  readonly message: string;
  readonly replacement?: string;
}

/** The problem with an option's value, placeholders filled in. */
export function valueProblem(option: OptionSpec, text: string): ValueProblem | undefined {
  const value = text.trim();
  if (value === '' && option.kind !== 'text' && option.kind !== 'escapes')
    return { message: `${option.name} needs a value: ${valueKinds[option.kind]}.` };
  const why = readings[option.kind](value, option);
  if (why === undefined) return undefined;
  const near = option.choices && nearest(value.toLowerCase(), option.choices);
  return {
    message: `"${value}" is not valid for ${option.name}. ${why}${near ? ` Did you mean ${near}?` : ''}`,
    ...(near && { replacement: near }),
  };
}
