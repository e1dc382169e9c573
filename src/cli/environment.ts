import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WirebenchError } from '../base/errors.ts';
import { isObject } from '../base/shape.ts';
import type { Variables } from '../requests/run/requests.ts';

/** As the JetBrains client has it: what is secret stands in the second, which is kept out of version control. */
const names = ['http-client.env.json', 'http-client.private.env.json'];
/** Of every environment. */
const shared = '$shared';

/**
 * The variables of an environment: from the files of a folder, and of those above it up to `top`. The nearer file's value counts,
 * and within a folder the private one's. Throws WirebenchError `no-such-environment`, `bad-environment-file`.
 */
export async function environmentFor(folder: string, name: string | undefined, top = process.cwd()): Promise<Variables> {
  const files: Record<string, unknown>[] = [];
  for (const place of foldersFrom(folder, top)) {
    for (const file of names) {
      const found = await read(path.join(place, file));
      if (found !== undefined) files.push(found);
    }
  }
  const known = [...new Set(files.flatMap((file) => Object.keys(file)))].filter((key) => key !== shared);
  if (name !== undefined && !known.includes(name)) {
    const there = known.length === 0 ? `There is no ${names[0]!} with one.` : `There are: ${known.join(', ')}.`;
    const message = `There is no environment "${name}". ${there}`;
    throw new WirebenchError({ code: 'no-such-environment', message });
  }
  const of = (key: string): Variables[] => files.map((file) => file[key]).filter(isObject);
  return Object.assign({}, ...of(shared), ...(name === undefined ? [] : of(name))) as Variables;
}

/** The outermost first. A folder that is not in `top` is taken alone. */
function foldersFrom(folder: string, top: string): string[] {
  const steps = path.relative(top, folder).split(path.sep);
  if (steps[0] === '..' || path.isAbsolute(path.relative(top, folder))) return [folder];
  return steps
    .filter((step) => step !== '')
    .reduce<string[]>((places, step) => [...places, path.join(places.at(-1)!, step)], [top]);
}

async function read(file: string): Promise<Record<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (isObject(value)) return value;
    throw new Error('it is no object');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WirebenchError({ code: 'bad-environment-file', message: `${file} cannot be read: ${why}.` }, { cause });
  }
}
