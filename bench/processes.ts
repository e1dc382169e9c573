import { spawn, type ChildProcess } from 'node:child_process';
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

  async end(): Promise<void> {
    if (this.#exited || this.child.exitCode !== null) return;
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    await closed;
    clearTimeout(timer);
  }
}

/** Runs a client to its end and returns the JSON line it printed. */
export async function measure(core: number, command: string, args: readonly string[]): Promise<Record<string, number>> {
  const client = new Pinned(core, command, args);
  const [line] = await client.line(/^\{.*\}$/);
  await client.end();
  return JSON.parse(line) as Record<string, number>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
