import { heldText, type Options } from '../../endpoints/option.ts';
import { placed, type PlacedOption } from '../../endpoints/table.ts';
import type { ValueKind } from '../valueKinds.ts';
import type { OptionSpec } from './spec.ts';

/** An option of the table of endpoints as a request file has it. */
export interface WrittenOption extends PlacedOption {
  readonly name: string;
  /** By the scheme of each kind that has it, what holds without it. */
  readonly held: ReadonlyMap<string, string | undefined>;
}

/** The options that a request file writes, of all the kinds each once. `kinds`: the options of each, by its scheme. */
export function writtenOptions(kinds: Readonly<Record<string, Options>>): WrittenOption[] {
  const found = new Map<string, PlacedOption & { readonly held: Map<string, string | undefined> }>();
  for (const [scheme, options] of Object.entries(kinds))
    for (const one of placed(options)) {
      const { word = one.path.at(-1)! } = one.option;
      if (word === false) continue;
      const known = found.get(word) ?? { ...one, held: new Map<string, string | undefined>() };
      known.held.set(scheme, heldText(one.option));
      found.set(word, known);
    }
  return [...found].map(([name, one]) => ({ name, ...one }));
}

/** The same as rows of the language. */
export function endpointOptions(kinds: Readonly<Record<string, Options>>): OptionSpec[] {
  const all = Object.keys(kinds).length;
  return writtenOptions(kinds).map(({ name, option, held }): OptionSpec => {
    const { value, sentence, example = '', minimum, maximum, repeatable, choices } = option;
    const text = defaultText(held);
    return {
      name,
      // An option that may stand several times is one text of a list each time.
      kind: repeatable === true ? 'text' : (value.name as ValueKind),
      sentence,
      example,
      ...(text !== undefined && { default: text }),
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
      ...(repeatable !== undefined && { repeatable }),
      ...(choices !== undefined && { choices: choices.map(String) }),
      ...(held.size < all && { schemes: [...held.keys()] }),
    };
  });
}

/** `never; 60s for http and https`. */
function defaultText(held: WrittenOption['held']): string | undefined {
  const schemes = (text: string) => [...held].flatMap(([scheme, one]) => (one === text ? [scheme] : []));
  const texts = [...new Set(held.values())].filter((text) => text !== undefined);
  const parts = texts.map((text, index) => (index === 0 ? text : `${text} for ${schemes(text).join(' and ')}`));
  return parts.length === 0 ? undefined : parts.join('; ');
}
