import type { ErrorCode } from '../../base/codes.ts';
import type { Check, MetaLine, Problem, VariableDefinition } from '../model.ts';
import type { Line } from './lines.ts';

/** What the parts of the parser share while they read one region. */
export interface RegionContext {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly meta: MetaLine[];
  readonly variables: VariableDefinition[];
  readonly checks: Check[];
  readonly problems: Problem[];
}

interface ProblemDetails {
  readonly severity?: Problem['severity'];
  readonly replacement?: string;
}

export function report(
  context: { readonly problems: Problem[] },
  range: { readonly start: number; readonly end: number },
  code: ErrorCode,
  message: string,
  details: ProblemDetails = {},
): void {
  context.problems.push({
    start: range.start,
    end: range.end,
    code,
    severity: details.severity ?? 'error',
    message,
    ...(details.replacement !== undefined && { replacement: details.replacement }),
  });
}

export function lineText(context: RegionContext, line: Line): string {
  return context.text.slice(line.start, line.end);
}

/** For messages: one line, not too long. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
