import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { WirebenchError } from '../../base/errors.ts';
import { lsofFields, parseLsof } from './darwin.ts';
import { parseProcNet, type LinuxRow } from './linux.ts';
import { type SocketRow, type SocketTransport } from './row.ts';
import { parseNetstat, parseTasklist } from './win32.ts';

/** Milliseconds for all of it: neither an error nor a check should wait longer for the names of programs. */
const timeout = 2000;
/** The most processes that are looked at, and the most bytes that a tool may print. */
const mostProcesses = 4096;
const mostBytes = 8 * 1024 * 1024;

/** Which sockets are asked for; absent fields: all. */
export interface SocketQuery {
  readonly transport?: SocketTransport;
  /** The local port. */
  readonly port?: number;
  /** Programs that are looked at before others: a socket that several have is said to be theirs. */
  readonly first?: readonly number[];
}

/** How a system is asked; tests put in another. */
export interface SocketMeans {
  readonly platform: NodeJS.Platform;
  /** The output of a program. Rejects if it printed nothing and failed. */
  readonly output: (program: string, args: readonly string[]) => Promise<string>;
}

const ownMeans: SocketMeans = { platform: process.platform, output };

/**
 * The TCP and UDP sockets of this machine, with their programs as far as the system tells: macOS tells those of the same user,
 * Linux the programs of the same user. Sockets that are bound but do not listen (TCP) are not in the list of any system. Throws
 * WirebenchError `sockets-unknown`.
 */
export async function listSockets(
  query: SocketQuery = {},
  means: SocketMeans = ownMeans,
): Promise<readonly SocketRow[]> {
  const ask = systems[means.platform];
  if (ask === undefined) throw unknownSockets(`they cannot be listed on ${means.platform}`);
  try {
    return (await ask(query, means)).filter((row) => isAsked(row, query));
  } catch (error) {
    if (error instanceof WirebenchError) throw error;
    throw unknownSockets(error instanceof Error ? error.message : String(error), error);
  }
}

function unknownSockets(why: string, cause?: unknown): WirebenchError {
  const message = `The system does not tell which sockets are open: ${why}.`;
  return new WirebenchError({ code: 'sockets-unknown', message }, { cause });
}

function isAsked(row: SocketRow, { transport, port }: SocketQuery): boolean {
  return (transport === undefined || row.transport === transport) && (port === undefined || row.local.port === port);
}

const systems: Readonly<
  Partial<Record<NodeJS.Platform, (query: SocketQuery, means: SocketMeans) => Promise<readonly SocketRow[]>>>
> = { linux, darwin, win32 };

async function linux(query: SocketQuery): Promise<readonly SocketRow[]> {
  const rows = (await linuxRows(query)).filter((row) => isAsked(row, query));
  const programs = await programsOf(new Set(rows.map(({ inode }) => inode)), query.first);
  return rows.map(({ inode, ...row }) => ({ ...row, ...programs.get(inode) }));
}

/** The rows of the kernel's tables, without their programs: that is fast. Rejects if there is no table. */
export async function linuxRows({ transport }: Pick<SocketQuery, 'transport'> = {}): Promise<readonly LinuxRow[]> {
  const wanted = transport === undefined ? (['tcp', 'udp'] as const) : [transport];
  const texts = await Promise.all(
    wanted.flatMap((each) => [readTable(each, each), readTable(each, `${each}6`).catch(() => [])]),
  );
  return texts.flat();
}

/** A system without IPv6 has no tables of it. */
async function readTable(transport: SocketTransport, table: string): Promise<readonly LinuxRow[]> {
  return parseProcNet(await readFile(`/proc/net/${table}`, 'latin1'), transport);
}

type ProgramOfSocket = Pick<SocketRow, 'pid' | 'program'>;

/** The programs of sockets by inode. Processes of other users cannot be inspected, and some end during the search. */
async function programsOf(
  inodes: Set<string>,
  first: readonly number[] = [],
): Promise<ReadonlyMap<string, ProgramOfSocket>> {
  const found = new Map<string, ProgramOfSocket>();
  inodes.delete('0');
  if (inodes.size === 0) return found;
  const deadline = performance.now() + timeout;
  const others = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).slice(0, mostProcesses);
  for (const pid of new Set([...first.map(String), ...others])) {
    if (found.size === inodes.size || performance.now() > deadline) break;
    const had = (await socketsOfProcess(pid)).filter((inode) => inodes.has(inode) && !found.has(inode));
    if (had.length === 0) continue;
    const program = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
    for (const inode of had) found.set(inode, { pid: Number(pid), ...(program !== '' && { program }) });
  }
  return found;
}

/** The inodes of the sockets that a process of Linux has. None if it is gone, or another user's. */
export async function socketsOfProcess(pid: number | string): Promise<readonly string[]> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

async function darwin({ transport, port }: SocketQuery, { output }: SocketMeans): Promise<readonly SocketRow[]> {
  const protocols = transport === undefined ? ['TCP', 'UDP'] : [transport.toUpperCase()];
  const which = protocols.map((each) => `-i${each}${port === undefined ? '' : `:${port}`}`);
  return parseLsof(await output('/usr/sbin/lsof', ['-nP', ...which, lsofFields]));
}

async function win32(_query: SocketQuery, { output }: SocketMeans): Promise<readonly SocketRow[]> {
  const system = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32`;
  const [table, tasks] = await Promise.all([
    output(`${system}\\netstat.exe`, ['-ano']),
    // A socket of a program without a name is still its pid's.
    output(`${system}\\tasklist.exe`, ['/FO', 'CSV', '/NH']).catch(() => ''),
  ]);
  const names = parseTasklist(tasks);
  return parseNetstat(table).map((row) => {
    const program = row.pid === undefined ? undefined : names.get(row.pid);
    return program === undefined ? row : { ...row, program };
  });
}

function output(program: string, args: readonly string[]): Promise<string> {
  const settings = { timeout, maxBuffer: mostBytes, windowsHide: true, encoding: 'utf8' } as const;
  return new Promise((resolve, reject) => {
    execFile(program, args, settings, (error, stdout) => {
      // lsof exits with 1 if it found nothing or could not inspect everything, and prints the rest.
      if (error === null || stdout !== '' || typeof error.code === 'number') resolve(stdout);
      else reject(new Error(error.message, { cause: error }));
    });
  });
}
