import { nearest } from '../../../base/nearest.ts';
import { plainBody, readBody } from '../../parse/body.ts';
import { lineText, meant, report, type RegionContext } from '../../parse/context.ts';
import type { Line } from '../../parse/lines.ts';
import { template, trimmed } from '../../parse/template.ts';
import { printBody } from '../../printing.ts';
import type { Range, Template } from '../../model.ts';
import type { TypingStep } from './model.ts';
import { typingSteps } from './spec.ts';

const STEP = /^===(?!=)[ \t]*(\S*)[ \t]*(.*?)[ \t]*$/;

/** The steps by their words: what follows the word, and how it is read. Undefined: it lacks what must follow. */
const steps: Readonly<Record<string, (range: Range, rest: Template | undefined) => TypingStep | undefined>> = {
  wait: (range, text) => ({ ...range, kind: 'wait', ...(text && { text }) }),
  pause: (range, duration) => duration && { ...range, kind: 'pause', duration },
  end: (range, rest) => (rest === undefined ? { ...range, kind: 'end' } : undefined),
};

/** Texts to type, and the lines between them that begin with `===`. Nothing between two bare ones is an empty line. */
export function readSteps(context: RegionContext, lines: readonly Line[]): TypingStep[] {
  const found: TypingStep[] = [];
  let text: Line[] = [];
  let separated = false;
  const close = (next?: Line): void => {
    const parts = readBody(context, text, plainBody);
    const first = parts[0];
    if (first) found.push({ kind: 'text', start: first.start, end: parts.at(-1)!.end, parts });
    else if (separated && next) found.push({ kind: 'text', start: next.start, end: next.start, parts });
    text = [];
  };
  for (const line of lines) {
    const match = STEP.exec(lineText(context, line));
    if (match === null) {
      text.push(line);
      continue;
    }
    close(line);
    const [, word = '', rest = ''] = match;
    separated = word === '';
    const step = separated ? undefined : stepOf(context, line, word, rest);
    if (step !== undefined) found.push(step);
  }
  close();
  return found;
}

function stepOf(context: RegionContext, line: Line, word: string, rest: string): TypingStep | undefined {
  const range = trimmed(context.text, line.start, line.end);
  const place = template(context.text, range.end - rest.length, range.end);
  const step = Object.hasOwn(steps, word) ? steps[word]!(range, rest === '' ? undefined : place) : undefined;
  if (step !== undefined) return step;
  const row = typingSteps.find(({ name }) => name === word);
  const near = row === undefined ? nearest(word, Object.keys(steps)) : undefined;
  const usages = typingSteps.map(({ usage }) => usage).join(', ');
  const message =
    row === undefined
      ? `"=== ${word}" is not a step of RUN. ${meant(near, `The steps are ${usages}.`)}`
      : `Write ${row.usage}.`;
  report(context, range, 'unexpected-text', message);
  return undefined;
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
