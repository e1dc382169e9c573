import { data, duration, subject } from '../options.ts';
import type { WordSpec } from '../spec.ts';

export const fileSpec: WordSpec = {
  word: 'FILE',
  kind: 'pythonSource',
  supported: true,
  effect: 'program',
  sentence:
    'Reads the source of a program. Python itself finds the modules that it imports and the functions that it calls; the program is not started.',
  usage: 'FILE path',
  example: 'FILE server.py',
  options: [],
  results: [
    { name: 'exists', sentence: 'Whether the file exists.' },
    { name: 'lines', sentence: 'The number of its lines.' },
  ],
  subjects: [
    subject('exists', 'boolean', 'Whether the file exists.', '?? exists isTrue'),
    data('imports', '?? imports contains socket'),
    data('calls', '?? calls contains settimeout'),
    subject('text', 'text', 'Its text.', '?? text contains SOCK_DGRAM'),
    subject('lines', 'number', 'The number of its lines.', '?? lines < 100'),
    duration,
  ],
};
