import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The machine, in a name: containers may share the folder of temporary files, but not their process ids. */
const machine = os
  .hostname()
  .replace(/[^A-Za-z0-9]/g, '')
  .slice(0, 32);

/**
 * A new folder for temporary files, which only this user can read: `wirebench-KIND-123.machine-a1b2c3`, with the id of this process.
 * Removes those of processes that were killed before they could do so themselves. Throws what the file system throws.
 */
export function temporaryFolder(kind: 'stage' | 'certificate'): string {
  sweep();
  return mkdtempSync(path.join(os.tmpdir(), `wirebench-${kind}-${process.pid}.${machine}-`));
}

/** Removes the folders of processes that are gone. Never throws: a folder of another user, or one in use, stays. */
function sweep(): void {
  for (const name of entries()) {
    const [, pid, of] = /^wirebench-(?:stage|certificate)-(\d+)\.([A-Za-z0-9]*)-/.exec(name) ?? [];
    if (pid === undefined || of !== machine || isThere(Number(pid))) continue;
    try {
      rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
    } catch {
      // The next call tries again.
    }
  }
}

function entries(): readonly string[] {
  try {
    return readdirSync(os.tmpdir());
  } catch {
    return [];
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
