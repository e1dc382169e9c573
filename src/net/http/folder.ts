import { constants, type Stats } from 'node:fs';
import { open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** What is found at a path of a folder: nothing of it is ever outside, whatever the path or a link says. */
export type Found =
  | { readonly kind: 'file'; readonly path: string; readonly name: string; readonly stats: Stats }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'none' };

const none: Found = { kind: 'none' };

/**
 * The names that a request's path is made of; undefined where it cannot be one below the folder. Percent-encoding is
 * undone once, name by name: what then looks like a separator, an end or a hidden name is no name.
 */
export function namesOf(urlPath: string): string[] | undefined {
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
    if (!isPlainName(name)) return undefined;
    names.push(name);
  }
  return names;
}

/** Hidden files, separators of any system, streams and devices of Windows, and what it would cut off are refused everywhere. */
function isPlainName(name: string): boolean {
  return !name.startsWith('.') && !/[/\\\u0000]/.test(name) && !(path.sep === '\\' && /[:*?"<>|]|[. ]$|~\d/.test(name));
}

export class Folder {
  readonly #root: string;

  /** `root`: a real path (`Folder.at`). */
  private constructor(root: string) {
    this.#root = root;
  }

  static async at(folder: string): Promise<Folder> {
    const root = await realpath(folder);
    if (!(await stat(root)).isDirectory()) throw new Error('it is not a folder');
    return new Folder(root);
  }

  async find(names: readonly string[]): Promise<Found> {
    const asked = path.join(this.#root, ...names);
    try {
      const real = await realpath(asked);
      if (!this.#isInside(real) || (real !== asked && real.toLowerCase() === asked.toLowerCase())) return none;
      const stats = await stat(real);
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
        .filter((entry) => isPlainName(entry.name))
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

/** Windows has neither of the last two. */
const flags: Readonly<Record<string, number | undefined>> = { ...constants };
const openFlags = constants.O_RDONLY | (flags['O_NOFOLLOW'] ?? 0) | (flags['O_NONBLOCK'] ?? 0);

/** Opens what was found; a link or a device that took its place meanwhile is refused. */
export async function openFound(file: string): Promise<{ handle: FileHandle; stats: Stats }> {
  const handle = await open(file, openFlags);
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  throw new Error('it is not a file any more');
}
