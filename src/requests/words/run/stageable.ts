import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

/** The reason why a command cannot be put on a stage, as far as it can be seen before the start. */

/** `python3.12`, `pypy3`, the launcher of Windows. */
const pythonName = /^(?:python|pypy|py)[\d.]*w?$/i;
/** Programs of other files that start a program, which may be Python. */
const launchers = new Set(
  'env sh bash dash zsh fish ksh sudo nice timeout time stdbuf xvfb-run make uv uvx poetry pipenv hatch pdm conda mamba'.split(
    ' ',
  ),
);
/** Options of Python with a value in the next word (Python's documentation, "Command line and environment"). */
const withValue = new Set(['-W', '-X', '--check-hash-based-pycs']);

const isolating: Readonly<Record<string, string>> = {
  I: 'the option -I isolates Python, which then ignores PYTHONPATH',
  E: 'with the option -E, Python ignores PYTHONPATH',
  S: 'with the option -S, Python does not import sitecustomize',
};

const advice = 'Leave the option out, or leave out names, ports and trust';

function nameOf(file: string): string {
  return path.basename(file).replace(/\.exe$/i, '');
}

/** The first option of Python that keeps it off the stage. */
function offStage(args: readonly string[]): string | undefined {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (withValue.has(arg)) i++;
    else if (/^-[A-Za-z]/.test(arg)) {
      // `-Ic code`: the letters up to one that takes the rest as its value.
      const letters = arg.slice(1).split(/[cmWX]/, 1)[0]!;
      const found = Object.keys(isolating).find((letter) => letters.includes(letter));
      if (found !== undefined) return isolating[found];
      if (/[cm]/.test(arg.slice(1)[letters.length] ?? '')) return undefined;
    } else if (!arg.startsWith('--')) return undefined;
  }
  return undefined;
}

/** The beginning of a file that is looked for as the system does. Empty if it is not found. */
function beginning(file: string, folder: string, env: Readonly<Record<string, string | undefined>>): string {
  const folders = file.includes('/') ? [folder] : (env['PATH'] ?? '').split(path.delimiter);
  for (const each of folders) {
    try {
      const handle = openSync(path.resolve(each, file), 'r');
      try {
        const bytes = Buffer.alloc(256);
        return bytes.toString('latin1', 0, readSync(handle, bytes));
      } finally {
        closeSync(handle);
      }
    } catch {
      // It is in another folder.
    }
  }
  return '';
}

/** ELF and Mach-O. */
const native = /^(?:\x7fELF|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe)/;

/** Undefined: it can, or only its start will tell. */
export function notStageable(
  command: readonly string[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const [file = '', ...args] = command;
  const name = nameOf(file);
  if (pythonName.test(name)) {
    const why = offStage(args);
    return why && `${why}. ${advice}.`;
  }
  if (launchers.has(name) || process.platform === 'win32') return undefined;
  const text = beginning(file, folder, env);
  if (native.test(text))
    return `${name} is not a Python script. The options names, ports and trust work for Python only.`;
  const [, interpreter = '', rest = ''] = /^#!\s*(\S+)[ \t]*([^\r\n]*)/.exec(text) ?? [];
  const words = [interpreter, ...rest.split(/\s+/)].filter((word) => word !== '');
  const python = words.findIndex((word) => pythonName.test(nameOf(word)));
  const why = python === -1 ? undefined : offStage(words.slice(python + 1));
  return why && `in the first line of ${name}, ${why}. ${advice}.`;
}
