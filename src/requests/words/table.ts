import type { SocketTransport } from '../../net/sockets/row.ts';
import type { BodyPart, Item, Located, Region } from '../model.ts';
import type { Bodies } from '../run/bodyText.ts';
import type { ItemResult } from '../run/outcome.ts';
import type { NamedResult } from '../variables.ts';
import { tcpKind, tlsKind, udpKind } from './conversation/kind.ts';
import { dnsKind } from './dns/kind.ts';
import { fileKind } from './file/kind.ts';
import { httpKind } from './http/kind.ts';
import { checkKind } from './check/kind.ts';
import { closeKind } from './close/kind.ts';
import { openKind } from './open/kind.ts';
import type { ReadKind, ReadWord, RequestKind, RequestRunner, WordKind } from './kind.ts';
import { lookupKind } from './lookup/kind.ts';
import type { Presentation } from './presentation.ts';
import { relayKind } from './relay/kind.ts';
import { runKind } from './run/kind.ts';
import { serveKind } from './serve/kind.ts';
import type { ItemKind, OptionSpec, RequestSpec, ResultSpec, SubjectSpec, WordSpec } from './spec.ts';

/**
 * The kinds of requests: HTTP, whose methods and headers are in httpWords.ts, and our words in the order of the reference. A word
 * is its folder and its row here. Meta tags and system variables are in metaWords.ts and systemWords.ts.
 */
export const kinds: readonly (RequestKind | WordKind | ReadWord)[] = [
  httpKind,
  serveKind,
  tcpKind,
  udpKind,
  tlsKind,
  openKind,
  closeKind,
  dnsKind,
  lookupKind,
  runKind,
  checkKind,
  fileKind,
  relayKind,
];

function isWord(kind: ReadKind): kind is ReadWord {
  return 'word' in kind.spec;
}

/** The words that can be written. */
export function words(): readonly WordSpec[] {
  return kinds.flatMap((kind) => (isWord(kind) && kind.spec.supported ? [kind.spec] : []));
}

/** By its word; also one that is not supported. */
export function wordNamed(word: string): ReadWord | undefined {
  return kinds.find((kind): kind is ReadWord => isWord(kind) && kind.spec.word === word);
}

export function wordSpec(word: string): WordSpec | undefined {
  return wordNamed(word)?.spec;
}

/** Its functions take items of this kind. */
export function kindOf(kind: ItemKind): ReadKind {
  return kinds.find(({ spec }) => spec.kind === kind)!;
}

/** Undefined: its first word is none of ours. */
export function wordOf(kind: ItemKind): ReadWord | undefined {
  const found = kindOf(kind);
  return isWord(found) ? found : undefined;
}

/** Without a kind: those of a request whose first word is none of ours. */
export function subjectsOf(kind?: ItemKind): readonly SubjectSpec[] {
  return specOf(kind).subjects;
}

/** As `subjectsOf`. */
export function resultsOf(kind?: ItemKind): readonly ResultSpec[] {
  return specOf(kind).results;
}

function specOf(kind: ItemKind | undefined): RequestSpec {
  return kind === undefined ? kinds.find((each) => !isWord(each))!.spec : kindOf(kind).spec;
}

/** The subjects of all kinds that are more than one word: `received text`. */
export function spacedSubjects(): ReadonlySet<string> {
  return new Set(
    kinds.flatMap(({ spec }) => spec.subjects.map(({ name }) => name).filter((name) => name.includes(' '))),
  );
}

export function bodyOf(item: Item): readonly BodyPart[] {
  return kindOf(item.kind).body?.(item) ?? [];
}

/** The names of variables that only this request has, as those of its clients. */
export function ownVariables({ item }: Region): readonly Located[] {
  return (item && kindOf(item.kind).variables?.(item)) ?? [];
}

function ofResult(result: ItemResult): RequestKind {
  return kinds.find(({ spec }) => (spec.result ?? spec.kind) === result.kind) as RequestKind;
}

/** The transport over which a request asked and got nothing back. */
export function unansweredOver({ kind }: Item, result: ItemResult): SocketTransport | undefined {
  return (kindOf(kind) as Partial<RequestKind>).unanswered?.(result);
}

/** As lines that read as the same request. `text`: of its file. */
export function printItem(item: Item, text: string): string[] {
  return kindOf(item.kind).print(item, text);
}

/** Undefined: the word is not supported. */
export function runnerOf(item: Item): Promise<RequestRunner<Item, ItemResult>> | undefined {
  return (kindOf(item.kind) as Partial<RequestKind>).runner?.();
}

/** The result as it crosses threads. */
export function crossingOf(result: ItemResult): ItemResult {
  return ofResult(result).crossing?.(result) ?? result;
}

export function presentationOf(result: ItemResult): Presentation {
  return ofResult(result).present(result);
}

/** A result as `{{name...}}` sees it. */
export function namedResultOf(result: ItemResult, bodies: Bodies): NamedResult {
  return ofResult(result).named(result, bodies);
}

/** The result of a request that started something: by the engine's id of the endpoint or by the process. */
export type StartedResult = ItemResult & {
  readonly endpoint?: number;
  readonly pid?: number;
  /** It has been stopped since. */
  readonly stopped?: true;
};

/** The result, if its request started something that goes on. */
export function startedBy(result: ItemResult | undefined): StartedResult | undefined {
  return result !== undefined && ofResult(result).spec.starts !== undefined ? result : undefined;
}

/** The options that a word's request takes: with a known scheme and behaviour, theirs. */
export function optionsOf(word: WordSpec, scheme?: string, behaviour?: string): readonly OptionSpec[] {
  const own = word.options.filter((option) => fits(option, scheme));
  const more = word.behaviours?.find(({ name }) => name === behaviour)?.options ?? [];
  const taken = new Set(own.map((option) => option.name));
  return [...own, ...more.filter((option) => !taken.has(option.name))];
}

function fits(option: OptionSpec, scheme: string | undefined): boolean {
  return option.schemes === undefined || scheme === undefined || option.schemes.includes(scheme);
}
