import { errorData, WirebenchError } from '../../base/errors.ts';
import { boolean, choice, file, number, plainText, type Read, type TextKind } from '../../endpoints/value.ts';
import type { BehaviourKind, BehaviourOption, BehaviourOptions } from './behaviour.ts';
import { nearest } from '../../base/nearest.ts';

/** The owner of the options, for sentences about them. */
type Optioned = Pick<BehaviourKind, 'name' | 'options'>;
type Given = Readonly<Record<string, unknown>>;
type Value = string | number | boolean;

/**
 * The given options with the defaults of the others. An option without a value or a default is absent.
 *
 * Throws WirebenchError: `unknown-option`, `bad-option` (wrong type, out of range, not one of the choices),
 * `missing-option`.
 */
export function completeOptions(kind: Optioned, given: Given = {}): BehaviourOptions {
  for (const name of Object.keys(given)) {
    if (!kind.options.some((option) => option.name === name)) throw unknownOption(kind, name);
  }
  const complete: Record<string, Value> = {};
  for (const option of kind.options) {
    const value = Object.hasOwn(given, option.name) ? given[option.name] : undefined;
    if (value !== undefined) complete[option.name] = checkValue(kind, option, value);
    else if (option.default !== undefined) complete[option.name] = option.default;
    else if (option.required === true) throw missingOption(kind, option);
  }
  return complete;
}

/** The kinds of values that options have, by their type. */
const optionValues: Readonly<Record<BehaviourOption['type'], TextKind<Value>>> = {
  string: plainText,
  file,
  folder: file,
  number,
  boolean,
};

/** An option as a person typed it. */
export function readOption(option: BehaviourOption, text: string): Read<Value> {
  if (option.required === true && text === '') {
    return { ok: false, expected: option.type, message: `${option.name} must be given.` };
  }
  try {
    option.check?.(text);
  } catch (error) {
    return { ok: false, expected: option.type, message: errorData(error).message };
  }
  if (option.choices !== undefined) return choice(option.choices).read(text);
  return optionValues[option.type].read(text, option);
}

const wanted = {
  string: 'text',
  file: 'the path of a file',
  folder: 'the path of a folder',
  number: 'a number',
  boolean: 'true or false',
} as const;
const typeOf = { string: 'string', file: 'string', folder: 'string', number: 'number', boolean: 'boolean' } as const;

function checkValue(kind: Optioned, option: BehaviourOption, value: unknown): Value {
  const bad = (must: string): WirebenchError =>
    badOption(
      kind,
      option.name,
      `must be ${must}, not ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
    );
  if (typeof value !== typeOf[option.type]) throw bad(wanted[option.type]);
  if (option.choices !== undefined && !option.choices.includes(value as string))
    throw bad(`one of ${option.choices.join(', ')}`);
  if (typeof value === 'number' && !inRange(option, value)) throw bad(rangeOf(option));
  if ((option.type === 'file' || option.type === 'folder') && (value as string).trim() === '') {
    throw bad(wanted[option.type]);
  }
  return value as Value;
}

function inRange({ minimum, maximum }: BehaviourOption, value: number): boolean {
  return Number.isFinite(value) && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
}

function rangeOf({ minimum, maximum }: BehaviourOption): string {
  if (minimum !== undefined && maximum !== undefined) return `a number from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `a number of at least ${minimum}`;
  return maximum === undefined ? 'a finite number' : `a number of at most ${maximum}`;
}

/** `The option "x" of the behaviour "y" must be ...`: for options that only the creation of the behaviour can check. */
export function badOption(kind: { readonly name: string }, option: string, problem: string): WirebenchError {
  return new WirebenchError({
    code: 'bad-option',
    message: `The option "${option}" of the behaviour "${kind.name}" ${problem}.`,
    facts: { behaviour: kind.name, option },
  });
}

function unknownOption(kind: Optioned, name: string): WirebenchError {
  const names = kind.options.map((option) => option.name);
  const near = nearest(name, names);
  const hint =
    near !== undefined
      ? `Did you mean "${near}"?`
      : names.length > 0
        ? `Its options are ${names.join(', ')}.`
        : 'It has no options.';
  return new WirebenchError({
    code: 'unknown-option',
    message: `The behaviour "${kind.name}" has no option "${name}". ${hint}`,
    facts: { behaviour: kind.name, option: name },
  });
}

function missingOption(kind: Optioned, option: BehaviourOption): WirebenchError {
  return new WirebenchError({
    code: 'missing-option',
    message: `The behaviour "${kind.name}" needs the option "${option.name}": ${option.sentence}`,
    facts: { behaviour: kind.name, option: option.name },
  });
}
