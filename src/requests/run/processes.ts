import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The variable with which every program of a run begins: what it starts has it too, wherever that goes. */
export const markName = 'WIREBENCH_RUN';

/** Identifies the programs of a run and all that they started. */
export interface Tree {
  /** The value of `markName`, or what it begins with. */
  readonly mark: string;
  /** Programs that have not ended: each is the first of a process group, if the system has such. */
  readonly roots: readonly number[];
}

/** How a system finds and ends what was started. */
export interface Processes {
  /** A program can be the first of a group of its own, and is signalled with it. */
  readonly grouped: boolean;
  /** Those that are there, as far as the system tells. */
  members(tree: Tree): readonly number[];
  /** Where the system has no signals, everything but a question (0) is the end. */
  signal(tree: Tree, signal: NodeJS.Signals): void;
}

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly marked: boolean;
}

/** The roots, their groups, what they started and what has the mark; never this process. */
function membersIn(rows: readonly Row[], { roots }: Tree): number[] {
  const found = new Set<number>();
  let grew = true;
  while (grew) {
    grew = false;
    for (const { pid, parent, group, marked } of rows) {
      if (found.has(pid) || pid === process.pid) continue;
      if (!marked && !roots.includes(pid) && !roots.includes(group) && !found.has(parent)) continue;
      found.add(pid);
      grew = true;
    }
  }
  return [...found];
}

/** proc(5): `pid (name) state parent group …`; the name may have anything in it. From the third field on. */
function statOf(pid: number | 'self'): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The field `starttime`, in clock ticks since the system started. */
const startTime = 22 - 3;
let ownStart: number | undefined;

/** Undefined for one that has ended, and for one that is older than this process: it cannot be of its programs. */
function linuxRow(pid: number, mark: string): Row | undefined {
  try {
    const stat = statOf(pid);
    const [state, parent, group] = stat;
    ownStart ??= Number(statOf('self')[startTime]);
    if (state === 'Z' || state === 'X' || Number(stat[startTime]) < ownStart) return undefined;
    return { pid, parent: Number(parent), group: Number(group), marked: isMarked(pid, mark) };
  } catch {
    return undefined;
  }
}

function isMarked(pid: number, mark: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${markName}=${mark}`);
  } catch {
    // It is another user's.
    return false;
  }
}

function linuxRows({ mark }: Tree): Row[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => linuxRow(Number(pid), mark) ?? []);
}

/** POSIX has `ps` with these columns; it does not tell what a process began with. */
export function psRows(): Row[] {
  const { stdout } = spawnSync('/bin/ps', ['-A', '-o', 'pid=', '-o', 'ppid=', '-o', 'pgid='], { encoding: 'latin1' });
  return [...stdout.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/gm)].map(([, pid, parent, group]) => ({
    ...{ pid: Number(pid), parent: Number(parent), group: Number(group), marked: false },
  }));
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Groups by their own call, which misses none of them, and one by one what left its group. */
const posix = (rows: (tree: Tree) => readonly Row[]): Processes => ({
  grouped: true,
  members: (tree) => membersIn(rows(tree), tree),
  signal(tree, signal) {
    const now = rows(tree);
    const members = membersIn(now, tree);
    for (const root of tree.roots) send(-root, signal);
    for (const { pid, group } of now) if (members.includes(pid) && !tree.roots.includes(group)) send(pid, signal);
  },
});

/** Windows ends a tree from its root, while that is still there: nothing else knows who started whom. */
const windows: Processes = {
  grouped: false,
  members: ({ roots }) => roots.filter(isThere),
  signal({ roots }) {
    const taskkill = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
    for (const root of roots) spawnSync(taskkill, ['/PID', String(root), '/T', '/F'], { windowsHide: true });
  },
};

export function processesOf(platform: NodeJS.Platform): Processes {
  if (platform === 'win32') return windows;
  return posix(platform === 'linux' ? linuxRows : psRows);
}
