import { WirebenchError } from '../../base/errors.ts';
import { visible } from './visible.ts';

/** The source of the values of macros. */
export interface MacroContext {
  /** The number of this message, for `{{$counter}}`. */
  readonly counter: number;
  now(): Date | number;
  uuid(): string;
  /** A whole number from `min` to below `max`. */
  randomInt(min: number, max: number): number;
}

/** Text with macros, in pieces: typed text (with its offset), or a value. */
export interface MacroPiece {
  readonly text: string;
  readonly offset: number;
  readonly inserted: boolean;
}

function badMacro(
  code: 'unknown-macro' | 'bad-macro',
  offset: number,
  length: number,
  message: string,
): WirebenchError {
  return new WirebenchError({ code, message, remedies: ['editPayload'], facts: { offset, length } });
}

type Macro = (args: readonly string[], context: MacroContext) => string | undefined;

/** By name; undefined: the arguments are wrong. */
const MACROS: Readonly<Record<string, { readonly usage: string; readonly value: Macro }>> = {
  timestamp: { usage: '{{$timestamp}} or {{$timestamp -1 d}} (y M w d h m s ms)', value: timestamp },
  uuid: { usage: '{{$uuid}}', value: (args, context) => (args.length === 0 ? context.uuid() : undefined) },
  guid: { usage: '{{$guid}}', value: (args, context) => (args.length === 0 ? context.uuid() : undefined) },
  counter: { usage: '{{$counter}}', value: (args, context) => (args.length === 0 ? `${context.counter}` : undefined) },
  randomInt: { usage: '{{$randomInt}} or {{$randomInt 1 100}}, the first below the second', value: randomInt },
};

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };
const UNIT_MONTHS: Readonly<Record<string, number>> = { M: 1, Q: 3, y: 12 };

/** Seconds since 1970, moved by a number of a unit: REST Client's `{{$timestamp offset option}}`. */
function timestamp(args: readonly string[], context: MacroContext): string | undefined {
  const date = new Date(context.now());
  if (args.length > 0) {
    const [amount = '', unit = ''] = args;
    if (args.length !== 2 || !/^[+-]?\d{1,9}$/.test(amount)) return undefined;
    if (unit in UNIT_MS) date.setTime(date.getTime() + Number(amount) * UNIT_MS[unit]!);
    else if (unit in UNIT_MONTHS) date.setUTCMonth(date.getUTCMonth() + Number(amount) * UNIT_MONTHS[unit]!);
    else return undefined;
  }
  const seconds = Math.floor(date.getTime() / 1000);
  return Number.isFinite(seconds) ? String(seconds) : undefined;
}

function randomInt(args: readonly string[], context: MacroContext): string | undefined {
  if (args.length === 0) return `${context.randomInt(0, 1000)}`;
  if (args.length !== 2 || !args.every((arg) => /^-?\d{1,15}$/.test(arg))) return undefined;
  const [min, max] = args.map(Number) as [number, number];
  return min < max ? `${context.randomInt(min, max)}` : undefined;
}

/** `{{$name arguments}}`. Braces without the `$` are not macros. */
const PATTERN = /\{\{\s*\$([A-Za-z]\w*)?([^{}]*)\}\}/g;

/**
 * Splits a text at its macros and inserts their values. Throws code `unknown-macro`, or `bad-macro` for wrong
 * arguments, with `offset` and `length` in its facts.
 */
export function expandMacros(text: string, context: MacroContext): MacroPiece[] {
  const pieces: MacroPiece[] = [];
  let done = 0;
  for (const match of text.matchAll(PATTERN)) {
    const offset = match.index;
    const name = match[1] ?? '';
    const macro = Object.hasOwn(MACROS, name) ? MACROS[name] : undefined;
    if (!macro) {
      const known = Object.keys(MACROS).map((each) => `{{$${each}}}`);
      const message = `At offset ${offset}: the macro ${visible(match[0], { limit: 60 })} does not exist. The macros are ${known.join(', ')}.`;
      throw badMacro('unknown-macro', offset, match[0].length, message);
    }
    const args = (match[2] ?? '').split(/\s+/).filter((arg) => arg !== '');
    const value = macro.value(args, context);
    if (value === undefined) {
      const message = `At offset ${offset}: ${visible(match[0], { limit: 60 })} is written ${macro.usage}.`;
      throw badMacro('bad-macro', offset, match[0].length, message);
    }
    if (offset > done) pieces.push({ text: text.slice(done, offset), offset: done, inserted: false });
    pieces.push({ text: value, offset, inserted: true });
    done = offset + match[0].length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), offset: done, inserted: false });
  return pieces;
}
