import { receivedSubjects } from '../conversation/spec.ts';
import { duration, timeout } from '../options.ts';
import type { WordSpec } from '../spec.ts';

export const closeSpec: WordSpec = {
  word: 'CLOSE',
  kind: 'closeConnection',
  supported: true,
  sentence: 'Ends our direction of a connection that OPEN made, and closes it once the other side has ended its own.',
  usage: 'CLOSE name',
  example: 'CLOSE quiet',
  options: [timeout('How long to wait for the other side to end its direction.', '1s')],
  results: [],
  subjects: [...receivedSubjects, duration],
};
