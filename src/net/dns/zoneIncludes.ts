import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { zoneText } from '../../protocol/dns/zone/bytes.ts';
import type { IncludedFile } from '../../protocol/dns/zone/parse.ts';

const largestFile = 16 * 2 ** 20;

/**
 * Reads what a zone file includes: files in its folder and below, or in `folder` (the workspace's) and below, named from the
 * file that includes them. Links are followed before that is asked, so that none leads outside. Undefined for what is
 * elsewhere, too large or can't be read.
 */
export function zoneIncludes(
  zoneFile: string,
  folder?: string,
): (name: string, from: string | undefined) => IncludedFile | undefined {
  const folders = [path.dirname(zoneFile), ...(folder === undefined ? [] : [folder])];
  return (name, from) => {
    const file = path.resolve(path.dirname(from ?? zoneFile), name);
    try {
      const real = realpathSync(file);
      if (!folders.some((one) => isBelow(realpathSync(one), real))) return undefined;
      const { size } = statSync(file);
      return size > largestFile ? undefined : { file, text: zoneText(readFileSync(file)) };
    } catch {
      return undefined;
    }
  };
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}
