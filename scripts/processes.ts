import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const windows = process.platform === 'win32';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** `inherit` lets it write to our terminal; `collect` (the default) keeps its output for the result. */
  readonly output?: 'collect' | 'inherit';
  readonly timeoutMs?: number;
  readonly shell?: boolean;
}

export interface RunResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly timedOut: boolean;
}

/** Runs a program to its end, in its own process group, so that all the processes it started can be ended with it. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const inherit = options.output === 'inherit';
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: !windows,
    shell: options.shell ?? false,
    stdio: ['ignore', inherit ? 'inherit' : 'pipe', inherit ? 'inherit' : 'pipe'],
  });
  const release = own(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  let timedOut = false;
  const timer = options.timeoutMs
    ? setTimeout(() => {
        timedOut = true;
        void end(child);
      }, options.timeoutMs)
    : undefined;
  // A process that it left behind may hold its output open. The result must not wait for that.
  let letGo: NodeJS.Timeout | undefined;
  child.once('exit', () => {
    letGo = setTimeout(() => {
      signal(child, 'SIGKILL');
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    }, 5000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      clearTimeout(timer);
      release();
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      clearTimeout(letGo);
      release();
      resolve({ code, signal, output, timedOut });
    });
  });
}

/** As `run`, but throws with the program's last lines if it fails. */
export async function must(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const result = await run(command, args, options);
  if (result.code === 0) return result.output;
  const tail = result.output.trim().split('\n').slice(-15).join('\n');
  const how = result.timedOut ? 'took too long' : `ended with ${result.signal ?? `exit code ${result.code}`}`;
  throw new Error(`${command} ${args.join(' ')} ${how}${tail ? `:\n${tail}` : ''}`);
}

/** npm's own command, which is a script on Windows. */
export function npm(args: readonly string[], options: RunOptions = {}): Promise<string> {
  // CI=true keeps npm from asking questions. The npm_config_* variables of an outer npm run must not reach the inner
  // one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_global|lifecycle|package)/.test(name)),
  );
  return must('npm', args, {
    ...options,
    env: { ...env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false' },
    shell: windows,
  });
}

/** The processes that we started and have not ended yet. */
const alive = new Set<ChildProcess>();

/**
 * Remembers a child so that it ends with us, however we end.
 *
 * @param child started with `detached` (its own process group)
 * @returns forgets it again
 */
export function own(child: ChildProcess): () => void {
  watchOwnEnd();
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return () => alive.delete(child);
}

/** Ends a child and its process group: asks first, insists after `graceMs`. Resolves when the child has ended. */
export async function end(child: ChildProcess, graceMs = 5000): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    signal(child, 'SIGKILL');
    return;
  }
  const exited = new Promise((resolve) => child.once('exit', resolve));
  signal(child, 'SIGTERM');
  const timer = setTimeout(() => signal(child, 'SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
  // Processes that it started and did not end itself.
  signal(child, 'SIGKILL');
}

/** Sends a signal to the process group of a child that was started with `detached`. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (windows) child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // No process of the group is left.
  }
}

/** Folders that are removed at our end at the latest. */
const folders = new Set<string>();

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes a folder below the system's temporary one. `name`: what its name starts with, after `wirebench-`. */
export async function temporaryFolder(name: string): Promise<TemporaryFolder> {
  watchOwnEnd();
  const folder = await fs.promises.mkdtemp(path.join(os.tmpdir(), `wirebench-${name}-`));
  folders.add(folder);
  return {
    path: folder,
    async remove() {
      await fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      folders.delete(folder);
    },
  };
}

let finishing: Promise<never> | undefined;
/** Ends the processes that we started, then ourselves. The first call's exit code counts. */
export function finish(code: number): Promise<never> {
  finishing ??= Promise.all([...alive].map((child) => end(child))).then(() => process.exit(code));
  return finishing;
}

let watching = false;
function watchOwnEnd(): void {
  if (watching) return;
  watching = true;
  // However we end, nothing stays behind.
  process.on('exit', () => {
    for (const child of alive) signal(child, 'SIGKILL');
    for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  });
  // `exit` is not emitted when a signal ends us.
  for (const [name, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.on(name, () => void finish(128 + number));
  }
}
