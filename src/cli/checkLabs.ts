import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { WirebenchError } from '../base/errors.ts';
import { readLab, type Lab } from '../labs/lab.ts';

/** The labs and the folders of students that a command names. */

/** Throws the first problem of a lab that is an error, and `nothing-to-run` if it has no requests. */
export async function labFrom(file: string): Promise<Lab> {
  const lab = readLab(await readText(file));
  const wrong = lab.problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new WirebenchError({ code: wrong.code, message: `${file}: ${wrong.message}` });
  if (lab.cells.some(({ kind }) => kind === 'requests')) return lab;
  const message = `${file} has no requests to check: write them in a block that begins with three backquotes and http.`;
  throw new WirebenchError({ code: 'nothing-to-run', message });
}

/** Throws `file-unreadable`. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): WirebenchError {
  const system = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new WirebenchError(
    { code: 'file-unreadable', message: `${file} could not be read: ${system}.`, system },
    { cause },
  );
}

/** The lab, or those in a folder and in the folders in it, by their names. */
export async function labsAt(place: string): Promise<string[]> {
  try {
    if (!(await stat(place)).isDirectory()) return [place];
    const inside = await readdir(place);
    const folders = ['', ...inside.filter((name) => !['solutions', 'faulty', 'node_modules', '.git'].includes(name))];
    const found = await Promise.all(
      folders.map(async (folder) => {
        const names = await readdir(path.join(place, folder)).catch(() => []);
        return names.filter((name) => name.endsWith('.lab.md')).map((name) => path.join(place, folder, name));
      }),
    );
    if (found.flat().length > 0) return found.flat().sort();
  } catch (cause) {
    throw unreadable(place, cause);
  }
  throw new WirebenchError({ code: 'file-unreadable', message: `The folder ${place} has no lab: a file NAME.lab.md.` });
}

/** Files between the folders, such as a list of students, are passed over. */
export async function foldersOf(places: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const place of places) {
    const status = await stat(place).catch((cause: unknown) => {
      throw unreadable(place, cause);
    });
    if (status.isDirectory()) found.push(place);
  }
  if (found.length > 0) return found;
  throw new WirebenchError({ code: 'file-unreadable', message: '--each names no folder.' });
}
