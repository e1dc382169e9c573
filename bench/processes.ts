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

  /** The first line, from now on, that the pattern finds; throws when the process ends without it. */
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

  /** Milliseconds of a processor that it, all its threads and its children have used so far; NaN where the system does not say. */
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

/** Runs a client to its end and returns the JSON line it printed. `started` is called when it has warmed up. */
export async function measure(
  core: number,
  command: string,
  args: readonly string[],
  started: () => void = () => undefined,
): Promise<Record<string, number>> {
  const client = new Pinned(core, command, args);
  await client.line(/^measuring$/);
  started();
  const [line] = await client.line(/^\{.*\}$/);
  await client.end();
  return JSON.parse(line) as Record<string, number>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Of a clock tick in /proc, on every Linux there is (USER_HZ). */
const tickMs = 10;

/** See proc(5): the fields of /proc/PID/stat after the name, which stands in parentheses and may have blanks. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    // utime, stime, and those of the children that have ended.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => childrenOf(pid, task));
    return ticks * tickMs + children.reduce((sum, child) => sum + cpuOf(child), 0);
  } catch {
    // It ended meanwhile.
    return 0;
  }
}

/** A thread may end while it is asked; that must not make the whole process count for nothing. */
function childrenOf(pid: number, task: string): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
