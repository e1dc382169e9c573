import { statSync } from 'node:fs';
import path from 'node:path';

/** The machine on which a program is looked for; tests put in another one. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  isFile(name: string): boolean;
}

/** A program and its arguments, as the system starts it. */
export interface Executable {
  readonly file: string;
  readonly args: readonly string[];
  /** Windows: the arguments are a command line already, so nothing of it is quoted. */
  readonly verbatim?: true;
}

export function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}

/** The value of a variable; Windows does not tell `Path` from `PATH`. */
export function variable({ platform, env }: Pick<Machine, 'platform' | 'env'>, name: string): string | undefined {
  if (platform !== 'win32') return env[name];
  const found = Object.keys(env).find((each) => each.toUpperCase() === name);
  return found === undefined ? undefined : env[found];
}

/** The folders in which the system looks for programs. */
export function searched(machine: Machine): readonly string[] {
  const separator = machine.platform === 'win32' ? ';' : ':';
  return (variable(machine, 'PATH') ?? '').split(separator).filter((folder) => folder !== '');
}

/** The extensions of programs, if Windows does not say otherwise. */
const extensions = '.COM;.EXE;.BAT;.CMD';

/**
 * How a command is started. On Windows a name without an extension stands for one of PATHEXT (as npm for npm.cmd), and the scripts
 * of its command interpreter are run by that. Throws Error with a sentence for an argument that no such script can be given.
 *
 * @param folder where a path begins.
 */
export function executableOf(command: readonly string[], folder: string, machine: Machine): Executable {
  const [name = '', ...args] = command;
  const file = machine.platform === 'win32' ? windowsFile(name, folder, machine) : name;
  if (machine.platform !== 'win32' || !/\.(?:cmd|bat)$/i.test(file)) return { file, args };
  const root = variable(machine, 'SYSTEMROOT') ?? 'C:\\Windows';
  return {
    file: `${root}\\System32\\cmd.exe`,
    // Extensions on, no delayed expansion, no commands of the registry.
    args: ['/e:ON', '/v:OFF', '/d', '/c', `"${[`"${file}"`, ...args.map(scriptArgument)].join(' ')}"`],
    verbatim: true,
  };
}

/** The file that a name stands for; the name itself if there is none. */
function windowsFile(name: string, folder: string, machine: Machine): string {
  const ends = (variable(machine, 'PATHEXT') ?? extensions).split(';').filter((end) => end.startsWith('.'));
  const hasEnd = ends.some((end) => name.toLowerCase().endsWith(end.toLowerCase()));
  const names = hasEnd ? [name] : ends.map((end) => `${name}${end.toLowerCase()}`);
  const folders = /[\\/:]/.test(name) ? [folder] : [folder, ...searched(machine)];
  for (const each of folders) {
    for (const file of names) {
      const whole = path.win32.resolve(each, file);
      if (machine.isFile(whole)) return whole;
    }
  }
  return name;
}

/**
 * An argument of a script for cmd.exe, which reads it twice: as a part of the command line, and where the script has it. In quotes
 * no operator is one; `%` is made one that no variable begins with (`%cd:~,%` is a variable without characters).
 */
function scriptArgument(text: string): string {
  if (/[\0\r\n]/.test(text)) throw new Error('a command script cannot be given an argument with a line end');
  const quoted = text.replaceAll(/(\\*)"/g, '$1$1""').replace(/(\\+)$/, '$1$1');
  return `"${quoted.replaceAll('%', '%%cd:~,%')}"`;
}
