import { nearest } from '../../../base/nearest.ts';
import { readSteps, type StepMaking } from '../../parse/bodySteps.ts';
import { meant, report, type RegionContext } from '../../parse/context.ts';
import type { Line } from '../../parse/lines.ts';
import { printBody } from '../../printing.ts';
import type { TypingStep } from './model.ts';
import { typingSteps } from './spec.ts';

const making: StepMaking<TypingStep> = {
  text: (range, parts) => ({ ...range, kind: 'text', parts }),
  rows: {
    wait: (range, text) => ({ ...range, kind: 'wait', ...(text && { text }) }),
    pause: (range, duration) => duration && { ...range, kind: 'pause', duration },
    end: (range, rest) => (rest === undefined ? { ...range, kind: 'end' } : undefined),
  },
  wrong(context, range, word) {
    const row = typingSteps.find(({ name }) => name === word);
    const names = typingSteps.map(({ name }) => name);
    const usages = typingSteps.map(({ usage }) => usage).join(', ');
    const message =
      row === undefined
        ? `"=== ${word}" is not a step of RUN. ${meant(nearest(word, names), `The steps are ${usages}.`)}`
        : `Write ${row.usage}.`;
    report(context, range, 'unexpected-text', message);
    return 'left out';
  },
};

/** Texts to type, and what happens between them. */
export function readTyping(context: RegionContext, lines: readonly Line[]): TypingStep[] {
  return readSteps(context, lines, making);
}

export function printStep(step: TypingStep, before: TypingStep | undefined): string[] {
  switch (step.kind) {
    case 'text':
      return [...(before?.kind === 'text' ? ['', '==='] : []), ...printBody(step.parts)];
    case 'wait':
      return ['', `=== wait${step.text === undefined ? '' : ` ${step.text.text}`}`];
    case 'pause':
      return ['', `=== pause ${step.duration.text}`];
    case 'end':
      return ['', '=== end'];
  }
}
