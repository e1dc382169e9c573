import type { RegionContext } from '../../parse/context.ts';
import { readSteps, type StepMaking } from '../../parse/bodySteps.ts';
import type { Line } from '../../parse/lines.ts';
import { printBody } from '../../printing.ts';
import type { Range, Template } from '../../model.ts';
import type { ConversationStep } from './model.ts';

const wait = (range: Range, rest: Template | undefined): ConversationStep | undefined =>
  rest === undefined ? { ...range, kind: 'wait' } : undefined;

/** A line that is not one of them is a part of a message, as in the clients that read these files too. */
const making: StepMaking<ConversationStep> = {
  text: (range, parts) => ({ ...range, kind: 'message', parts }),
  rows: { wait, 'wait-for-server': wait },
};

/** Messages, and where to wait between them. Nothing between two separators is an empty message. */
export function readMessages(context: RegionContext, lines: readonly Line[]): ConversationStep[] {
  return readSteps(context, lines, making);
}

export function printSteps(steps: readonly ConversationStep[]): string[] {
  return steps.flatMap((step, index) => printStep(step, steps[index - 1]));
}

function printStep(step: ConversationStep, before: ConversationStep | undefined): string[] {
  if (step.kind === 'wait') return ['', '=== wait'];
  return [...(before?.kind === 'message' ? ['', '==='] : []), ...printBody(step.parts)];
}
