import type { Range, Template } from '../model.ts';
import type { Reading } from '../words/kind.ts';
import { report } from './context.ts';
import { template } from './template.ts';

/** The words after the first on its line. They are separated by white space; a placeholder may have some within. */
export function argumentsOf({ context, rest }: Reading): Range[] {
  return [...context.text.slice(rest.start, rest.end).matchAll(/(?:\{\{[^{}]*\}\}|\S)+/g)].map((match) => ({
    start: rest.start + match.index,
    end: rest.start + match.index + match[0].length,
  }));
}

export function templateAt({ context }: Reading, { start, end }: Range): Template {
  return template(context.text, start, end);
}

/** The one word that may be there. */
export function oneArgument(reading: Reading): Template {
  const { context, rest } = reading;
  // Most are one word without a placeholder.
  if (!/[\s{]/.test(context.text.slice(rest.start, rest.end))) return templateAt(reading, rest);
  const [first, more] = argumentsOf(reading);
  tooMuch(reading, more);
  return templateAt(reading, first!);
}

/** Reports what is there from `more` on. */
export function tooMuch({ context, spec, rest }: Reading, more: Range | undefined): void {
  if (more === undefined) return;
  const place = { start: more.start, end: rest.end };
  report(context, place, 'bad-request-line', `This is too much: write ${spec.usage}.`);
}

export function badRequestLine({ context, spec, rest }: Reading): void {
  report(context, rest, 'bad-request-line', `Write ${spec.usage}.`);
}
