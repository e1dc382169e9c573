import path from 'node:path';
import { searched, variable, type Machine } from './executable.ts';

/** Where the Python of a request file is looked for first. */
export interface PythonPlace {
  /** As the setting names it. */
  readonly interpreter?: string;
  /** Environments are looked for in these folders and above them ... */
  readonly folders: readonly string[];
  /** ... up to this one. Absent: in the folders only. */
  readonly within?: string;
}

const environments = ['.venv', 'venv'];
/** Folders between one and the one it is looked for within. */
const mostFolders = 100;

/**
 * The command that `python` and `python3` stand for: the interpreter of the setting; the virtual environment beside the file, or
 * above it; the active one; on Windows its launcher. Else the first of either name on the path. Undefined: none of them is there.
 */
export function pythonCommand(place: PythonPlace, machine: Machine): readonly string[] | undefined {
  if (place.interpreter !== undefined && place.interpreter !== '') return [place.interpreter];
  const system = machine.platform === 'win32' ? path.win32 : path.posix;
  const inside = machine.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const active = variable(machine, 'VIRTUAL_ENV');
  const virtual = [
    ...foldersOf(place, system).flatMap((folder) => environments.map((name) => system.join(folder, name))),
    ...(active === undefined || active === '' ? [] : [active]),
  ];
  for (const folder of virtual) {
    const file = system.join(folder, ...inside);
    // The file that makes a folder a virtual environment (PEP 405).
    if (machine.isFile(system.join(folder, 'pyvenv.cfg')) && machine.isFile(file)) return [file];
  }
  return machine.platform === 'win32' ? windowsPython(machine) : posixPython(machine);
}

function foldersOf({ folders, within }: PythonPlace, system: path.PlatformPath): string[] {
  const found: string[] = [];
  for (const start of folders) {
    found.push(start);
    if (within === undefined || !isBelow(system.relative(within, start), system)) continue;
    for (let at = start, i = 0; at !== within && i < mostFolders; i++) found.push((at = system.dirname(at)));
  }
  return [...new Set(found)];
}

function isBelow(relative: string, system: path.PlatformPath): boolean {
  return (
    relative !== '' && relative !== '..' && !relative.startsWith(`..${system.sep}`) && !system.isAbsolute(relative)
  );
}

/** In each folder the newer name first: `python` alone may be Python 2. */
function posixPython(machine: Machine): readonly string[] | undefined {
  for (const folder of searched(machine)) {
    for (const name of ['python3', 'python']) {
      const file = path.posix.join(folder, name);
      if (machine.isFile(file)) return [file];
    }
  }
  return undefined;
}

/** The folder where Windows puts programs of the Store, and a `python.exe` that only leads to the Store. */
const store = /\\Microsoft\\WindowsApps\\?$/i;

function windowsPython(machine: Machine): readonly string[] | undefined {
  const folders = searched(machine);
  const own = folders.filter((folder) => !store.test(folder));
  const named = (where: readonly string[], names: readonly string[]): string | undefined =>
    where.flatMap((folder) => names.map((name) => path.win32.join(folder, name))).find((file) => machine.isFile(file));
  const launcher = named(own, ['py.exe']);
  if (launcher !== undefined) return [launcher, '-3'];
  const python = named(own, ['python.exe', 'python3.exe']) ?? named(folders, ['python.exe', 'python3.exe']);
  return python === undefined ? undefined : [python];
}
