import { setTimeout as pause } from 'node:timers/promises';
import { WirebenchError } from '../../../base/errors.ts';
import type { Program } from '../../run/program.ts';
import { until } from '../../run/waiting.ts';
import { endSentence, lastWords } from '../../run/programSentences.ts';

/** A step with its placeholders filled in. */
export type PlannedStep =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'wait'; readonly text?: string }
  | { readonly kind: 'pause'; readonly milliseconds: number }
  | { readonly kind: 'end' };

/**
 * Types at a program, step by step: a line when the program asks for it, as a person does. Resolves after the last step. Rejects
 * with `program-ended` and, if the signal is aborted first, with `program-not-asking`.
 */
export async function dialogue(program: Program, steps: readonly PlannedStep[], signal: AbortSignal): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'pause') await paused(program, step.milliseconds, signal);
    else if (step.kind === 'wait' && step.text !== undefined) await printed(program, step.text, signal);
    else if (step.kind === 'text') {
      for (const line of step.text.split('\n')) {
        await asked(program, `"${line}" is to be typed`, signal);
        await program.type(`${line}\n`);
      }
    } else {
      await asked(program, `=== ${step.kind}`, signal);
      if (step.kind === 'wait') program.passAll();
      else program.endInput();
    }
  }
  program.awaits = undefined;
}

async function asked(program: Program, step: string, signal: AbortSignal): Promise<void> {
  await come(program, step, 'ask for input', () => program.asks, signal);
}

async function printed(program: Program, text: string, signal: AbortSignal): Promise<void> {
  await come(program, `=== wait ${text}`, `print "${text}"`, () => program.pass(text), signal);
}

/** The condition is asked at each change; it may be one that holds once. */
async function come(
  program: Program,
  step: string,
  what: string,
  condition: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  program.awaits = step;
  const seen = { good: false };
  await until(program.onChange, () => (seen.good = condition()) || program.over, signal);
  if (seen.good) return;
  const { over, name, state } = program;
  throw new WirebenchError({
    code: over ? 'program-ended' : 'program-not-asking',
    message: over
      ? endSentence(name, state, { without: ` and did not ${what} (${step})` })
      : `${name} did not ${what} in time (${step}).${lastWords(state)}`,
  });
}

async function paused(program: Program, milliseconds: number, signal: AbortSignal): Promise<void> {
  program.awaits = `=== pause ${milliseconds}ms`;
  const end = new AbortController();
  const over = program.onChange(() => {
    if (program.over) end.abort();
  });
  await pause(milliseconds, undefined, { signal: AbortSignal.any([signal, end.signal]) }).catch(() => undefined);
  over.dispose();
}
