import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { notUtf8, notUtf8Sentence } from '../../protocol/text/notUtf8.ts';

/** Why the text of a request file has characters that it does not have: a sentence. Undefined: the file is UTF-8, or was never saved. */
export async function misread(file: string | undefined): Promise<string | undefined> {
  const bytes = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  const wrong = bytes === undefined || isMarked(bytes) ? undefined : notUtf8(bytes);
  if (wrong === undefined) return undefined;
  return `${notUtf8Sentence(path.basename(file!), wrong)} Nothing is sent: save the file as UTF-8.`;
}

/** A byte order mark of UTF-16. */
function isMarked([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
