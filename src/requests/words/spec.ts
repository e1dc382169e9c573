import type { Effect } from '../../base/trust.ts';
import type { TextKind } from '../../endpoints/value.ts';
import type { BodyStep } from '../../net/behaviours/behaviour.ts';
import type { FieldLine, Item } from '../model.ts';
import type { ItemResult } from '../run/outcome.ts';
import type { Growth } from '../growth.ts';
import { valueKinds, type ValueKind } from '../valueKinds.ts';

/** Words as rows of data, for the language, the documentation and the trust in a workspace. */

export interface OptionSpec {
  readonly name: string;
  readonly kind: ValueKind;
  /** Its effect, for a person. */
  readonly sentence: string;
  readonly example: string;
  /** The value that holds without it, as text. */
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

/** The effect of an option with a value, as it is written, that needs a trusted workspace. */
export function effectOf({ kind, effects }: OptionSpec, value: string): Effect | undefined {
  const { effect }: TextKind<unknown> = valueKinds[kind];
  const choice = value.trim().toLowerCase();
  if (effects !== undefined && Object.hasOwn(effects, choice)) return effects[choice];
  return typeof effect === 'function' ? effect(value) : effect;
}

/** `idle-timeout` and `idletimeout` are `idleTimeout`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]/g, '');
}

export function sameOption(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

/** The line that names the behaviour of a request, by whichever of its spellings. */
export function behaviourLine({ options }: WordSpec, lines: readonly FieldLine[]): FieldLine | undefined {
  const names = options.filter(({ kind }) => kind === 'behaviour');
  return lines.find((line) => names.some(({ name }) => sameOption(name, line.name.value)));
}

/** The instructions that the body of a request may have: those of its word, or of its behaviour. */
export function stepsOf(spec: WordSpec, options: readonly FieldLine[]): readonly BodyStep[] | undefined {
  const behaviour = behaviourLine(spec, options)?.value.text;
  return spec.steps ?? spec.behaviours?.find(({ name }) => name === behaviour)?.steps;
}

/** A part of a result that other requests can use: `{{echo.port}}`. */
export interface ResultSpec {
  readonly name: string;
  readonly sentence: string;
}

/** The type of a subject's value. */
export type SubjectKind = 'text' | 'number' | 'boolean' | 'bytes' | 'json' | 'any';

export interface SubjectSpec {
  /** Words, separated by spaces: `received text`. */
  readonly name: string;
  readonly kind: SubjectKind;
  readonly sentence: string;
  /** Whether a path follows it before the predicate. */
  readonly path?: 'required' | 'optional';
  /** The kind of the path. `part`: another subject, of one or more of the parts of the result. */
  readonly pathKind?: 'header' | 'json' | 'timing' | 'xpath' | 'part';
  readonly example: string;
  /** How the value it is compared with may be written: with escapes, or as digits with spaces between them. */
  readonly written?: 'escapes' | 'hex';
  /** Of a long value an outcome shows the end: that is where a program says what went wrong. Absent: both ends. */
  readonly shows?: 'end';
  /** Read, but another name is the one to write. */
  readonly alias?: string;
  /** How its value changes while the request goes on; absent: in any way. Of parts, `number`: there may be more of them. */
  readonly grows?: Growth;
  /** It tells how a program ended: with a check on it, the end of the program is expected. */
  readonly ofEnd?: true;
}

export interface BehaviourSpec {
  readonly name: string;
  readonly sentence: string;
  readonly schemes: readonly string[];
  readonly options: readonly OptionSpec[];
  /** The meaning of a body. */
  readonly body?: string;
  /** The instructions that the body may have between messages. */
  readonly steps?: readonly BodyStep[];
}

export type ItemKind = Item['kind'];

/** A thing that a request starts and that goes on after it: it is kept for later requests, and stopped at the end. */
export type Starts = 'server' | 'program' | 'relay' | 'connection';

/** A word of the request line after the first, as completion offers it. */
interface ArgumentSpec {
  readonly choices?: readonly { readonly name: string; readonly sentence: string; readonly effect?: Effect }[];
  /** A type of DNS record. */
  readonly recordType?: true;
}

/** A kind of request: HTTP, or one of our words. */
export interface RequestSpec {
  readonly kind: ItemKind;
  /** The kind of its result; absent: the same. */
  readonly result?: ItemResult['kind'];
  readonly starts?: Starts;
  /** It only looks at others: `output since` goes on. */
  readonly looks?: true;
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
  /** The form of its targets: URLs with one of `schemes`, or bare addresses. Absent: another form. */
  readonly target?: 'url' | 'address';
  readonly schemes?: readonly string[];
  readonly arguments?: readonly ArgumentSpec[];
  /** Its effect that needs a trusted workspace, whatever its options are. */
  readonly effect?: Effect;
  readonly options: readonly OptionSpec[];
  /** The behaviours it can have, each with options of its own. */
  readonly behaviours?: readonly BehaviourSpec[];
  /** The meaning of the text after the empty line. Absent: there must be none. */
  readonly body?: string;
  /** The instructions that the body may have between messages. */
  readonly steps?: readonly BodyStep[];
}
