import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as one file, in a folder of its own. */
export interface Built {
  readonly folder: string;
  readonly cli: string;
  /** Writes a file in the folder; gives its path. */
  write(name: string, text: string): string;
  /** Runs `wirebench check` in the folder. */
  check(...args: string[]): Promise<Ended>;
  /** With other variables of the environment, or by another program and its arguments. */
  run(
    args: readonly string[],
    how?: { readonly env?: NodeJS.ProcessEnv; readonly by?: readonly string[] },
  ): Promise<Ended>;
  remove(): void;
}

export async function builtCommandLine(): Promise<Built> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-test-'));
  const cli = path.join(folder, 'cli.cjs');
  await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli/main.ts', runGuard: 'src/requests/run/guardProcess.ts' },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['sucrase'],
    logLevel: 'error',
  });
  const run: Built['run'] = async (args, { env, by = [] } = {}) => {
    const [program, ...rest] = [...by, process.execPath, cli, ...args];
    const child = spawn(program!, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...(env && { env }) });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, stdout, stderr };
  };
  return {
    ...{ folder, cli, run },
    write(name, text) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    check: (...args) => run(['check', ...args]),
    remove: () => rmSync(folder, { recursive: true, maxRetries: 3 }),
  };
}
