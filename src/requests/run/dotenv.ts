import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * A variable of the nearest .env file that has it: beside the request file or in a folder above. Values may stand in quotes; in
 * double quotes `\n` is a line end. Undefined where there is none.
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

const line = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^#\r\n]*?))\s*(?:#.*)?$/gm;

export function parseDotenv(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [, name, double, single, bare] of text.replaceAll('\r\n', '\n').matchAll(line)) {
    variables[name!] = double === undefined ? (single ?? bare ?? '') : unescaped(double);
  }
  return variables;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_whole, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter);
}
