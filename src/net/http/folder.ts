import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { noFileOnWindows } from '../within.ts';
import { later, now, type Disk } from './disk.ts';

/** Milliseconds for which the system keeps recently read data in memory. */
const fresh = 1000;
/** The most paths whose last reading is remembered. */
const mostFresh = 1000;

/** The result of a path in a folder. It is never outside the folder, whatever the path or a link says. */
type Found =
  | { readonly kind: 'file'; readonly path: string; readonly name: string; readonly stats: Stats }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'none' };

const none: Found = { kind: 'none' };

/**
 * The names in a request's path; undefined if it cannot be below the folder. Percent-encoding is decoded once, name by
 * name. A decoded name that looks like a separator, an end or a hidden name is refused.
 */
export function namesOf(urlPath: string, windows = path.sep === '\\'): string[] | undefined {
  const names: string[] = [];
  for (const part of urlPath.split('/')) {
    let name: string;
    try {
      name = decodeURIComponent(part);
    } catch {
      return undefined;
    }
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (names.pop() === undefined) return undefined;
      continue;
    }
    if (!isPlainName(name, windows)) return undefined;
    names.push(name);
  }
  return names;
}

/** On Windows, a short name, which may belong to a hidden file. */
const shortName = /~\d/;

/** Hidden files and separators of any system are refused everywhere. */
function isPlainName(name: string, windows: boolean): boolean {
  return (
    !name.startsWith('.') &&
    !/[/\\\u0000]/.test(name) &&
    !(windows && (noFileOnWindows.test(name) || shortName.test(name)))
  );
}

export class Folder {
  readonly #root: string;
  /** By path: the time of its last reading, in milliseconds of the monotonic clock. */
  readonly #served = new Map<string, number>();

  /** `root`: a real path (`Folder.at`). */
  private constructor(root: string) {
    this.#root = root;
  }

  static async at(folder: string): Promise<Folder> {
    const root = await realpath(folder);
    if (!(await stat(root)).isDirectory()) throw new Error('it is not a folder');
    return new Folder(root);
  }

  /**
   * How to read a path. A recently read file is in the system's memory, and a thread would take ten times as long.
   * Another file may be on a sleeping disk or behind a network that hangs.
   */
  diskFor(names: readonly string[]): Disk {
    const served = this.#served.get(names.join('/'));
    return served !== undefined && performance.now() - served < fresh ? now : later;
  }

  /** A small file at that path was read to its end. */
  served(names: readonly string[]): void {
    if (this.#served.size >= mostFresh) this.#served.clear();
    this.#served.set(names.join('/'), performance.now());
  }

  async find(names: readonly string[], disk: Disk): Promise<Found> {
    const asked = path.join(this.#root, ...names);
    try {
      const real = await disk.realpath(asked);
      if (!this.#isInside(real) || (real !== asked && real.toLowerCase() === asked.toLowerCase())) return none;
      const stats = await disk.stat(real);
      if (stats.isDirectory()) return { kind: 'folder', path: real };
      return stats.isFile() ? { kind: 'file', path: real, name: path.basename(asked), stats } : none;
    } catch {
      // Missing, unreadable, a loop of links, a file in place of a folder: all the same to a client.
      return none;
    }
  }

  /** Compared name by name, since a link may lead anywhere, even to a hidden file. */
  #isInside(real: string): boolean {
    const below = path.relative(this.#root, real);
    if (below === '') return true;
    return !path.isAbsolute(below) && below.split(path.sep).every((name) => !name.startsWith('.'));
  }

  /** The names in a folder in Python's order. Folders end with `/`, links with `@`. */
  async list(folder: string): Promise<{ name: string; link: string; shown: string }[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    const rows = await Promise.all(
      entries
        .filter((entry) => isPlainName(entry.name, path.sep === '\\'))
        .map(async (entry) => {
          const at = path.join(folder, entry.name);
          const isLink = entry.isSymbolicLink();
          const isFolder = entry.isDirectory() || (isLink && (await stat(at).catch(() => undefined))?.isDirectory());
          if (isLink && !this.#isInside(await realpath(at).catch(() => path.parse(at).root))) return undefined;
          const slash = isFolder ? '/' : '';
          return { name: entry.name, link: entry.name + slash, shown: entry.name + (isLink ? '@' : slash) };
        }),
    );
    return rows
      .filter((row) => row !== undefined)
      .map((row) => ({ row, key: codePoints(row.name.toLowerCase()), name: codePoints(row.name) }))
      .sort((a, b) => compare(a.key, b.key) || compare(a.name, b.name))
      .map(({ row }) => row);
  }
}

const codePoints = (text: string) => Array.from(text, (char) => char.codePointAt(0)!);

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}

/** Opens the result. A link or a device that replaced it meanwhile is refused. The caller closes it. */
export async function openFound(path: string, disk: Disk): Promise<{ file: number; stats: Stats }> {
  const file = await disk.open(path);
  try {
    const stats = await disk.fstat(file);
    if (stats.isFile()) return { file, stats };
  } catch (error) {
    await disk.close(file);
    throw error;
  }
  await disk.close(file);
  throw new Error('it is not a file any more');
}
