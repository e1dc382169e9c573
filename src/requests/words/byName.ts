import type { Located, WordItem } from '../model.ts';
import { argumentsOf, tooMuch } from '../parse/arguments.ts';
import { located } from '../parse/template.ts';
import { printHead } from '../printing.ts';
import type { Reading } from './kind.ts';
import type { Seen } from './watched.ts';

/** The columns of words whose request line is the name of the request whose thing they look at: CHECK, CLOSE. */
export const byName = {
  print: ({ word, name, options }: WordItem & { readonly name: Located }) =>
    printHead(word.value, [name.value], options),
  about: ({ name }: { readonly name: Located }) => [name],
  named: ({ seen }: { readonly seen: Seen }) => ({ data: seen.data }),
};

export function nameIn(reading: Reading): Located {
  const [name, more] = argumentsOf(reading);
  tooMuch(reading, more);
  return located(reading.context.text, name!.start, name!.end);
}

/** What is shown of a thing that is looked at, but for a program and a terminal. */
export function presentSeen(seen: Seen) {
  const { verdict, title, empty, facts, text, bytes } = seen;
  return {
    verdict,
    ...(title !== undefined && { title }),
    ...(empty !== undefined && { empty }),
    ...(facts && { facts }),
    ...(bytes && { bytes }),
    ...(text !== undefined && { text: () => text }),
  };
}
