import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { zoneText } from '../../protocol/dns/zone/bytes.ts';
import type { IncludedFile } from '../../protocol/dns/zone/parse.ts';
import { fileWithin } from '../within.ts';

const largestFile = 16 * 2 ** 20;

/**
 * Reads files that a zone file includes: in its folder and below, or in `folder` (the workspace's) and below, relative
 * to the including file. Nothing outside is touched, whatever a name or a link says. Undefined for a file that is
 * outside, too large or unreadable.
 */
export function zoneIncludes(
  zoneFile: string,
  folder?: string,
): (name: string, from: string | undefined) => IncludedFile | undefined {
  const folders = [path.dirname(zoneFile), ...(folder === undefined ? [] : [folder])];
  return (name, from) => {
    const file = path.resolve(path.dirname(from ?? zoneFile), name);
    const real = fileWithin(folders, file);
    if (real === undefined) return undefined;
    try {
      const { size } = statSync(real);
      return size > largestFile ? undefined : { file, text: zoneText(readFileSync(real)) };
    } catch {
      return undefined;
    }
  };
}
