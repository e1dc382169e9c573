import { numberIn } from './jsonValues.ts';
import type { PredicateName } from './predicates.ts';
import type { Growth } from './words/spec.ts';

interface Row {
  /** Whether a check that does not hold may come true by growth. */
  readonly comesTrue: (value: string | number, expected: string) => boolean;
  /** Whether a check that holds may become wrong by growth: for its negation. */
  readonly turns: boolean;
}

const never = (): boolean => false;
const always = (): boolean => true;
/** A number still has to rise; a text is the beginning of the expected one. */
const before = (value: string | number, expected: string): boolean => {
  if (typeof value === 'string') return expected.startsWith(certain(value));
  const wanted = numberIn(expected);
  return wanted !== undefined && value < Number(wanted);
};
const above = (_value: string | number, expected: string): boolean => numberIn(expected) !== undefined;

/**
 * The part of a text that stays whatever follows: the first bytes of a character that is not whole are shown as escapes until the
 * rest has come, and a line end may become another one.
 */
function certain(text: string): string {
  return text.replace(/(?:(?:\\x[0-9a-f]{2}){1,3}|\r)$/, '');
}

const rows: Readonly<Record<PredicateName, Row>> = {
  '==': { comesTrue: before, turns: true },
  '!=': { comesTrue: always, turns: true },
  '<': { comesTrue: never, turns: true },
  '<=': { comesTrue: never, turns: true },
  '>': { comesTrue: above, turns: false },
  '>=': { comesTrue: above, turns: false },
  startsWith: { comesTrue: before, turns: false },
  endsWith: { comesTrue: always, turns: true },
  includes: { comesTrue: always, turns: false },
  // An expression may ask for the end of the text.
  matches: { comesTrue: always, turns: true },
  exists: { comesTrue: always, turns: false },
  in: { comesTrue: always, turns: true },
  isTime: { comesTrue: always, turns: true },
  'differs from': { comesTrue: always, turns: true },
  isFalse: { comesTrue: never, turns: true },
  isNumber: { comesTrue: never, turns: false },
  isString: { comesTrue: never, turns: false },
  isBoolean: { comesTrue: never, turns: false },
  isArray: { comesTrue: never, turns: false },
  sha256: { comesTrue: always, turns: true },
  sha512: { comesTrue: always, turns: true },
  md5: { comesTrue: always, turns: true },
};

interface Failed {
  readonly predicate: PredicateName;
  readonly negated: boolean;
  readonly value: unknown;
  readonly expected: string;
  /** Absent: it may change in any way. */
  readonly grows: Growth | undefined;
}

/** Whether a check that does not hold can come true while its value grows. If that is not certain, it can. */
export function canComeTrue({ predicate, negated, value, expected, grows }: Failed): boolean {
  if (grows === undefined || value === undefined || value === null) return true;
  if (grows === 'once') return false;
  if (typeof value !== (grows === 'text' ? 'string' : 'number')) return true;
  const row = rows[predicate];
  return negated ? row.turns : row.comesTrue(value as string | number, expected);
}
