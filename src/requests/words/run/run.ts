import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import { WirebenchError } from '../../../base/errors.ts';
import type { RunItem, ProgramResult } from './model.ts';
import { badValue, unescaped } from '../../run/options.ts';
import type { Program } from '../../run/program.ts';
import type { Started } from '../../run/started.ts';
import type { Watched } from '../watched.ts';
import { portReadiness, type Readiness } from './readiness.ts';
import { Cancelled, inFile } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';
import { Deadline, until } from '../../run/waiting.ts';
import { programSubject, watchedProgram } from './watched.ts';

/** Milliseconds in which a program must be ready, or over if that is waited for. */
const programTimeout = 10_000;

/**
 * RUN: starts a program, and goes on once it is ready (`ready:`). If it has checks but no such line, it goes on once all of them
 * hold, or the program or the timeout is over.
 */
export async function run(item: RunItem, turn: Turn): Promise<ProgramResult> {
  // Asked once more because a program may do anything.
  turn.refuse([{ effect: 'program', subject: 'RUN' }], item);
  const command: string[] = [];
  for (const part of item.command) command.push(await turn.fill(part));
  const timeout = turn.options.duration('timeout') ?? programTimeout;
  const isReady = readiness(turn);
  const input = turn.options.get('stdin');
  const stdin = input && unescaped(input);
  const cwd = turn.options.get('cwd');
  const folder = turn.path(cwd?.text ?? '', cwd?.field ?? item);
  const settings = { command, folder, env: environment(turn), ...(stdin === undefined ? {} : { stdin }) };
  await isReady?.before?.(command.join(' '));
  const program = await turn.started.program(settings).catch((error: unknown) => {
    throw inFile(error, item);
  });
  const deadline = new Deadline(timeout, turn.signal);
  let good = false;
  try {
    if (isReady !== undefined) await ready(program, isReady, deadline.signal, timeout, turn);
    else if (turn.region.checks.length > 0) await checked(program, deadline.signal, turn);
    if (turn.signal.aborted) throw new Cancelled(turn.label);
    good = true;
    return resultOf(program);
  } finally {
    deadline.dispose();
    if (!good) await program.stop();
  }
}

function resultOf({ state }: Program): ProgramResult {
  return { kind: 'run', ...state };
}

export function subject(result: ProgramResult, context: SubjectContext): Subject {
  return programSubject(result, context);
}

export function watch({ pid }: ProgramResult, started: Started): Watched | undefined {
  const program = started.programWith(pid);
  return program && watchedProgram(program);
}

/** `ready: tcp 127.0.0.1:5550`, `ready: udp :5550`, `ready: output listening`, `ready: exit`. */
function readiness(turn: Turn): Readiness | undefined {
  const option = turn.options.get('ready');
  if (option === undefined) return undefined;
  const [, how = '', what = ''] = /^(\S+)\s*(.*)$/s.exec(option.text) ?? [];
  switch (how.toLowerCase()) {
    case 'tcp':
    case 'udp':
      return portReadiness(how.toLowerCase() as 'tcp' | 'udp', what, option, turn);
    case 'output':
      if (what === '') break;
      return {
        wait: (program, signal) =>
          until(program.onChange, () => program.state.output.includes(what) || program.over, signal).then(() =>
            program.state.output.includes(what),
          ),
      };
    case 'exit':
      return { wait: (program, signal) => until(program.onChange, () => program.over, signal) };
  }
  throw badValue(option, 'write tcp HOST:PORT, udp HOST:PORT, output TEXT, or exit');
}

async function ready(
  program: Program,
  isReady: Readiness,
  signal: AbortSignal,
  timeout: number,
  turn: Turn,
): Promise<void> {
  if ((await isReady.wait(program, signal)) || turn.signal.aborted) return;
  const seen = await isReady.seen?.(program);
  const { exitCode, signal: ended, output } = program.state;
  const wanted = turn.options.text('ready')!;
  const what = program.over
    ? `ended (${ended === undefined ? `exit status ${exitCode}` : ended}) before it was ready (${wanted})`
    : `was not ready (${wanted}) within ${timeout / 1000} s`;
  const last = output.trimEnd().split('\n').slice(-5).join('\n');
  throw new WirebenchError({
    code: program.over ? 'program-ended' : 'program-not-ready',
    message: `${program.name} ${what}.${seen === undefined ? '' : ` ${seen}`}${last === '' ? '' : ` It printed: ${last}`}`,
  });
}

async function checked(program: Program, signal: AbortSignal, turn: Turn): Promise<void> {
  for (;;) {
    const { version } = program;
    if (program.over || signal.aborted || (await turn.holds(resultOf(program)))) return;
    await until(program.onChange, () => program.version !== version, signal);
  }
}

/** `env: NAME=value`, once for each. */
function environment(turn: Turn): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const option of turn.options.list('env')) {
    const match = /^([^=\s]+)=(.*)$/s.exec(option.text);
    if (match === null) throw badValue(option, 'write NAME=value');
    variables[match[1]!] = match[2]!;
  }
  return variables;
}
