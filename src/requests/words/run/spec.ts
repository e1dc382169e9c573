import { duration, timeout } from '../options.ts';
import type { WordSpec } from '../spec.ts';

export const runSpec: WordSpec = {
  word: 'RUN',
  kind: 'run',
  supported: true,
  starts: 'program',
  effect: 'program',
  sentence:
    'Starts a program, without a shell. The program and all that it started are ended when the run of the file ends, and also if Wirebench is killed.',
  usage: 'RUN program arguments',
  example: 'RUN python3 server.py',
  options: [
    {
      name: 'ready',
      kind: 'ready',
      sentence: 'The sign to wait for before the next request: a port that answers, text that it prints, its end.',
      example: 'tcp 127.0.0.1:5550',
      default: 'nothing is waited for',
    },
    {
      name: 'cwd',
      kind: 'path',
      sentence: 'The folder it runs in.',
      example: './server',
      default: 'the folder of the request file',
    },
    {
      name: 'env',
      kind: 'assignment',
      sentence: 'A variable of its environment, besides those of the editor.',
      example: 'PORT=5550',
      repeatable: true,
    },
    timeout('How long to wait for `ready`.', '10s'),
    {
      name: 'stdin',
      kind: 'escapes',
      sentence: 'The text on its standard input, which then ends.',
      example: '5 + 6\\n',
    },
  ],
  results: [
    { name: 'pid', sentence: 'Its process id.' },
    { name: 'output', sentence: 'Its output so far.' },
    { name: 'exitCode', sentence: 'Its exit status, if it has ended.' },
  ],
  subjects: [
    { name: 'exitCode', kind: 'number', sentence: 'Its exit status.', example: '?? exitCode == 0' },
    {
      name: 'output',
      kind: 'text',
      sentence: 'Its output so far. The value may have escapes.',
      example: '?? output contains ready',
      written: 'escapes',
    },
    { name: 'signal', kind: 'text', sentence: 'The signal that ended it.', example: '?? signal == SIGTERM' },
    duration,
  ],
};
