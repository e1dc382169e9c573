import type { ErrorCode } from '../../base/codes.ts';
import type { Check, MetaLine, Problem, VariableDefinition } from '../model.ts';
import type { Line } from './lines.ts';

/** The state that the parts of the parser share while they read one region. */
export interface RegionContext {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly meta: MetaLine[];
  readonly variables: VariableDefinition[];
  readonly checks: Check[];
  readonly problems: Problem[];
  /** The subjects of checks that are two words. */
  readonly subjects: ReadonlySet<string>;
}

/** `replacement`: the right text, for a quick fix. */
type Report = (
  context: { readonly problems: Problem[] },
  place: { readonly start: number; readonly end: number },
  code: ErrorCode,
  message: string,
  replacement?: string,
) => void;

const reporting =
  (severity: Problem['severity']): Report =>
  ({ problems }, { start, end }, code, message, replacement) =>
    problems.push({ start, end, code, severity, message, ...(replacement !== undefined && { replacement }) });

export const report = reporting('error');
export const warn = reporting('warning');
export const inform = reporting('information');

/** For messages: the name that was likely meant, else another hint. */
export function meant(near: string | undefined, otherwise = ''): string {
  return near === undefined ? otherwise : `Did you mean ${near}?`;
}

export function lineText(context: RegionContext, line: Line): string {
  return context.text.slice(line.start, line.end);
}

/** For messages: one line, not too long. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
