import { dnsSpec } from './dns/spec.ts';
import { httpSubjects } from './http/spec.ts';
import { lookupSpec } from './lookup/spec.ts';
import { relaySpec } from './relay/spec.ts';
import { runSpec } from './run/spec.ts';
import { serveSpec } from './serve/spec.ts';
import { tcpSpec, tlsSpec, udpSpec } from './conversation/spec.ts';
import type { ItemKind, OptionSpec, SubjectSpec, WordSpec } from './spec.ts';

/**
 * The words of the request language beyond HTTP's own, as data. Validation, completion, hover and the reference in
 * docs/requestFiles.md are made from it. What HTTP knows (methods, headers) is in httpWords.ts, meta tags and system
 * variables are in metaWords.ts.
 */
export const words: readonly WordSpec[] = [
  serveSpec,
  tcpSpec,
  udpSpec,
  tlsSpec,
  dnsSpec,
  lookupSpec,
  runSpec,
  relaySpec,
];

const byWord = new Map(words.map((word) => [word.word, word]));

export function wordSpec(word: string): WordSpec | undefined {
  return byWord.get(word);
}

export function wordOfKind(kind: ItemKind): WordSpec | undefined {
  return words.find((word) => word.kind === kind);
}

export function subjectsOf(kind: ItemKind): readonly SubjectSpec[] {
  return kind === 'http' ? httpSubjects : (wordOfKind(kind)?.subjects ?? []);
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
