import { readFile, stat } from 'node:fs/promises';
import { systemCode } from '../../net/systemErrors.ts';
import type { Template } from '../model.ts';
import { FileError } from './requestError.ts';
import type { Filling } from './turn.ts';

/** The path of a file that the request file names: relative to its folder. `~` is not special. Throws FileError if it is not a file. */
export async function fileOf(template: Template, turn: Filling): Promise<string> {
  const named = (await turn.fill(template)).trim();
  const found = turn.path(named, template);
  const kind = await stat(found).catch((error: unknown) => systemCode(error) ?? String(error));
  if (typeof kind !== 'string' && kind.isFile()) return found;
  throw unreadable(named, found, typeof kind === 'string' ? kind : 'EISDIR', template);
}

/** All of a file. Throws FileError if it cannot be read, or is larger than `most` bytes. */
export async function contentOf(template: Template, turn: Filling, most: number): Promise<Uint8Array> {
  const found = await fileOf(template, turn);
  const { size } = await stat(found);
  if (size > most) {
    const message = `${found} has ${size} bytes; at most ${most} are read here.`;
    throw new FileError({ code: 'file-too-large', message, facts: { path: found } }, template);
  }
  return readFile(found).catch((error: unknown) => {
    throw unreadable(found, found, systemCode(error) ?? String(error), template);
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EISDIR: 'it is not a file',
  EACCES: 'you may not read it',
};

function unreadable(named: string, found: string, system: string, template: Template): FileError {
  const where = named === found ? '' : ` (${found})`;
  return new FileError(
    {
      code: 'file-unreadable',
      message: `The file ${named}${where} cannot be read: ${reasons[system] ?? system}.`,
      system,
      facts: { path: found },
    },
    template,
  );
}
