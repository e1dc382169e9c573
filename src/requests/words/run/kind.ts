import { splitWords } from '../../parse/shellWords.ts';
import type { FieldLine, Located } from '../../model.ts';
import { sameOption } from '../spec.ts';
import { printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import type { ProgramResult, RunItem } from './model.ts';
import { runSpec } from './spec.ts';
import { printStep, readTyping } from './steps.ts';

export const runKind: WordKind<RunItem, ProgramResult> = {
  spec: runSpec,
  parse({ context, rest, base, bodyLines }) {
    const command = splitWords(context, rest).map((each) => each.template);
    const steps = readTyping(context, bodyLines);
    return command.length === 0
      ? undefined
      : { ...base, kind: 'run', end: steps.at(-1)?.end ?? base.end, command, steps };
  },
  print: ({ word, command, options, steps }) => [
    ...printHead(
      word.value,
      command.map(({ text }) => shellWord(text)),
      options,
    ),
    ...steps.flatMap((step, index) => printStep(step, steps[index - 1])),
  ],
  body: ({ steps }) => steps.flatMap((step) => (step.kind === 'text' ? step.parts : [])),
  folds: ({ steps }) => steps,
  runner: () => import('./run.ts'),
  about: ({ options }) => options.flatMap(trusted),
  named: ({ pid, output, screen = output, exitCode, signal, exception, port }) => ({
    data: { pid, output, screen, exitCode, signal, exception: exception?.name, port },
  }),
  present({ pid, output, screen = output, exitCode, signal, exception, stopped }) {
    const started = stopped ? `Ran as pid ${pid}, has stopped` : `Started, pid ${pid}`;
    const ended = signal === undefined ? started : `Ended by ${signal}`;
    return {
      verdict: exitCode === undefined ? ended : `Exit code ${exitCode}`,
      title: 'Output',
      text: () => screen,
      output,
      ...(screen === '' && { empty: 'The program has printed nothing.' }),
      json: () => ({ kind: 'run', exitCode, signal, output, ...(exception && { exception }) }),
      lines: () => [
        `pid ${pid}${exitCode === undefined ? '' : `, exit status ${exitCode}`}${signal === undefined ? '' : `, ended by ${signal}`}`,
        ...screen.split('\n').filter((line, index, all) => line !== '' || index < all.length - 1),
      ],
    };
  },
};

/** The server whose certificate the program trusts. */
function trusted({ name, value }: FieldLine): readonly Located[] {
  const text = value.text.trim();
  if (!sameOption(name.value, 'trust') || text.includes('{{')) return [];
  return [{ start: value.start, end: value.end, value: text }];
}

/** Quoted if a shell would read it as something else than itself. */
function shellWord(text: string): string {
  if (text !== '' && /^(?:[\w@%+=:,./{}-])+$/.test(text)) return text;
  if (!/[\r\n]/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `$'${escaped}'`;
}
