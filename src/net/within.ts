import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Links that may lead to one another; as many as Linux follows. */
const mostLinks = 40;

/**
 * Names that Windows does not give to a file of the folder: streams (`a:b`), what it would cut off at the end, and devices,
 * which are in every folder and with any ending.
 */
export const noFileOnWindows =
  /[:*?"<>|]|[. ]$|^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])(?:[. ]|$)/i;

/** What of the file system is asked: of folders that were allowed, and of paths that are below them by their text. */
export interface Links {
  /** The folder itself, its links followed. Throws where there is none. */
  real(folder: string): string;
  /** Where a link leads, as it is written; undefined for what is not a link. Throws where there is nothing. */
  target(file: string): string | undefined;
}

const system: Links = {
  real: (folder) => realpathSync(folder),
  target: (file) => (lstatSync(file).isSymbolicLink() ? readlinkSync(file) : undefined),
};

/**
 * Whether a whole path is one of a file below a folder, by its text alone. Nothing is looked up: on Windows a look at
 * `\\server\share` is enough to log on there.
 */
export function isBelow(folder: string, file: string, paths: path.PlatformPath = path): boolean {
  const relative = paths.relative(folder, file);
  if (relative === '' || paths.isAbsolute(relative)) return false;
  const names = relative.split(paths.sep);
  return names[0] !== '..' && !(paths.sep === '\\' && names.some((name) => noFileOnWindows.test(name)));
}

/**
 * The path of a file in one of the folders, or below, its links followed: one by one, and each by its text before it is
 * looked at. Undefined where the path or a link leads elsewhere, or to nothing.
 */
export function fileWithin(
  folders: readonly string[],
  file: string,
  paths: path.PlatformPath = path,
  links: Links = system,
): string | undefined {
  if (!folders.some((folder) => isBelow(folder, file, paths))) return undefined;
  try {
    return followed(file, [...folders, ...folders.map((folder) => links.real(folder))], paths, links, mostLinks);
  } catch {
    return undefined;
  }
}

function followed(
  file: string,
  folders: readonly string[],
  paths: path.PlatformPath,
  links: Links,
  left: number,
): string | undefined {
  const folder = folders.find((one) => isBelow(one, file, paths));
  if (folder === undefined || left === 0) return undefined;
  const names = paths.relative(folder, file).split(paths.sep);
  let at = folder;
  for (const [index, name] of names.entries()) {
    at = paths.join(at, name);
    const target = links.target(at);
    if (target === undefined) continue;
    const whole = paths.resolve(paths.dirname(at), target, ...names.slice(index + 1));
    return followed(whole, folders, paths, links, left - 1);
  }
  return at;
}
