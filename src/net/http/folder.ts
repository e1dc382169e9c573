import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { noFileOnWindows } from '../within.ts';
import { later, now, type Disk } from './disk.ts';

/** Milliseconds for which the system has at hand what it was asked for. */
const fresh = 1000;
/** Paths of which is known when they were read last. */
const mostFresh = 1000;

/** What is found at a path of a folder: nothing of it is ever outside, whatever the path or a link says. */
type Found =
  | { readonly kind: 'file'; readonly path: string; readonly name: string; readonly stats: Stats }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'none' };

const none: Found = { kind: 'none' };

/**
 * The names that a request's path is made of; undefined where it cannot be one below the folder. Percent-encoding is
 * undone once, name by name: what then looks like a separator, an end or a hidden name is no name.
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

/** On Windows, a short name: it may be that of a hidden file. */
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
  /** By path: when it was served last, in milliseconds of the monotonic clock. */
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
   * How to ask for a path: what was served a moment ago is in the system's memory, and asking a thread for it would take ten
   * times as long. What was not may be on a disk that sleeps or behind a network that hangs.
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
      // Not there, not readable, a loop of links, a file where a folder would have to be: all the same to a client.
      return none;
    }
  }

  /** Compared name by name: a link may lead anywhere, also to a hidden file. */
  #isInside(real: string): boolean {
    const below = path.relative(this.#root, real);
    if (below === '') return true;
    return !path.isAbsolute(below) && below.split(path.sep).every((name) => !name.startsWith('.'));
  }

  /** The names in a folder as Python sorts them; folders end with `/`, links are shown with `@`. */
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

/** Opens what was found; a link or a device that took its place meanwhile is refused. The caller closes it. */
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
