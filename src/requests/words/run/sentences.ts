import path from 'node:path';
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

/** How a program ended, and why as far as Python told it, or else the last that it printed. `name`: as the file calls it. */
export function endSentence(name: string, state: ProgramState): string {
  const { exception } = state;
  if (exception === undefined) return `${name} ended (${ending(state)}).${printedLast(state)}`;
  const { name: kind, message, file, line, code } = exception;
  const where = line === undefined ? '' : ` in line ${line}${file === undefined ? '' : ` of ${path.basename(file)}`}`;
  const shown = code === undefined ? '' : `, \`${code}\``;
  return `${name} ended (${ending(state)}): ${kind}${where}${shown}${message === '' ? '' : `: ${message}`}.`;
}
