import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...args: unknown[]) => unknown;
type Calls = Record<string, Call>;

/** Every call that looks at a path, opens or watches it, in Node's three styles. The first argument is the path. */
const looks = [
  ...['access', 'createReadStream', 'createWriteStream', 'exists', 'lstat', 'open', 'openAsBlob', 'opendir', 'readdir'],
  ...['readFile', 'readlink', 'realpath', 'stat', 'statfs', 'watch', 'watchFile', 'writeFile', 'appendFile', 'mkdir'],
];
const starts = ['spawn', 'spawnSync', 'fork', 'exec', 'execSync', 'execFile', 'execFileSync'];

/** Runs an action, and returns the paths that it asked the file system for and the programs that it started. */
export async function touched<T>(
  work: () => T | Promise<T>,
): Promise<{ result: T; paths: string[]; programs: string[] }> {
  const paths: string[] = [];
  const programs: string[] = [];
  const undo: (() => void)[] = [];
  const watch = (module: object, names: readonly string[], seen: string[]): void => {
    const calls = module as Calls;
    for (const name of names) {
      const original = calls[name];
      if (typeof original !== 'function') continue;
      const noted: Call = (...args) => {
        seen.push(String(args[0]));
        return original.apply(module, args);
      };
      calls[name] = Object.assign(noted, original);
      undo.push(() => (calls[name] = original));
    }
  };
  watch(fs, [...looks, ...looks.map((name) => `${name}Sync`)], paths);
  watch(fs.promises, looks, paths);
  watch(childProcess, starts, programs);
  syncBuiltinESMExports();
  try {
    return { result: await work(), paths, programs };
  } finally {
    for (const one of undo) one();
    syncBuiltinESMExports();
  }
}
