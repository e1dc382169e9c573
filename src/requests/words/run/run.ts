import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import { WirebenchError } from '../../../base/errors.ts';
import { splitAddress } from '../../../endpoints/address.ts';
import type { RunItem, ProgramResult } from './model.ts';
import { badValue, unescaped, type Option } from '../../run/options.ts';
import type { Program } from '../../run/program.ts';
import type { Started } from '../../run/started.ts';
import type { Watched } from '../kind.ts';
import { listening } from './readiness.ts';
import { onStage, stageOf } from './stage.ts';
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
  const env = environment(turn);
  const stage = await stageOf({ command, folder, env }, turn);
  const settings = {
    ...{ command, folder, env: stage?.env ?? env },
    ...(stdin === undefined ? {} : { stdin }),
    ...(stage && { stage }),
  };
  const program = await turn.started.program(settings).catch((error: unknown) => {
    throw inFile(error, item);
  });
  const deadline = new Deadline(timeout, turn.signal);
  let good = false;
  try {
    if (isReady !== undefined) await ready(program, isReady, deadline.signal, timeout, turn);
    else if (turn.region.checks.length > 0) await checked(program, deadline.signal, turn);
    const alone = isReady === undefined && turn.region.checks.length === 0;
    if (stage !== undefined) await onStage(program, stage, alone, deadline.signal);
    if (turn.signal.aborted) throw new Cancelled(turn.label);
    good = true;
    return resultOf(program);
  } finally {
    deadline.dispose();
    if (!good) await program.stop();
  }
}

function resultOf({ state, stage }: Program): ProgramResult {
  const port = stage?.port;
  return { kind: 'run', ...state, ...(port !== undefined && { port }) };
}

export function subject(result: ProgramResult, context: SubjectContext): Subject {
  return programSubject(result, context);
}

export function watch({ pid }: ProgramResult, started: Started): Watched | undefined {
  const program = started.programWith(pid);
  return program && watchedProgram(program);
}

/** Resolves with whether it is ready, at the latest when the signal is aborted. */
type Ready = (program: Program, signal: AbortSignal) => Promise<boolean>;

/** `ready: tcp 127.0.0.1:5550`, `ready: udp :5550`, `ready: output listening`, `ready: exit`. */
function readiness(turn: Turn): Ready | undefined {
  const option = turn.options.get('ready');
  if (option === undefined) return undefined;
  const [, how = '', what = ''] = /^(\S+)\s*(.*)$/s.exec(option.text) ?? [];
  switch (how.toLowerCase()) {
    case 'tcp':
    case 'udp':
      return reachable(how.toLowerCase() as 'tcp' | 'udp', what, option);
    case 'output':
      if (what === '') break;
      return (program, signal) =>
        until(program.onChange, () => program.state.output.includes(what) || program.over, signal).then(() =>
          program.state.output.includes(what),
        );
    case 'exit':
      return (program, signal) => until(program.onChange, () => program.over, signal);
  }
  throw badValue(option, 'write tcp HOST:PORT, udp HOST:PORT, output TEXT, or exit');
}

function reachable(transport: 'tcp' | 'udp', what: string, option: Option): Ready {
  const address = splitAddress(what.includes(':') ? what : `:${what}`);
  if (address === undefined) throw badValue(option, `write ${transport} HOST:PORT`);
  return async (program, signal) => {
    const give = new AbortController();
    const giveUp = (): void => give.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    const over = program.onChange(() => {
      if (program.over) giveUp();
    });
    if (program.over || signal.aborted) giveUp();
    try {
      const port = (await program.stage?.real(transport, address.port, give.signal)) ?? address.port;
      await listening(transport, address.host, port, give.signal);
      return true;
    } catch {
      return false;
    } finally {
      over.dispose();
      signal.removeEventListener('abort', giveUp);
    }
  };
}

async function ready(
  program: Program,
  isReady: Ready,
  signal: AbortSignal,
  timeout: number,
  turn: Turn,
): Promise<void> {
  if ((await isReady(program, signal)) || turn.signal.aborted) return;
  const { exitCode, signal: ended, output } = program.state;
  const wanted = turn.options.text('ready')!;
  const what = program.over
    ? `ended (${ended === undefined ? `exit status ${exitCode}` : ended}) before it was ready (${wanted})`
    : `was not ready (${wanted}) within ${timeout / 1000} s`;
  const last = output.trimEnd().split('\n').slice(-5).join('\n');
  throw new WirebenchError({
    code: program.over ? 'program-ended' : 'program-not-ready',
    message: `${program.name} ${what}.${last === '' ? '' : ` It printed: ${last}`}`,
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
