import type { SubjectKind } from './words/spec.ts';

export type PredicateName =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'startsWith'
  | 'endsWith'
  | 'includes'
  | 'matches'
  | 'in'
  | 'isTime'
  | 'differs from'
  | 'exists'
  | 'isFalse'
  | 'isNumber'
  | 'isString'
  | 'isBoolean'
  | 'isArray'
  | 'sha256'
  | 'sha512'
  | 'md5';

interface PredicateSpec {
  readonly name: PredicateName;
  /** Other ways to write it. */
  readonly aliases: readonly string[];
  /** Whether a value follows. */
  readonly value: boolean;
  /** The value is taken as it is written: no escapes are read in it. */
  readonly raw?: true;
  readonly sentence: string;
  /** The kinds of subjects it can hold for; absent: all. */
  readonly kinds?: readonly SubjectKind[];
}

/** httpYac's, with its aliases. */
export const predicates: readonly PredicateSpec[] = [
  { name: '==', aliases: ['===', 'equals'], value: true, sentence: 'is the value' },
  { name: '!=', aliases: ['!==', 'not equals'], value: true, sentence: 'is not the value' },
  { name: '<', aliases: [], value: true, sentence: 'is a number below the value' },
  { name: '<=', aliases: [], value: true, sentence: 'is a number that is at most the value' },
  { name: '>', aliases: [], value: true, sentence: 'is a number above the value' },
  { name: '>=', aliases: [], value: true, sentence: 'is a number that is at least the value' },
  { name: 'startsWith', aliases: [], value: true, sentence: 'begins with the value' },
  { name: 'endsWith', aliases: [], value: true, sentence: 'ends with the value' },
  { name: 'includes', aliases: ['contains'], value: true, sentence: 'has the value in it' },
  {
    name: 'matches',
    aliases: [],
    value: true,
    raw: true,
    sentence: 'matches the regular expression, which is taken as it is written',
  },
  {
    name: 'in',
    aliases: [],
    value: true,
    raw: true,
    sentence: 'is one of the values, which are separated by commas; one with a comma in it stands in "quotes"',
  },
  {
    name: 'isTime',
    aliases: [],
    value: true,
    raw: true,
    sentence:
      'is the local time at which it arrived, in the format: HH:mm:ss as $datetime has it, or %H:%M:%S as Python has it; `within 5s` says how far it may be off (2 s without it)',
  },
  {
    name: 'differs from',
    aliases: [],
    value: true,
    raw: true,
    sentence: 'is another value than that of the named request before it',
  },
  {
    name: 'exists',
    aliases: ['isTrue'],
    value: false,
    sentence: 'is there, and is neither false, 0 nor an empty text',
  },
  { name: 'isFalse', aliases: [], value: false, sentence: 'is not there, or is false, 0 or an empty text' },
  { name: 'isNumber', aliases: [], value: false, sentence: 'is a number' },
  { name: 'isString', aliases: [], value: false, sentence: 'is a text' },
  { name: 'isBoolean', aliases: [], value: false, sentence: 'is true or false' },
  { name: 'isArray', aliases: [], value: false, sentence: 'is an array' },
  { name: 'sha256', aliases: [], value: true, sentence: 'has this SHA-256 digest, in hexadecimal digits or base64' },
  { name: 'sha512', aliases: [], value: true, sentence: 'has this SHA-512 digest, in hexadecimal digits or base64' },
  { name: 'md5', aliases: [], value: true, sentence: 'has this MD5 digest, in hexadecimal digits or base64' },
];

/** Subjects of httpYac's that a check cannot be about here, and why. */
export const foreignSubjects: Readonly<Record<string, string>> = {
  js: 'This check is not supported: scripts are not run here.',
};

const byPredicate = new Map(
  predicates.flatMap((predicate) => [predicate.name, ...predicate.aliases].map((name) => [name, predicate])),
);

export function predicateNamed(written: string): PredicateSpec | undefined {
  return byPredicate.get(written);
}
