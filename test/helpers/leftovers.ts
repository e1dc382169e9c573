// What a run of the extension must not leave behind: processes, sockets, files. Linux, where /proc and ss tell.
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Process {
  readonly pid: number;
  readonly command: string;
  /** Its working folder. */
  readonly folder: string;
}

/** The processes that began with a variable in their environment (`NAME=value`): those of one run, wherever they have gone. */
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
        // It has ended meanwhile, or is another user's.
        return [];
      }
    }),
  );
  return found.flat();
}

export interface Run {
  /** What the environment of its processes has. */
  readonly variable: string;
  /** The folder that scripts and programs run in. */
  readonly workspace: string;
  /** The folder for temporary files. */
  readonly temporary: string;
  /** The port of the editor's own server, whose connections are not ours. */
  readonly port: number;
}

/**
 * What the extension has left while its editor still runs, a line each: programs and scripts, sockets of the extension
 * host, temporary files, those that are open and have no name any more included.
 */
export async function leftovers({ variable, workspace, temporary, port }: Run): Promise<string[]> {
  const processes = await processesWith(variable);
  const hosts = processes.filter(({ command }) => command.includes('--type=extensionHost'));
  if (hosts.length === 0) return ['There is no extension host to look at.'];
  const programs = processes
    .filter(({ command, folder }) => folder.startsWith(workspace) || command.includes('scriptWorker'))
    .map(({ pid, command }) => `process ${pid}: ${command}`);
  const files = (await fs.readdir(temporary)).filter((name) => name.startsWith('wirebench-'));
  const open = await Promise.all(hosts.map(({ pid }) => openFiles(pid, path.join(temporary, 'wirebench-'))));
  const sockets = await socketsOf(hosts.map(({ pid }) => pid));
  return [
    ...programs,
    ...files.map((name) => `file: ${name}`),
    ...open.flat().map((name) => `open file: ${name}`),
    ...sockets.filter((line) => !line.includes(`:${port} `)).map((line) => `socket: ${line}`),
  ];
}

async function openFiles(pid: number, startsWith: string): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const targets = await Promise.all(
    (await fs.readdir(folder)).map((fd) => fs.readlink(path.join(folder, fd)).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith(startsWith));
}

/** TCP and UDP sockets in any state, as ss prints them. */
async function socketsOf(pids: readonly number[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ss', ['-H', '-t', '-u', '-a', '-n', '-p']);
  return stdout.split('\n').filter((line) => pids.some((pid) => line.includes(`pid=${pid},`)));
}
