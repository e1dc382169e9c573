import { receivedSubjects, talkOptions, talkSteps } from '../conversation/spec.ts';
import { duration } from '../options.ts';
import type { WordSpec } from '../spec.ts';

export const openSpec: WordSpec = {
  word: 'OPEN',
  kind: 'openConnection',
  supported: true,
  starts: 'connection',
  sentence:
    'Connects, sends the messages of the body if there are any, and stays connected until CLOSE, or until the run of the file ends. A client of UDP keeps its port.',
  usage: 'OPEN tcp|tls|udp://host:port',
  example: 'OPEN tcp://127.0.0.1:9000',
  target: 'url',
  schemes: ['tcp', 'tls', 'udp'],
  options: talkOptions(['tcp', 'tls', 'udp']),
  results: [
    { name: 'received', sentence: 'The text received so far.' },
    { name: 'received.hex', sentence: 'The bytes received so far, as hexadecimal digits.' },
    { name: 'received.bytes', sentence: 'The number of bytes received so far.' },
    { name: 'closed', sentence: 'How the connection ended: no, half-closed, closed or reset.' },
    { name: 'localPort', sentence: 'The port of our side.' },
  ],
  subjects: [...receivedSubjects, duration],
  steps: talkSteps,
  body: 'Messages that are sent at the start, with `=== wait` between two of them to wait for the other side.',
};
