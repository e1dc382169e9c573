import type { BodyStep } from '../../../net/behaviours/behaviour.ts';
import { duration, option, subject, timeout } from '../options.ts';
import type { SubjectSpec, WordSpec } from '../spec.ts';

/** The subjects of a program: of RUN, and of a CHECK about it. */
export const programSubjects: readonly SubjectSpec[] = [
  subject('exitCode', 'number', 'Its exit status.', '?? exitCode == 0', { ofEnd: true, grows: 'once' }),
  subject(
    'output',
    'text',
    'Its output so far, with `\\n` at the end of each line; prompts and typed text are not in it. The value may have escapes.',
    '?? output contains ready',
    { written: 'escapes', grows: 'text', shows: 'end' },
  ),
  subject(
    'output since',
    'text',
    'The part of its output that came since the last request began that is not a CHECK.',
    '?? output since contains received data: hello',
    { written: 'escapes', shows: 'end' },
  ),
  subject(
    'screen',
    'text',
    'Its output with prompts and with typed text, as a terminal shows it.',
    '?? screen contains expression: 5 + 6\\n',
    {
      written: 'escapes',
      grows: 'text',
      shows: 'end',
    },
  ),
  subject('lines', 'number', 'The number of lines of its output.', '?? lines == 4', { grows: 'number' }),
  subject('running', 'boolean', 'Whether it still runs.', '?? running isTrue'),
  subject(
    'asks',
    'boolean',
    'Whether it waits for something to be typed. It can be typed at if RUN has a body.',
    '?? asks isTrue',
  ),
  subject('exception', 'text', 'The last exception that Python reported, by its name.', '?? exception == ValueError', {
    ofEnd: true,
  }),
  subject(
    'exception message',
    'text',
    'The first line of the text of the exception.',
    '?? exception message contains invalid literal',
    { ofEnd: true },
  ),
  subject(
    'exception line',
    'number',
    "The line where the exception arose, in the program's own file.",
    '?? exception line == 7',
    { ofEnd: true },
  ),
  subject('signal', 'text', 'The signal that ended it.', '?? signal == SIGTERM', { ofEnd: true, grows: 'once' }),
];

/** The lines of a body that are not typed. */
export const typingSteps: readonly BodyStep[] = [
  {
    name: 'wait',
    usage: '=== wait TEXT',
    sentence: 'Waits until the program asks for input; with a text, until it has printed that text.',
  },
  { name: 'pause', usage: '=== pause 200ms', sentence: 'Waits for that time.' },
  { name: 'end', usage: '=== end', sentence: 'Ends the standard input, when the program asks for more.' },
];

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
  body: 'The lines to type, each when the program asks for input. `===` alone between two of them is an empty line.',
  steps: typingSteps,
  options: [
    option(
      'ready',
      'ready',
      'The sign to wait for before the next request: a port that answers, text that it prints, its end.',
      'tcp 127.0.0.1:5550',
      { default: 'nothing is waited for' },
    ),
    option('cwd', 'path', 'The folder it runs in.', './server', { default: 'the folder of the request file' }),
    option('env', 'assignment', 'A variable of its environment, besides those of the editor.', 'PORT=5550', {
      repeatable: true,
    }),
    timeout('How long to wait for `ready`.', '10s'),
    option('encoding', 'encoding', 'The encoding of its output and its input.', 'cp850', { default: 'utf-8' }),
    option(
      'names',
      'names',
      'The addresses that a Python program finds for names of hosts, in place of those of the system.',
      'www.example.org = 127.0.0.1',
      { repeatable: true },
    ),
    option(
      'ports',
      'ports',
      'The ports to which the connections and datagrams of a Python program really go. `auto`: a server that binds to the port gets a free one.',
      '443 = 8443, 5550 = auto',
      { repeatable: true },
    ),
    option('trust', 'text', 'The name of a `SERVE` with TLS, whose certificate a Python program trusts.', 'bin'),
    option('stdin', 'escapes', 'The text on its standard input, which then ends.', '5 + 6\\n'),
  ],
  results: [
    { name: 'pid', sentence: 'Its process id.' },
    { name: 'output', sentence: 'Its output so far.' },
    { name: 'screen', sentence: 'Its output with prompts and with typed text.' },
    { name: 'exitCode', sentence: 'Its exit status, if it has ended.' },
    { name: 'exception', sentence: 'The name of the last exception that Python reported.' },
    { name: 'port', sentence: 'The port that it really listens on, if one of its `ports` is `auto`.' },
  ],
  subjects: [...programSubjects, duration],
};
