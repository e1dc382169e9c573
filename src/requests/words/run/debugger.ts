import path from 'node:path';
import { WirebenchError } from '../../../base/errors.ts';
import type { DebugMeans, Debuggee } from '../../run/debuggee.ts';
import type { Program } from '../../run/program.ts';
import { holdOf } from '../../run/hold.ts';
import { Cancelled } from '../../run/requestError.ts';
import { until } from '../../run/waiting.ts';
import { Emitter } from '../../../base/emitter.ts';
import { debugpyLauncher } from './debugpyLauncher.ts';

/** How a program of a language starts so that it waits for a debugger. One row for each kind of debugger. */
interface Row {
  readonly kind: Debuggee['kind'];
  /** The name of the program, without its folder. */
  readonly program: RegExp;
  /** The command that waits; undefined: the editor has no debugger for it. */
  readonly command: (words: readonly string[], means: DebugMeans) => readonly string[] | undefined;
  /** The line that tells the port; then all lines of the debugger itself, which are no output of the program. */
  readonly port: RegExp;
  readonly own: RegExp;
  readonly missing: string;
}

const rows: readonly Row[] = [
  {
    kind: 'node',
    program: /^node(?:\.exe)?$/i,
    command: ([node = '', ...rest], { node: there }) =>
      there ? [node, '--inspect-brk=127.0.0.1:0', ...rest] : undefined,
    port: /^Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)\//,
    own: /^(?:Debugger listening on ws:|For help, see: https:\/\/nodejs\.org|Debugger attached\.|Waiting for the debugger to disconnect)/,
    missing:
      'This program runs in Node.js. To debug it, enable the extension JavaScript Debugger (ms-vscode.js-debug).',
  },
  {
    kind: 'python',
    program: /^(?:python|pypy)[\d.]*(?:\.exe)?$/i,
    command: (words, { python }) => (python === undefined ? undefined : underDebugpy(words, python)),
    port: /^wirebench: debugpy listens on port (\d+)$/,
    own: /^(?:wirebench: debugpy listens on port \d+|\d+\.\d+s - )/,
    missing:
      'This program is written in Python. To debug it, install the extension Python Debugger (ms-python.debugpy), and debug again.',
  },
];

/** Options of Python with a value in the next word. */
const withValue = new Set(['-W', '-X', '--check-hash-based-pycs']);

/** The options of Python stay, then comes our launcher, then what was to run. */
function underDebugpy([python = '', ...rest]: readonly string[], libraries: string): readonly string[] {
  let at = 0;
  while (at < rest.length && rest[at]!.startsWith('-') && !/^-[cm]/.test(rest[at]!))
    at += withValue.has(rest[at]!) ? 2 : 1;
  return [python, ...rest.slice(0, at), '-c', debugpyLauncher, libraries, ...rest.slice(at)];
}

/** A program that waits for a debugger at its start. */
interface Debugging {
  readonly command: readonly string[];
  /** Takes a line of its error stream; true: it is the debugger's, and no output of the program. */
  readonly hears: (line: string) => boolean;
  /** Resolves when a debugger is attached. Rejects if none is, or if the run is cancelled. */
  attached(program: Program, attach: (to: Debuggee) => Promise<boolean>, signal: AbortSignal): Promise<void>;
}

/** Undefined: it is not a program of a language that is debugged. Throws `no-debugger` if the editor has none for the language. */
export function debuggingOf(words: readonly string[], means: DebugMeans): Debugging | undefined {
  const row = rows.find(({ program }) => program.test(path.basename(words[0] ?? '')));
  if (row === undefined) return undefined;
  const command = row.command(words, means);
  if (command === undefined) throw new WirebenchError({ code: 'no-debugger', message: row.missing });
  let port: number | undefined;
  const told = new Emitter<void>();
  return {
    command,
    hears: (line) => {
      const found = row.port.exec(line)?.[1];
      if (found !== undefined) {
        port = Number(found);
        told.fire();
      }
      return row.own.test(line);
    },
    async attached(program, attach, signal) {
      // It takes the editor a while, which is not the program's.
      const hold = holdOf(signal);
      hold?.set('attaching', true);
      const ended = program.onChange(() => {
        if (program.over) told.fire();
      });
      try {
        await until(told.event, () => port !== undefined || program.over, signal);
        if (signal.aborted) throw new Cancelled(program.name);
        // Its own end tells why.
        if (port === undefined) return;
        if (await attach({ kind: row.kind, port, name: program.name, folder: program.folder })) return;
      } finally {
        ended.dispose();
        hold?.set('attaching', false);
      }
      throw new WirebenchError({
        code: 'no-debugger',
        message: `The debugger of the editor did not attach to ${program.name} at 127.0.0.1:${port}. Run it without a debugger, or see the Debug Console.`,
      });
    },
  };
}
