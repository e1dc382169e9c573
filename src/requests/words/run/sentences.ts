import type { ProgramState } from '../../run/program.ts';

/** Lines of the output in an error. */
const mostLines = 5;

/** How a program ended, for a sentence: `exit status 1`, `SIGTERM`. */
export function ending({ exitCode, signal }: ProgramState): string {
  return signal ?? `exit status ${exitCode}`;
}

/** The last that a program printed, as a sentence after another; empty if it printed nothing. */
export function printedLast({ output, screen = output }: ProgramState): string {
  const last = screen.trimEnd().split('\n').slice(-mostLines).join('\n');
  return last === '' ? '' : ` It printed: ${last}`;
}
