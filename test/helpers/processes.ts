import { readFileSync } from 'node:fs';
import { becomes } from './becomes.ts';

/** Whether the process exists, and not only its exit status. */
export function isRunning(pid: number | string): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** Resolves when none of them runs any more. */
export async function allGone(pids: readonly (number | string)[], limitMs = 15_000): Promise<void> {
  await becomes(() => Promise.resolve(pids.filter(isRunning)), [], limitMs);
}
