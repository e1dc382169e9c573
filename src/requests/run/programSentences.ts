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
  if (exception !== undefined) return ` ${exceptionText(exception)}`;
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
  return exception === undefined
    ? `${ended}.${more}${lastWords(state)}`
    : `${ended}: ${exceptionText(exception)}${more}`;
}

/** An exception that a program went on after: of a thread, or of a server that serves the next client. */
export function exceptionSentence(name: string, exception: PythonException, after = ''): string {
  return `${name} reported ${exceptionText(exception)}${after === '' ? '' : ` ${after}`}`;
}

/** `ValueError in line 7 of server.py, `int(x)`: invalid literal.`, with the line in the student's own file. */
function exceptionText({ name, message, file, line, code }: PythonException): string {
  const where = line === undefined ? '' : ` in line ${line}${file === undefined ? '' : ` of ${path.basename(file)}`}`;
  const shown = code === undefined ? '' : `, \`${code}\``;
  const text = `${name}${where}${shown}${message === '' ? '' : `: ${message}`}`;
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
