import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WirebenchError } from '../base/errors.ts';
import { environmentFileNames, readEnvironments, type EnvironmentFile } from '../requests/environments.ts';
import type { Variables } from '../requests/model.ts';

/**
 * The variables of an environment, from the files of a folder and of its parents up to `top`. The nearer file's values
 * take precedence, and those of private files most. Throws WirebenchError `no-such-environment`, `bad-environment`.
 */
export async function environmentFor(
  folder: string,
  name: string | undefined,
  top = process.cwd(),
): Promise<Variables> {
  const files: EnvironmentFile[] = [];
  for (const file of environmentFileNames) {
    for (const place of foldersFrom(folder, top)) {
      const where = path.join(place, file);
      const text = await readFile(where).catch(() => undefined);
      if (text !== undefined) files.push({ name: where, text });
    }
  }
  const environments = readEnvironments({ files });
  const [problem] = environments.problems;
  if (problem !== undefined) throw new WirebenchError({ code: 'bad-environment', message: problem.message });
  if (name !== undefined && !environments.names.includes(name)) {
    const known = environments.names;
    const there =
      known.length === 0 ? `There is no ${environmentFileNames[0]} with one.` : `There are: ${known.join(', ')}.`;
    const message = `There is no environment "${name}". ${there}`;
    throw new WirebenchError({ code: 'no-such-environment', message });
  }
  return environments.of(name);
}

/** The outermost first. A folder outside `top` is used alone. */
function foldersFrom(folder: string, top: string): string[] {
  const steps = path.relative(top, folder).split(path.sep);
  if (steps[0] === '..' || path.isAbsolute(path.relative(top, folder))) return [folder];
  return steps
    .filter((step) => step !== '')
    .reduce<string[]>((places, step) => [...places, path.join(places.at(-1)!, step)], [top]);
}
