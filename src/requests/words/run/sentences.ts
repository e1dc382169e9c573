import type { ProgramState } from '../../run/program.ts';

/** Lines of the output in an error. */
const mostLines = 5;

/** The exit status of Windows' `python.exe` that only leads to the Store. */
const leadsToStore = 9009;

/** How a program ended, for a sentence: `exit status 1`, `SIGTERM`. */
export function ending({ exitCode, signal }: ProgramState): string {
  if (exitCode === leadsToStore)
    return `exit status ${exitCode}: there is no Python behind this name, it leads to the Microsoft Store; install Python from python.org`;
  return signal ?? `exit status ${exitCode}`;
}

/** The last that a program printed, as a sentence after another; empty if it printed nothing. */
export function printedLast({ output, screen = output }: ProgramState): string {
  const last = screen.trimEnd().split('\n').slice(-mostLines).join('\n');
  return last === '' ? '' : ` It printed: ${last}`;
}
