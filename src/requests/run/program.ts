import { spawn, type ChildProcess } from 'node:child_process';
import { Emitter } from '../../base/emitter.ts';
import { WirebenchError } from '../../base/errors.ts';
import { createDecoder } from '../../protocol/text/decode.ts';
import type { ProgramResult } from './outcome.ts';

/** Characters of output kept, the last ones. */
const mostOutput = 64 * 1024;
/** Milliseconds between asking a program to end and ending it. */
const grace = 2000;
/** Windows has no process groups to signal. */
const grouped = process.platform !== 'win32';

export interface ProgramSettings {
  readonly command: readonly string[];
  readonly folder: string;
  /** Besides those of Wirebench itself. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A program that a request file starts: no shell, a process group of its own, its output kept. */
export class Program {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #change = new Emitter<void>();
  readonly #gone: Promise<void>;
  readonly pid: number;
  #output = '';
  #exitCode: number | undefined;
  #signal: string | undefined;
  #over = false;
  #stopping: Promise<void> | undefined;
  /** Grows with each change. */
  version = 0;

  /** Fired when it has printed something, and when it is over and all it printed is here. */
  readonly onChange = this.#change.event;

  private constructor(child: ChildProcess, settings: ProgramSettings) {
    this.name = settings.command.join(' ');
    this.#child = child;
    this.pid = child.pid!;
    // Later errors are those of signals that come too late.
    child.on('error', () => undefined);
    this.#read(child.stdout);
    this.#read(child.stderr);
    child.once('exit', (code, signal) => {
      this.#exitCode = code ?? undefined;
      this.#signal = signal ?? undefined;
      // What it started and left behind ends with it, and would else keep its output open.
      this.#kill('SIGKILL');
    });
    this.#gone = new Promise((resolve) => {
      child.once('close', () => {
        this.#over = true;
        this.#changed();
        resolve();
      });
    });
    // A program that does not read its input, or is gone, is no failure of ours.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(settings.stdin);
  }

  /** Resolves when the program runs. Rejects with `program-not-found`, `program-failed`. */
  static start(settings: ProgramSettings): Promise<Program> {
    const [file, ...args] = settings.command;
    return new Promise((resolve, reject) => {
      let child: ChildProcess;
      try {
        child = spawn(file!, args, {
          cwd: settings.folder,
          env: { ...process.env, ...settings.env },
          stdio: [settings.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
          detached: grouped,
          windowsHide: true,
        });
      } catch (error) {
        // A NUL in an argument, arguments that are too long.
        reject(notStarted(settings, error));
        return;
      }
      child.once('error', (error) => reject(notStarted(settings, error)));
      child.once('spawn', () => resolve(new Program(child, settings)));
    });
  }

  get over(): boolean {
    return this.#over;
  }

  result(): ProgramResult {
    return {
      kind: 'run',
      pid: this.pid,
      output: this.#output,
      ...(this.#exitCode === undefined ? {} : { exitCode: this.#exitCode }),
      ...(this.#signal === undefined ? {} : { signal: this.#signal }),
    };
  }

  /** Asks it and what it started to end, and ends them where they do not; resolves when they are gone. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopNow();
    return this.#stopping;
  }

  /** At once, for when this process itself ends. */
  kill(): void {
    if (!this.#over) this.#kill('SIGKILL');
  }

  async #stopNow(): Promise<void> {
    if (this.#over) return;
    this.#kill('SIGTERM');
    const timer = setTimeout(() => this.#kill('SIGKILL'), grace);
    await this.#gone;
    clearTimeout(timer);
  }

  #changed(): void {
    this.version++;
    this.#change.fire();
  }

  #kill(signal: NodeJS.Signals): void {
    try {
      if (grouped) process.kill(-this.pid, signal);
      else this.#child.kill(signal);
    } catch {
      // It is gone already.
    }
  }

  #read(stream: NodeJS.ReadableStream | null): void {
    const decoder = createDecoder('utf-8', 'replace');
    const keep = (text: string): void => {
      this.#output = (this.#output + text).slice(-mostOutput);
      if (text !== '') this.#changed();
    };
    stream?.on('data', (chunk: Uint8Array) => keep(decoder.decode(chunk)));
    stream?.on('end', () => keep(decoder.decode(new Uint8Array(0), true)));
  }
}

function notStarted(settings: ProgramSettings, cause: unknown): WirebenchError {
  const system = (cause as NodeJS.ErrnoException).code;
  const [file] = settings.command;
  const missing = system === 'ENOENT';
  const why = missing
    ? `it was not found (looked for from ${settings.folder}). Check its name, or install it`
    : cause instanceof Error
      ? cause.message
      : String(cause);
  return new WirebenchError(
    {
      code: missing ? 'program-not-found' : 'program-failed',
      message: `The program ${file ?? ''} could not be started: ${why}.`,
      ...(system === undefined ? {} : { system }),
      facts: { program: file ?? '', folder: settings.folder },
    },
    { cause },
  );
}
