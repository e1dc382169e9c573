import type { ChildProcess } from 'node:child_process';

export interface TemporaryFolder {
  path: string;
  remove(): Promise<void>;
}

/** Makes a folder below the system's temporary one; it is removed when the process ends, at the latest. */
export function temporaryFolder(name: string): Promise<TemporaryFolder>;
/** Remembers a child started with `detached`, so that it ends with us, however we end. Returns how to forget it. */
export function own(child: ChildProcess): () => void;
/** Ends a child and its process group: asks first, insists after `graceMs`. */
export function end(child: ChildProcess, graceMs?: number): Promise<void>;
