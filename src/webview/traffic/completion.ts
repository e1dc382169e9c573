import type { FilterKeyHelp } from './protocol.ts';

interface Suggestion {
  readonly label: string;
  readonly detail: string;
  /** The filter including the suggestion, and the position of the caret after it. */
  readonly text: string;
  readonly caret: number;
}

/** The suggestions at the caret: keys that begin with the typed text, or the values of the key before the caret. */
export function suggestions(text: string, caret: number, keys: readonly FilterKeyHelp[]): Suggestion[] {
  const before = text.slice(0, caret);
  const word = /[^\s()|"]*$/.exec(before)?.[0] ?? '';
  const negated = word.startsWith('-') ? 1 : 0;
  const colon = word.indexOf(':');
  const insert = (start: number, inserted: string): Pick<Suggestion, 'text' | 'caret'> => ({
    text: text.slice(0, start) + inserted + text.slice(caret),
    caret: start + inserted.length,
  });
  if (colon < 0) {
    const begun = word.slice(negated).toLowerCase();
    return keys
      .filter(({ name }) => name.startsWith(begun))
      .map(({ name, sentence }) => ({
        label: `${name}:`,
        detail: sentence,
        ...insert(caret - word.length + negated, `${name}:`),
      }));
  }
  const name = word.slice(negated, colon).toLowerCase();
  const key = keys.find((one) => one.name === name);
  const begun = word.slice(Math.max(colon, word.lastIndexOf(',')) + 1).toLowerCase();
  return (key?.values ?? [])
    .filter((value) => value.startsWith(begun) && value !== begun)
    .map((value) => ({ label: value, detail: key?.sentence ?? '', ...insert(caret - begun.length, value) }));
}
