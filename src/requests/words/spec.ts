import type { Effect } from '../../base/trust.ts';
import type { TextKind } from '../../endpoints/value.ts';
import type { Item } from '../model.ts';
import type { ItemResult } from '../run/outcome.ts';
import { valueKinds, type ValueKind } from '../valueKinds.ts';

/** What the language, the documentation and the trust in a workspace know of a word: rows of data. */

export interface OptionSpec {
  readonly name: string;
  readonly kind: ValueKind;
  /** What it does. */
  readonly sentence: string;
  readonly example: string;
  /** What holds without it, as text. */
  readonly default?: string;
  readonly choices?: readonly string[];
  /** By choice: what it does that needs a trusted workspace. Those of a kind of value follow from the kind. */
  readonly effects?: Readonly<Record<string, Effect>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: boolean;
  /** May stand more than once. */
  readonly repeatable?: boolean;
  /** The schemes of a URL for which it means something; absent: all. */
  readonly schemes?: readonly string[];
  /** Read since but not what to write: the name that replaced it. */
  readonly alias?: string;
}

/** What an option does with a value, as it is written, that needs a trusted workspace. */
export function effectOf({ kind, effects }: OptionSpec, value: string): Effect | undefined {
  const { effect }: TextKind<unknown> = valueKinds[kind];
  const choice = value.trim().toLowerCase();
  if (effects !== undefined && Object.hasOwn(effects, choice)) return effects[choice];
  return typeof effect === 'function' ? effect(value) : effect;
}

/** What a request leaves behind for others: `{{echo.port}}`. */
export interface ResultSpec {
  readonly name: string;
  readonly sentence: string;
}

/** What a value of a check's subject is. */
export type SubjectKind = 'text' | 'number' | 'boolean' | 'bytes' | 'json' | 'any';

export interface SubjectSpec {
  /** Words, separated by spaces: `received text`. */
  readonly name: string;
  readonly kind: SubjectKind;
  readonly sentence: string;
  /** What may follow it before the predicate. */
  readonly path?: 'required' | 'optional';
  /** What the path is. */
  readonly pathKind?: 'header' | 'json' | 'timing' | 'xpath';
  readonly example: string;
  /** How the value it is compared with may be written: with escapes, or as digits with spaces between them. */
  readonly written?: 'escapes' | 'hex';
  /** Read, but another name is the one to write. */
  readonly alias?: string;
}

export interface BehaviourSpec {
  readonly name: string;
  readonly sentence: string;
  readonly schemes: readonly string[];
  readonly options: readonly OptionSpec[];
  /** What a body means to it. */
  readonly body?: string;
}

export type ItemKind = Item['kind'];

/** What a request starts that goes on after it: it is kept for the requests that follow, and stopped at the end. */
export type Starts = 'server' | 'program' | 'relay';

/** A word of the request line after the first, as completion offers it. */
export interface ArgumentSpec {
  readonly choices?: readonly { readonly name: string; readonly sentence: string }[];
  /** A type of DNS record. */
  readonly recordType?: true;
}

/** A kind of request: HTTP, or one of our words. */
export interface RequestSpec {
  readonly kind: ItemKind;
  /** The kind of its result; absent: the same. */
  readonly result?: ItemResult['kind'];
  readonly starts?: Starts;
  /** Its answer is shown in the Names view, not among the responses. */
  readonly inNames?: true;
  readonly results: readonly ResultSpec[];
  readonly subjects: readonly SubjectSpec[];
}

export interface WordSpec extends RequestSpec {
  readonly word: string;
  /** False: this version knows the word, and says on its line that it cannot do it. It is in no list of what to write. */
  readonly supported: boolean;
  readonly sentence: string;
  /** The request line: `TCP host:port`. */
  readonly usage: string;
  readonly example: string;
  /** What its targets are: URLs with one of `schemes`, or bare addresses. Absent: something of its own. */
  readonly target?: 'url' | 'address';
  readonly schemes?: readonly string[];
  readonly arguments?: readonly ArgumentSpec[];
  /** What it does that needs a trusted workspace, whatever its options are. */
  readonly effect?: Effect;
  readonly options: readonly OptionSpec[];
  /** What it can be told to answer, each with options of its own. */
  readonly behaviours?: readonly BehaviourSpec[];
  /** What may follow the empty line. */
  readonly body?: string;
}
