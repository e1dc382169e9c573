import type { BodyPart, Range, Template } from '../model.ts';
import { plainBody, readBody } from './body.ts';
import { lineText, type RegionContext } from './context.ts';
import type { Line } from './lines.ts';
import { template, trimmed } from './template.ts';

/** The steps that a body may have, and how each is made. */
export interface StepMaking<Step> {
  /** Of the lines between two steps. */
  text(range: Range, parts: readonly BodyPart[]): Step;
  /** By the word after `===`; `rest` follows it. Undefined: that is not valid. */
  readonly rows: Readonly<Record<string, (range: Range, rest: Template | undefined) => Step | undefined>>;
  /** Of a line that is not a valid step, which it may report. */
  wrong(context: RegionContext, range: Range, word: string): 'text' | 'left out';
}

const STEP = /^===(?!=)[ \t]*(\S*)[ \t]*(.*?)[ \t]*$/;

/** Texts, and the lines between them that begin with `===`. Nothing between two bare ones is an empty text. */
export function readSteps<Step>(context: RegionContext, lines: readonly Line[], making: StepMaking<Step>): Step[] {
  const found: Step[] = [];
  let text: Line[] = [];
  let separated = false;
  const close = (next?: Line): void => {
    const parts = readBody(context, text, plainBody);
    const first = parts[0];
    if (first) found.push(making.text({ start: first.start, end: parts.at(-1)!.end }, parts));
    else if (separated && next) found.push(making.text({ start: next.start, end: next.start }, parts));
    text = [];
  };
  for (const line of lines) {
    const [, word, rest = ''] = STEP.exec(lineText(context, line)) ?? [];
    const range = trimmed(context.text, line.start, line.end);
    const step = word === undefined || word === '' ? undefined : stepOf(context, range, word, rest, making);
    if (word === undefined || (word !== '' && step === undefined && making.wrong(context, range, word) === 'text')) {
      text.push(line);
      continue;
    }
    close(line);
    // Another step need not be followed by a text.
    separated = word === '';
    if (step !== undefined) found.push(step);
  }
  close();
  return found;
}

function stepOf<Step>(
  context: RegionContext,
  range: Range,
  word: string,
  rest: string,
  { rows }: StepMaking<Step>,
): Step | undefined {
  if (!Object.hasOwn(rows, word)) return undefined;
  return rows[word]!(range, rest === '' ? undefined : template(context.text, range.end - rest.length, range.end));
}
