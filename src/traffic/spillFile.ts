import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Bytes on disk by position. Rejects with the system's error. A read beyond the written bytes rejects too. */
export interface SpillFile {
  write(pieces: readonly Uint8Array[], position: number): Promise<void>;
  read(into: Uint8Array, position: number): Promise<void>;
  close(): Promise<void>;
}

export type OpenSpillFile = () => Promise<SpillFile>;

/**
 * A file in a private directory. If the system allows it (Windows does not), both are removed at once, so that nothing
 * remains however the process ends. Otherwise `close` removes them.
 */
export async function openTemporaryFile(): Promise<SpillFile> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'wirebench-'));
  const file = path.join(directory, 'journal');
  const remove = () => fs.rm(directory, { recursive: true, force: true });
  try {
    const handle = await fs.open(file, 'wx+', 0o600);
    if (process.platform !== 'win32') await remove();
    return {
      write: (pieces, position) => writeAll(handle, pieces, position),
      read: (into, position) => readAll(handle, into, position),
      async close() {
        await handle.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function writeAll(handle: fs.FileHandle, pieces: readonly Uint8Array[], position: number): Promise<void> {
  let rest = pieces;
  let at = position;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest, at);
    at += bytesWritten;
    rest = skipBytes(rest, bytesWritten);
  }
}

function skipBytes(pieces: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  for (const [i, piece] of pieces.entries()) {
    if (left < piece.length) return [piece.subarray(left), ...pieces.slice(i + 1)];
    left -= piece.length;
  }
  return [];
}

async function readAll(handle: fs.FileHandle, into: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0)
      throw new Error('the journal’s temporary file is shorter than the data that was written to it');
    done += bytesRead;
  }
}
