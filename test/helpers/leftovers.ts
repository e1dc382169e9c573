// Leftovers that a run of the extension must not have: processes, sockets, files. For Linux, with /proc and ss.
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** The prefix of our temporary files. */
const ours = 'wirebench-';

export interface Process {
  readonly pid: number;
  readonly command: string;
  /** Its working folder. */
  readonly folder: string;
}

/**
 * The processes that started with a variable in their environment (`NAME=value`): those of one run, wherever they are
 * now.
 */
export async function processesWith(variable: string): Promise<Process[]> {
  const pids = (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<Process[]> => {
      try {
        const read = (file: string) => fs.readFile(`/proc/${pid}/${file}`, 'utf8');
        if (!(await read('environ')).split('\0').includes(variable)) return [];
        const command = (await read('cmdline')).replaceAll('\0', ' ').trim();
        return [{ pid: Number(pid), command, folder: await fs.readlink(`/proc/${pid}/cwd`) }];
      } catch {
        // It has ended meanwhile, or belongs to another user.
        return [];
      }
    }),
  );
  return found.flat();
}

/** The extension's files in a folder for temporary files. */
export async function filesIn(temporary: string): Promise<string[]> {
  const names = await fs.readdir(temporary);
  return names.filter((name) => name.startsWith(ours)).map((name) => path.join(temporary, name));
}

/** The extension's temporary files that a process has open, even those without a name. */
export async function openFiles(pid: number, temporary: string): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const targets = await Promise.all(
    (await fs.readdir(folder)).map((fd) => fs.readlink(path.join(folder, fd)).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith(path.join(temporary, ours)));
}

/** After thousands of connections, the list is long. */
const anyLength = { maxBuffer: 2 ** 28 };

/** The TCP and UDP sockets of a process, in any state: `tcp ESTAB 127.0.0.1:9000 127.0.0.1:40000`. */
export async function socketsOf(pid: number): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ss', ['-H', '-t', '-u', '-a', '-n', '-p'], anyLength);
  const own = stdout.split('\n').filter((line) => line.includes(`pid=${pid},`));
  return own.map((line) => {
    const [protocol, state, , , local, peer] = line.split(/\s+/);
    return `${protocol} ${state} ${local} ${peer}`;
  });
}
