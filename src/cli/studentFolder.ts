import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { WirebenchError } from '../base/errors.ts';
import type { Lab } from '../labs/lab.ts';

/** Of one folder. */
const mostBytes = 200_000_000;
const mostFiles = 5000;
const left = new Set(['.git', '.venv', 'venv', '__pycache__', 'node_modules', 'solutions', 'faulty']);

/**
 * A copy of a student's folder, with the files that the lab gives to all (a text to read, say), in a new temporary folder. The lab
 * itself is not in it, nor are links, which could lead to another folder. A file that the lab gives is the lab's, but for those that the student writes.
 */
export async function studentCopy(lab: Lab, labFolder: string, student: string | undefined): Promise<string> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'wirebench-check-'));
  try {
    const taken = { bytes: 0, files: 0 };
    await copyTree(student ?? labFolder, copy, taken, () => true);
    if (student !== undefined) await copyTree(labFolder, copy, taken, (name) => !isStudents(lab, name));
    return copy;
  } catch (error) {
    await removeCopy(copy);
    throw error;
  }
}

export async function removeCopy(copy: string): Promise<void> {
  // A program that could not be ended may still hold a file of it (Windows).
  await rm(copy, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

/**
 * Whether a file is the student's to write: those that the lab has in cells, also in another language (server.js, if server.py is in a
 * cell). A lab without such cells does not tell which of the programs beside it are its own.
 */
function isStudents(lab: Lab, name: string): boolean {
  const stem = (file: string): string => path.basename(file, path.extname(file)).toLowerCase();
  const own = lab.cells.flatMap(({ file }) => file ?? []);
  return own.length === 0
    ? /\.(?:py|c?js|mjs|ts|c|h|java)$/i.test(name)
    : own.some((file) => stem(file) === stem(name));
}

async function copyTree(
  from: string,
  to: string,
  taken: { bytes: number; files: number },
  wanted: (name: string) => boolean,
): Promise<void> {
  for (const entry of await entriesOf(from)) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isDirectory() && !left.has(entry.name)) {
      await mkdir(target, { recursive: true });
      await copyTree(source, target, taken, wanted);
    } else if (entry.isFile() && !entry.name.endsWith('.lab.md') && wanted(entry.name)) {
      taken.bytes += (await stat(source)).size;
      taken.files += 1;
      if (taken.bytes > mostBytes || taken.files > mostFiles) {
        const message = `${from} has more than ${mostFiles} files or ${mostBytes / 1_000_000} MB: this is not the folder of a lab.`;
        throw new WirebenchError({ code: 'file-too-large', message });
      }
      await copyFile(source, target);
    }
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const system = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new WirebenchError(
      { code: 'file-unreadable', message: `The folder ${folder} could not be read: ${system}.`, system },
      { cause },
    );
  }
}
