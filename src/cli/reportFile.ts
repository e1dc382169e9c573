import { open, writeFile } from 'node:fs/promises';
import { WirebenchError } from '../base/errors.ts';

/** Throws `file-unwritable`. */
export async function writeReport(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/** Throws `file-unwritable` if the report could not be written there. A report of an earlier run stays as it is. */
export async function mayWrite(path: string): Promise<void> {
  try {
    await (await open(path, 'a')).close();
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): WirebenchError {
  const system = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const message = `The report could not be written to ${path}: ${system}.`;
  return new WirebenchError({ code: 'file-unwritable', message, system }, { cause });
}
