import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** The most links in a chain, as in Linux. */
const mostLinks = 40;

/**
 * Names that Windows does not give to a file in the folder: streams (`a:b`), names whose end Windows cuts off, and
 * devices, which exist in every folder and with any extension.
 */
export const noFileOnWindows =
  /[:*?"<>|]|[. ]$|^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])(?:[. ]|$)/i;

/** The queries to the file system: about allowed folders, and about paths that are below them by their text. */
export interface Links {
  /** The folder itself after following links. Throws if there is none. */
  real(folder: string): string;
  /** The target of a link as written; undefined if the path is not a link. Throws if nothing exists there. */
  target(file: string): string | undefined;
}

const system: Links = {
  real: (folder) => realpathSync(folder),
  target: (file) => (lstatSync(file).isSymbolicLink() ? readlinkSync(file) : undefined),
};

/**
 * Whether an absolute path is below a folder, by its text alone. Nothing is looked up: on Windows, looking at
 * `\\server\share` is enough to log on there.
 */
export function isBelow(folder: string, file: string, paths: path.PlatformPath = path): boolean {
  const relative = paths.relative(folder, file);
  if (relative === '' || paths.isAbsolute(relative)) return false;
  const names = relative.split(paths.sep);
  return names[0] !== '..' && !(paths.sep === '\\' && names.some((name) => noFileOnWindows.test(name)));
}

/**
 * The path of a file in one of the folders, or below, after following links one by one, each checked by its text before
 * it is touched. Undefined if the path or a link leads elsewhere, or to nothing.
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
