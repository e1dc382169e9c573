import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of every TypeScript file of a folder of the project by its path from there, with `/` between folders. */
export function sources(folder = 'src'): ReadonlyMap<string, string> {
  const root = path.join(import.meta.dirname, '../..', folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  return new Map(
    files.sort().map((file) => [file.replaceAll(path.sep, '/'), readFileSync(path.join(root, file), 'utf8')]),
  );
}
