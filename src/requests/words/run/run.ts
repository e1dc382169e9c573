import type { Subject, SubjectContext } from '../../run/subjectTable.ts';
import { WirebenchError } from '../../../base/errors.ts';
import { parseDuration } from '../../../endpoints/value.ts';
import { lookupEncoding } from '../../../protocol/text/encodings.ts';
import { debuggingOf } from './debugger.ts';
import { dialogue, type PlannedStep } from './dialogue.ts';
import type { ProgramResult, RunItem, TypingStep } from './model.ts';
import { badValue, unescaped } from '../../run/options.ts';
import type { Program } from '../../run/program.ts';
import type { Started } from '../../run/started.ts';
import type { Watched } from '../watched.ts';
import { untilHeld } from '../watching.ts';
import { portReadiness, type Readiness } from './readiness.ts';
import { onStage, stageOf } from './stage.ts';
import { textOf } from '../../run/partText.ts';
import { Cancelled, FileError, inFile } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';
import { Deadline, until } from '../../run/waiting.ts';
import { endSentence, lastWords } from '../../run/programSentences.ts';
import { whilePrinting } from './printing.ts';
import { programSubject, watchedProgram } from './watched.ts';

/** Milliseconds in which a program must be ready, or over if that is waited for. */
const programTimeout = 10_000;

/**
 * RUN: starts a program, and goes on once it is ready (`ready:`). If it has checks but no such line, it goes on once all of them
 * hold, or the program or the timeout is over. If it has a body, it is typed: before the checks, or beside the requests that follow
 * once the program is ready.
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
  const encoding = encodingOf(turn);
  const steps: PlannedStep[] = [];
  for (const step of item.steps) steps.push(await planned(step, encoding, turn));
  if (steps.length > 0 && input !== undefined) throw badValue(input, 'the body is typed at its standard input already');
  const cwd = turn.options.get('cwd');
  const folder = turn.path(cwd?.text ?? '', cwd?.field ?? item);
  const python = { ...turn.start.python, folders: [folder, turn.path('', item)] };
  const env = environment(turn);
  await isReady?.before?.(command.join(' '));
  const stage = await stageOf({ command, folder, env }, turn);
  const { debug } = turn.start;
  const debugging = debug && debuggingOf(command, debug);
  const settings = {
    ...(debugging && { as: command, hears: debugging.hears }),
    ...{
      command: debugging?.command ?? command,
      folder,
      python,
      env: stage?.env ?? env,
      encoding,
      typed: steps.length > 0,
    },
    ...(stdin === undefined ? {} : { stdin }),
    ...(stage && { stage }),
  };
  const program = await turn.started.program(settings).catch((error: unknown) => {
    throw inFile(error, item);
  });
  try {
    await debugging?.attached(program, turn.attach, turn.signal);
  } catch (error) {
    await program.stop();
    throw error;
  }
  const deadline = new Deadline(timeout, turn.signal);
  const telling = whilePrinting(program, () => turn.report({ result: resultOf(program) }));
  let good = false;
  try {
    if (isReady === undefined) await typedAndChecked(program, steps, deadline.signal, turn);
    else {
      // The rest of it goes on beside the requests that follow; where it does not come about, the program tells it.
      void dialogue(program, steps, turn.signal).catch(() => undefined);
      await ready(program, isReady, deadline.signal, timeout, turn);
    }
    const alone = isReady === undefined && steps.length === 0 && turn.region.checks.length === 0;
    if (stage !== undefined) await onStage(program, stage, alone, deadline.signal);
    if (turn.signal.aborted) throw new Cancelled(turn.label, notYet(program, turn));
    good = true;
    return resultOf(program);
  } finally {
    telling.dispose();
    deadline.dispose();
    if (!good) await program.stop();
  }
}

/** What a program had not done when it was cancelled. */
function notYet(program: Program, turn: Turn): string {
  const wanted = turn.options.text('ready') ?? 'exit';
  const { name, state } = program;
  const what = wanted.toLowerCase() === 'exit' ? 'still ran' : `was not ready (${wanted})`;
  return `${name} ${what}.${stuck(program)}${lastWords(state)}`;
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

export function follow(result: ProgramResult, started: Started, tell: (result: ProgramResult) => void): void {
  const program = started.programWith(result.pid);
  if (program !== undefined) whilePrinting(program, () => tell({ ...result, ...program.state }));
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
  const wanted = turn.options.text('ready')!;
  const { name, over, state } = program;
  const after = `${seen?.sentence ?? ''}${stuck(program)}`.trim();
  const what = wanted.toLowerCase() === 'exit' ? 'did not end' : `was not ready (${wanted})`;
  // A program that waits for clients elsewhere is not waited for.
  const within = signal.aborted || over ? ` within ${timeout / 1000} s` : '';
  const waited = `${name} ${what}${within}.${after === '' ? '' : ` ${after}`}${lastWords(state)}`;
  throw new WirebenchError({
    code: over ? 'program-ended' : 'program-not-ready',
    message: over ? endSentence(name, state, { without: ` before it was ready (${wanted})`, after }) : waited,
    ...(seen && { facts: { cause: seen.cause } }),
  });
}

/** For a sentence: the step of the body at which it stands. */
function stuck({ awaits }: Program): string {
  return awaits === undefined ? '' : ` Its body stands at: ${awaits}.`;
}

/** Goes on after the last step of the body, and then when all checks hold; or when the program or the time is over. */
async function typedAndChecked(
  program: Program,
  steps: readonly PlannedStep[],
  signal: AbortSignal,
  turn: Turn,
): Promise<void> {
  const checks = turn.region.checks.length > 0;
  try {
    await dialogue(program, steps, signal);
  } catch (error) {
    // A program may end where nothing more is to be typed: its checks say whether it may.
    if (!checks || (await turn.outlook(resultOf(program))) !== 'holds') throw error;
  }
  if (checks) await untilHeld(program, () => resultOf(program), signal, turn);
}

async function planned(step: TypingStep, encoding: string, turn: Turn): Promise<PlannedStep> {
  switch (step.kind) {
    case 'text': {
      const parts: string[] = [];
      for (const part of step.parts) parts.push(await textOf(part, encoding, turn));
      return { kind: 'text', text: parts.join('') };
    }
    case 'wait':
      return { kind: 'wait', ...(step.text && { text: await turn.fill(step.text) }) };
    case 'pause': {
      const text = await turn.fill(step.duration);
      const milliseconds = parseDuration(text);
      if (milliseconds !== undefined) return { kind: 'pause', milliseconds };
      const message = `"${text}" is not a duration: write 500ms or 2s.`;
      throw new FileError({ code: 'bad-value', message }, step.duration);
    }
    case 'end':
      return { kind: 'end' };
  }
}

/** By its own name. */
function encodingOf(turn: Turn): string {
  const option = turn.options.get('encoding');
  if (option === undefined) return 'utf-8';
  const found = lookupEncoding(option.text);
  if (found === undefined) throw badValue(option, 'write the name of an encoding, such as cp850');
  return found.name;
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
