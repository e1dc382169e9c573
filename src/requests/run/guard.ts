import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Socket } from 'node:net';

/** The program of a guard (guardProcess.ts): beside the bundle, or in the sources if there is no bundle (tests). */
const program: { readonly file: string; readonly execArgv: readonly string[] } =
  typeof __filename === 'string' && __filename.endsWith('.cjs')
    ? { file: path.join(__dirname, 'runGuard.cjs'), execArgv: [] }
    : {
        file: path.resolve('src/requests/run/guardProcess.ts'),
        execArgv: ['--import', path.resolve('node_modules/tsx/dist/loader.mjs')],
      };

/**
 * Sees to it that no program outlives this process or thread, also one that is killed. A small process stands by while there
 * are programs; it hears the end of this one by the pipe between the two, which no system leaves open.
 */
export class Guard {
  /** The beginning of the marks of the programs of one standing guard: one that leaves must not end those of the next. */
  #mark = '';
  #count = 0;
  #next = 1;
  #standing: ChildProcess | undefined;

  /** Before a program starts: its mark. Each call goes with one of `release`. */
  take(): string {
    if (this.#count++ === 0) {
      this.#mark = randomUUID();
      // Before the first program: a guard takes what is older than itself for another's (processes.ts).
      this.#standing = this.#start();
    }
    return `${this.#mark}.${this.#next++}.`;
  }

  started(pid: number): void {
    this.#tell(`+${pid}\n`);
  }

  ended(pid: number): void {
    this.#tell(`-${pid}\n`);
  }

  /** Nothing of the program is left. The guard of the last one is ended. */
  release(): void {
    if (--this.#count > 0) return;
    const standing = this.#standing;
    this.#standing = undefined;
    if (standing?.pid === undefined) return;
    // It has nothing left to end, so nobody waits until it has started and looked.
    standing.kill('SIGKILL');
  }

  #start(): ChildProcess {
    const { ...env } = process.env;
    // Those are of the editor's own process.
    delete env['NODE_OPTIONS'];
    delete env['VSCODE_INSPECTOR_OPTIONS'];
    const child = spawn(process.execPath, [...program.execArgv, program.file, this.#mark], {
      // An editor's own executable is Node with this.
      env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
    });
    // One that cannot be started guards nothing; the programs run all the same.
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    child.unref();
    // A pipe is a socket, which the types do not say.
    (child.stdin as unknown as Pick<Socket, 'unref'>).unref();
    return child;
  }

  #tell(line: string): void {
    this.#standing?.stdin?.write(line);
  }
}
