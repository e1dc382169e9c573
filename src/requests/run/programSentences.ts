import path from 'node:path';
import type { ProgramState } from './program.ts';
import type { PythonException } from './traceback.ts';

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

/** Why a program failed, as a sentence after another: what Python told, or else the last that it printed; empty if it printed nothing. */
export function lastWords({ output, screen = output, exception }: ProgramState): string {
  if (exception !== undefined) return ` ${exceptionText(exception)}.`;
  const last = screen.trimEnd().split('\n').slice(-mostLines).join('\n');
  return last === '' ? '' : ` It printed: ${last}`;
}

/**
 * How a program ended, and why as far as Python told it, or else the last that it printed. `name`: as the file calls it. `without`:
 * what it did not do before. `after`: sentences about what came of it.
 */
export function endSentence(
  name: string,
  state: ProgramState,
  { without = '', after = '' }: { readonly without?: string; readonly after?: string } = {},
): string {
  const { exception } = state;
  const ended = `${name} ended (${ending(state)})${without}`;
  const more = after === '' ? '' : ` ${after}`;
  if (exception === undefined) return `${ended}.${more}${lastWords(state)}`;
  const why = exceptionText(exception);
  return `${ended}: ${why}${/[.?!]$/.test(why) ? '' : '.'}${more}`;
}

/** With the line in the student's own file. */
function exceptionText({ name, message, file, line, code }: PythonException): string {
  const where = line === undefined ? '' : ` in line ${line}${file === undefined ? '' : ` of ${path.basename(file)}`}`;
  const shown = code === undefined ? '' : `, \`${code}\``;
  return `${name}${where}${shown}${message === '' ? '' : `: ${message}`}`;
}
