import type { BehaviourKind } from './behaviour.ts';
import { lineBehaviour } from './text.ts';

/** `hello: 5 characters, first h`. Characters are Unicode code points, as Python's `len` counts them. */
function describeWord(word: string): string {
  const characters = Array.from(word);
  return `${word}: ${characters.length} ${characters.length === 1 ? 'character' : 'characters'}, first ${characters[0]!}`;
}

function describeWords(line: string): string {
  const words = line.split(/\s+/u).filter((word) => word !== '');
  return words.length === 0 ? 'no words' : words.map(describeWord).join('\n');
}

export const words: BehaviourKind = {
  name: 'words',
  sentence: 'Answers with a line for each word: its number of characters and its first character.',
  transports: ['tcp', 'tls', 'udp'],
  options: [],
  create: (_options, host) => lineBehaviour(host, describeWords),
};
