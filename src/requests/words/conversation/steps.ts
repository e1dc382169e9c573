import { plainBody, readBody } from '../../parse/body.ts';
import { lineText, type RegionContext } from '../../parse/context.ts';
import type { Line } from '../../parse/lines.ts';
import { trimmed } from '../../parse/template.ts';
import { printBody } from '../../printing.ts';
import type { ConversationStep } from './model.ts';

const SEPARATOR = /^===[ \t]*(wait(?:-for-server)?)?[ \t]*$/;

export function printSteps(steps: readonly ConversationStep[]): string[] {
  return steps.flatMap((step, index) => printStep(step, steps[index - 1]));
}

/** Messages, and where to wait between them. Nothing between two separators is an empty message. */
export function readSteps(context: RegionContext, lines: readonly Line[]): ConversationStep[] {
  const steps: ConversationStep[] = [];
  let message: Line[] = [];
  let separated = false;
  const close = (next?: Line): void => {
    const parts = readBody(context, message, plainBody);
    const first = parts[0];
    if (first) steps.push({ kind: 'message', start: first.start, end: parts.at(-1)!.end, parts });
    else if (separated && next) steps.push({ kind: 'message', start: next.start, end: next.start, parts });
    message = [];
  };
  for (const line of lines) {
    const match = SEPARATOR.exec(lineText(context, line));
    if (match === null) {
      message.push(line);
      continue;
    }
    const waits = match[1] !== undefined;
    close(line);
    // A wait need not be followed by a message.
    separated = !waits;
    if (!waits) continue;
    const { start, end } = trimmed(context.text, line.start, line.end);
    steps.push({ kind: 'wait', start, end });
  }
  close();
  return steps;
}

function printStep(step: ConversationStep, before: ConversationStep | undefined): string[] {
  if (step.kind === 'wait') return ['', '=== wait'];
  return [...(before?.kind === 'message' ? ['', '==='] : []), ...printBody(step.parts)];
}
