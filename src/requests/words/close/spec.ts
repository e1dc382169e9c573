import { receivedSubjects } from '../conversation/spec.ts';
import { duration, option, timeout } from '../options.ts';
import { waysToEnd } from '../watched.ts';
import type { WordSpec } from '../spec.ts';

export const closeSpec: WordSpec = {
  word: 'CLOSE',
  kind: 'closeConnection',
  supported: true,
  sentence:
    'Ends our direction of a connection that OPEN made, and closes it once the other side has ended its own; or resets it.',
  usage: 'CLOSE name',
  example: 'CLOSE quiet',
  options: [
    option(
      'how',
      'choice',
      'Whether it ends as programs end it, or is reset: the other side gets an error then.',
      'reset',
      {
        default: 'end',
        choices: waysToEnd,
      },
    ),
    timeout('How long to wait for the other side to end its direction.', '1s'),
  ],
  results: [],
  subjects: [...receivedSubjects, duration],
};
