import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A process of the benchmark, on one core of its own, ended by its pid. */
export class Pinned {
  readonly child: ChildProcess;
  readonly #lines: string[] = [];
  #wake: (() => void) | undefined;
  #exited = false;

  constructor(core: number, command: string, args: readonly string[]) {
    this.child = spawn('taskset', ['-c', String(core), command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream! }).on('line', (line) => {
        this.#lines.push(line);
        this.#wake?.();
      });
    }
    this.child.once('close', () => {
      this.#exited = true;
      this.#wake?.();
    });
  }

  /** The first line from now on that the pattern matches. Throws if the process ends without it. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      while (this.#lines.length > 0) {
        const match = pattern.exec(this.#lines.shift()!);
        if (match) return match;
      }
      if (this.#exited)
        throw new Error(`${this.child.spawnargs.join(' ')} ended without a line like ${pattern.source}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /**
   * Milliseconds of processor time that it, all its threads and its children have used so far; NaN if the system does
   * not report it.
   */
  cpu(): number {
    return process.platform === 'linux' ? cpuOf(this.child.pid!) : NaN;
  }

  async end(): Promise<void> {
    if (this.#exited || this.child.exitCode !== null) return;
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    await closed;
    clearTimeout(timer);
  }
}

export interface ClientStages {
  /** It has warmed up. */
  started?(client: Pinned): void;
  /** It has printed its figures, and not ended yet. */
  done?(client: Pinned): void;
}

/**
 * Runs a client to its end and returns the JSON line it printed. A client prints `measuring` once it is warm, then one
 * line with an object of numbers: `rate` (a second) and `total` at least; `p50`, `p99` (microseconds) and `lost` get
 * columns of their own where there are any.
 */
export async function measure(
  core: number,
  command: string,
  args: readonly string[],
  stages: ClientStages = {},
): Promise<Record<string, number>> {
  const client = new Pinned(core, command, args);
  await client.line(/^measuring$/);
  stages.started?.(client);
  const [line] = await client.line(/^\{.*\}$/);
  stages.done?.(client);
  await client.end();
  return JSON.parse(line) as Record<string, number>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Milliseconds that a process and those that come of it have used, of those that live. Not from /proc/PID/stat alone: its
 * ticks of ten milliseconds are cut off for each process, and a server may have one for each connection.
 */
function cpuOf(pid: number): number {
  const parents = new Map(readdirSync('/proc').flatMap(parentOf));
  let nanoseconds = 0;
  for (const one of parents.keys()) if (comesOf(one, pid, parents)) nanoseconds += ranFor(one);
  return nanoseconds / 1e6;
}

function comesOf(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  let one: number | undefined = pid;
  while (one !== undefined && one !== ancestor) one = parents.get(one);
  return one === ancestor;
}

/** See proc(5): the fields of /proc/PID/stat after the name, which stands in parentheses and may have blanks. */
function parentOf(pid: string): [number, number][] {
  if (!/^\d+$/.test(pid)) return [];
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ');
  return [[Number(pid), Number(fields[1])]];
}

const nanosecondsPerTick = 1e7;

/**
 * Nanoseconds on a processor, of all threads: the first field of each one's schedstat. A server that has a thread for each
 * connection has lost most of them: what they used is in the ticks of the process alone.
 */
function ranFor(pid: number): number {
  try {
    const living = readdirSync(`/proc/${pid}/task`).reduce(
      (sum, task) => sum + Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0]),
      0,
    );
    const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ');
    return Math.max(living, (Number(fields[11]) + Number(fields[12])) * nanosecondsPerTick);
  } catch {
    // It ended meanwhile.
    return 0;
  }
}

/** A process or thread may end during the query. That must not invalidate the others. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
