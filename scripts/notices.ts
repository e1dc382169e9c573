// The licences of the packages in the bundles. The packages are found from the bundles themselves, so the list cannot
// be out of date.
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from './root.ts';

/** The folder of each package with a file in a bundle, by the paths of the inputs. */
function packagesOf(inputs: readonly string[]): string[] {
  const folders = inputs.map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/**
 * Writes the notices of the packages of the inputs.
 * @param inputs paths relative to the project, as in esbuild's metafile
 */
export async function writeNotices(inputs: readonly string[], file: string): Promise<void> {
  const parts = await Promise.all(packagesOf(inputs).map(notice));
  await fs.writeFile(file, `Wirebench carries these packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

async function notice(folder: string): Promise<string> {
  const place = path.join(root, folder);
  const text = await fs.readFile(path.join(place, 'package.json'), 'utf8');
  const { name, version, license } = JSON.parse(text) as Record<'name' | 'version' | 'license', string>;
  const names = await fs.readdir(place);
  const file = names.find((entry) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(entry));
  if (file === undefined) return `${name} ${version}: ${license}`;
  return `${name} ${version}: ${license}\n\n${(await fs.readFile(path.join(place, file), 'utf8')).trim()}`;
}
