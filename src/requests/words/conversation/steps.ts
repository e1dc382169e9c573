import { stepRows } from '../../../net/behaviours/dialogueSteps.ts';
import { warn, type RegionContext } from '../../parse/context.ts';
import { readSteps, type StepMaking } from '../../parse/bodySteps.ts';
import type { Line } from '../../parse/lines.ts';
import { printBody } from '../../printing.ts';
import type { Range, Template } from '../../model.ts';
import type { ConversationStep } from './model.ts';

const wait = (range: Range, rest: Template | undefined): ConversationStep | undefined =>
  rest === undefined ? { ...range, kind: 'wait' } : undefined;

/**
 * A line that is not one of them is a part of a message, as in the clients that read these files too. If it looks like a step that
 * others have, it is likely meant as one.
 */
const making: StepMaking<ConversationStep> = {
  text: (range, parts) => ({ ...range, kind: 'message', parts }),
  rows: { wait, 'wait-for-server': wait },
  wrong(context, range, word) {
    const isHeading = context.text.slice(range.start, range.end).endsWith('==');
    const isWait = Object.hasOwn(making.rows, word);
    if (!isHeading && (isWait || stepRows.some(({ name }) => name === word))) {
      const why = isWait
        ? `"=== ${word}" has nothing after it here`
        : `"=== ${word}" is a step of servers and programs`;
      const message = `This line is sent as text: ${why}. The step of a client is "=== wait", which waits until the other side says something.`;
      warn(context, range, 'unexpected-text', message);
    }
    return 'text';
  },
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
