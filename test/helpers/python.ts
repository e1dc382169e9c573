// Real Python programs beside the workbench: clients of the servers under test, and servers on the same ports.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { python } from '../../scripts/python.ts';

/** A running Python program. */
export class PythonProgram {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #errors: string[] = [];
  readonly #waiting: AsyncIterator<string, undefined>;
  readonly #exited: Promise<unknown>;

  constructor(args: readonly string[]) {
    this.#child = spawn(python, args);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => this.#errors.push(text));
    this.#exited = once(this.#child, 'exit');
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#waiting = this.#lines[Symbol.asyncIterator]();
  }

  get pid(): number {
    assert.ok(this.#child.pid !== undefined);
    return this.#child.pid;
  }

  /** The next line that it prints. */
  async line(): Promise<string> {
    const next = await this.#waiting.next();
    if (next.done === true) throw new Error(`The Python program ended:\n${this.#errors.join('')}`);
    return next.value;
  }

  /** Ends its standard input, and waits until the program ends. Returns its exit code. */
  async finish(): Promise<number | null> {
    this.#child.stdin.end();
    await this.#exited;
    this.#lines.close();
    return this.#child.exitCode;
  }

  /** Resolves when it has ended, for any reason. */
  async ended(): Promise<void> {
    await this.#exited;
  }

  /** Ends it if it still runs. Disposing twice is safe. */
  async dispose(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.#exited;
  }
}

/** Runs a program to its end and returns what it printed. */
export async function runPython(args: readonly string[]): Promise<string> {
  const child = spawn(python, args);
  const output: string[] = [];
  const errors: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  child.stdin.end();
  await once(child, 'close');
  assert.equal(child.exitCode, 0, errors.join(''));
  return output.join('');
}
