import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { starterExpectation } from '../labs/faulty.ts';
import type { Lab } from '../labs/lab.ts';
import { labFrom } from './checkLabs.ts';
import { studentCopy } from './studentFolder.ts';

/** A lab of a course, with the folders of its solution and its faulty programs, which stand beside the folder of the lab. */
export interface LabOfCourse {
  readonly file: string;
  readonly lab: Lab;
  readonly folder: string;
  readonly solution: string;
  /** There is a folder of that name. */
  readonly hasSolution: boolean;
  readonly faulty: string;
}

/** Throws as `labFrom` does. */
export async function labOfCourse(file: string): Promise<LabOfCourse> {
  const lab = await labFrom(file);
  const folder = path.dirname(path.resolve(file));
  const place = (kind: string): string => path.join(folder, '..', kind, path.basename(folder));
  const solution = place('solutions');
  return { file, lab, folder, solution, hasSolution: await isThere(solution), faulty: place('faulty') };
}

/** A copy of the files of a lab, with others in place of them. To be removed by `removeCopy`. */
export async function composed(
  { lab, folder }: LabOfCourse,
  over: readonly (readonly [from: string, as: string])[] = [],
): Promise<string> {
  const copy = await studentCopy(lab, folder, undefined);
  for (const [from, as] of over) {
    const to = path.join(copy, as);
    await mkdir(path.dirname(to), { recursive: true });
    await cp(from, to, { recursive: true });
  }
  return copy;
}

export async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}

/** The faulty programs, without files of the system and the expectation of the starter. */
export async function faultyNames({ faulty }: LabOfCourse): Promise<string[]> {
  const entries = await readdir(faulty, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  return names.filter((name) => name !== starterExpectation).sort();
}
