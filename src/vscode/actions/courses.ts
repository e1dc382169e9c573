import fs from 'node:fs/promises';
import path from 'node:path';
import { WirebenchError } from '../../base/errors.ts';
import { languageOf, type LanguageId } from '../labs/languages.ts';
import { labSkeleton } from '../labs/newLabText.ts';
import type { How, Means } from './means.ts';

/** The most files of a course that are copied. */
const mostFiles = 2000;
/** What stays with the course: solutions, and programs with a known fault. */
const apart = new Set(['solutions', 'faulty']);

export interface CourseCopy {
  /** The name of a course that ships with Wirebench. */
  readonly course: string;
  /** The folder that the course is copied into, an absolute path. */
  readonly to: string;
  /** The languages of the programs to begin with. Default: Python. */
  readonly languages?: readonly LanguageId[];
}

export interface CopiedCourse {
  readonly folder: string;
  /** The labs of the course, in order, as absolute paths. */
  readonly labs: readonly string[];
  readonly copied: number;
  /** Files that were there before: they are as they were. */
  readonly kept: number;
}

/**
 * Copies a course that ships with Wirebench: its labs and the programs to begin with, without the solutions. A file that is there is
 * never overwritten.
 */
export async function copyCourse(
  { around }: Pick<Means, 'around'>,
  { course, to, languages = ['python'] }: CourseCopy,
  { signal }: How = {},
): Promise<CopiedCourse> {
  if (!(await shippedCourses(around.courses)).includes(course)) {
    throw new WirebenchError({ code: 'no-such-file', message: `There is no course ${course} in this Wirebench.` });
  }
  const from = path.join(around.courses, course);
  const files = await courseFiles(from, languages);
  let copied = 0;
  for (const file of files) {
    signal?.throwIfAborted();
    if (await copyNew(path.join(from, file), path.join(to, file))) copied += 1;
  }
  const labs = files.filter((file) => file.endsWith('.lab.md')).map((file) => path.join(to, file));
  return { folder: to, labs, copied, kept: files.length - copied };
}

/** The names of the courses in a folder of courses. */
export async function shippedCourses(folder: string): Promise<readonly string[]> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The languages that a course has programs in. */
export async function courseLanguages(folder: string): Promise<ReadonlySet<LanguageId>> {
  const files = await courseFiles(folder, undefined);
  return new Set(files.flatMap((file) => languageOf(file) ?? []));
}

/** Paths relative to the folder, in order. `languages` undefined: of all languages. */
async function courseFiles(folder: string, languages: readonly LanguageId[] | undefined): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (inner: string): Promise<void> => {
    for (const entry of await fs.readdir(path.join(folder, inner), { withFileTypes: true })) {
      const file = path.join(inner, entry.name);
      if (entry.isDirectory()) {
        if (inner !== '' || !apart.has(entry.name)) await visit(file);
      } else if (entry.isFile()) {
        const language = languageOf(file);
        if (language === undefined || languages === undefined || languages.includes(language)) found.push(file);
      }
      if (found.length > mostFiles) {
        throw new WirebenchError({ code: 'file-too-large', message: `The course has more than ${mostFiles} files.` });
      }
    }
  };
  await visit('');
  return found.sort();
}

/** Copies a file unless there is one at the target; true if it was copied. */
async function copyNew(from: string, to: string): Promise<boolean> {
  await fs.mkdir(path.dirname(to), { recursive: true });
  return writtenNew(to, await fs.readFile(from));
}

/** Writes a file unless there is one; true if it was written. */
async function writtenNew(file: string, content: Uint8Array | string): Promise<boolean> {
  try {
    await fs.writeFile(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

export interface NewLab {
  /** The folder of the course, an absolute path. */
  readonly course: string;
  readonly title: string;
}

/**
 * Writes the skeleton of a lab with the next number of its course: the lab, the program to begin with, its solution and a faulty
 * program. Returns the path of the lab.
 */
export async function makeLab(_means: object, { course, title }: NewLab): Promise<string> {
  const entries = await fs.readdir(course, { withFileTypes: true }).catch(() => []);
  const taken = entries.flatMap(({ name }) => Number(/^(\d+)-/.exec(name)?.[1] ?? 0));
  const name = `${String(Math.max(0, ...taken) + 1).padStart(2, '0')}-${folderName(title)}`;
  const lab = path.join(course, name, `${name}.lab.md`);
  for (const [file, text] of Object.entries(labSkeleton(name, title))) {
    const target = path.join(course, file);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await writtenNew(target, text);
  }
  return lab;
}

/** A title as the name of a folder: small letters and digits, with hyphens between the words. */
function folderName(title: string): string {
  const name = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'lab' : name;
}
