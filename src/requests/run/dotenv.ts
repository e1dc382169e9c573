import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDotenv } from '../environments.ts';

/**
 * A variable of the nearest .env file that has it: beside the request file or in a folder above. Undefined where there is none.
 */
export async function dotenv(requestFile: string | undefined, name: string): Promise<string | undefined> {
  if (requestFile === undefined) return undefined;
  for (let folder = path.dirname(requestFile); ; folder = path.dirname(folder)) {
    const text = await readFile(path.join(folder, '.env'), 'utf8').catch(() => '');
    const variables = parseDotenv(text);
    if (Object.hasOwn(variables, name)) return variables[name];
    if (folder === path.dirname(folder)) return undefined;
  }
}
