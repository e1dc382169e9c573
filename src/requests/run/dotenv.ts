import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decode } from '../../protocol/text/decode.ts';
import { notUtf8, notUtf8Sentence } from '../../protocol/text/notUtf8.ts';
import { parseDotenv } from '../environments.ts';
import { VariableError } from '../variables.ts';

/** A variable of the nearest .env file that has it: in this folder or in one above. Undefined if there is none. */
export async function dotenv(nearest: string | undefined, name: string): Promise<string | undefined> {
  if (nearest === undefined) return undefined;
  for (let folder = nearest; ; folder = path.dirname(folder)) {
    const file = path.join(folder, '.env');
    const bytes = await readFile(file).catch(() => new Uint8Array(0));
    const wrong = notUtf8(bytes);
    if (wrong !== undefined) throw new VariableError('not-utf-8', notUtf8Sentence(file, wrong));
    const variables = parseDotenv(decode(bytes));
    if (Object.hasOwn(variables, name)) return variables[name];
    if (folder === path.dirname(folder)) return undefined;
  }
}
