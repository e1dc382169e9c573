import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import {
  parseLsof,
  parseNetstatOwner,
  parseProcNet,
  parseTasklist,
  wildcards,
  type Program,
} from './portOwnerParse.ts';

/** Milliseconds for the whole search: an error message should not wait longer for a name. */
const timeout = 2000;
/** The most processes that are searched. */
const mostProcesses = 4096;

type Protocol = 'tcp' | 'udp';

/** The program that listens on a port of an address, if the system reveals it. Never throws. */
export async function portOwner(protocol: Protocol, host: string, port: number): Promise<Program | undefined> {
  const ask = platforms[process.platform];
  if (ask === undefined) return undefined;
  try {
    return await ask(protocol, host, port);
  } catch {
    return undefined;
  }
}

const platforms: Readonly<
  Partial<Record<NodeJS.Platform, (protocol: Protocol, host: string, port: number) => Promise<Program | undefined>>>
> = { linux, darwin, win32 };

async function linux(protocol: Protocol, host: string, port: number): Promise<Program | undefined> {
  const inodes = new Set<string>();
  for (const table of [protocol, `${protocol}6`]) {
    const text = await readFile(`/proc/net/${table}`, 'latin1').catch(() => '');
    for (const row of parseProcNet(text, protocol)) {
      const same = row.host === host || wildcards.has(row.host) || wildcards.has(host);
      if (row.port === port && same) inodes.add(`socket:[${row.inode}]`);
    }
  }
  return inodes.size === 0 ? undefined : ownerOfInodes(inodes);
}

async function ownerOfInodes(links: ReadonlySet<string>): Promise<Program | undefined> {
  const deadline = Date.now() + timeout;
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).slice(0, mostProcesses);
  for (const pid of pids) {
    if (Date.now() > deadline) return undefined;
    // Processes of other users cannot be inspected, and some end during the search.
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const link = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (!links.has(link)) continue;
      const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
      return { name, pid: Number(pid) };
    }
  }
  return undefined;
}

async function darwin(protocol: Protocol, _host: string, port: number): Promise<Program | undefined> {
  const listening = protocol === 'tcp' ? ['-sTCP:LISTEN'] : [];
  const args = ['-nP', `-i${protocol.toUpperCase()}:${port}`, ...listening, '-Fpc'];
  return parseLsof(await output('/usr/sbin/lsof', args));
}

async function win32(protocol: Protocol, host: string, port: number): Promise<Program | undefined> {
  const system = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32`;
  const pid = parseNetstatOwner(await output(`${system}\\netstat.exe`, ['-ano']), protocol, host, port);
  if (pid === undefined) return undefined;
  const name = parseTasklist(await output(`${system}\\tasklist.exe`, ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']));
  return name === undefined ? undefined : { name, pid };
}

function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { timeout, maxBuffer: 8 * 1024 * 1024, windowsHide: true },
      (error: Error | null, stdout) => {
        // lsof exits with 1 if it could not inspect everything, but still prints its results.
        if (error !== null && stdout === '') reject(error);
        else resolve(stdout);
      },
    );
  });
}
