import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Emitter } from '../../base/emitter.ts';
import { WirebenchError } from '../../base/errors.ts';
import { createDecoder } from '../../protocol/text/decode.ts';
import type { Transport } from '../../traffic/event.ts';
import type { Guard } from './guard.ts';
import { markName, processesOf, type Processes, type Tree } from './processes.ts';

/** Characters of output kept, the last ones. */
const mostOutput = 64 * 1024;
/** Milliseconds between asking a program to end and ending it, and for which others may hold its output after it ended. */
const grace = 2000;
/** Milliseconds between two looks at what a program left behind, growing: no system tells when that ends. */
const firstLook = 5;
const longestLook = 100;
/** Rounds of ending what does not end when it is asked to. */
const mostRounds = 4;

const system = processesOf(process.platform);

export interface ProgramSettings {
  readonly command: readonly string[];
  readonly folder: string;
  /** Besides those of Wirebench itself. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly stage?: ProgramStage;
}

/** The surroundings that a program is given in place of those of the system. They go with it. */
export interface ProgramStage {
  /** The port that the program really listens on, of one that is its own on the stage. Undefined: none so far. */
  readonly port: number | undefined;
  /** The port to look at for one that the program names. Rejects when the signal is aborted before it is known. */
  real(transport: Transport, port: number, signal: AbortSignal): Promise<number>;
  remove(): void;
}

/** How far a program has come. */
export interface ProgramState {
  readonly pid: number;
  /** The output so far, both streams in order of arrival; the last 64 KiB. */
  readonly output: string;
  readonly exitCode?: number;
  readonly signal?: string;
}

/** The means of a program; tests put in another system's. */
interface ProgramMeans {
  /** Ends it if this process is killed. */
  readonly guard?: Guard;
  readonly processes?: Processes;
}

/**
 * A program that a request file starts: no shell, a process group of its own, its output kept. All that it starts belongs to it,
 * also in another group or session: it is found by a variable of its environment.
 */
export class Program {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #change = new Emitter<void>();
  readonly #gone: Promise<void>;
  readonly #guard: Guard | undefined;
  readonly #processes: Processes;
  readonly #mark: string;
  readonly stage: ProgramStage | undefined;
  readonly pid: number;
  #output = '';
  #exitCode: number | undefined;
  #signal: string | undefined;
  #exited = false;
  #over = false;
  #holding: NodeJS.Timeout | undefined;
  #stopping: Promise<void> | undefined;
  /** Grows with each change. */
  version = 0;

  /** Fired when it has printed something, and when it is over and all it printed is here. */
  readonly onChange = this.#change.event;

  private constructor(child: ChildProcess, settings: ProgramSettings, means: ProgramMeans, mark: string) {
    this.name = settings.command.join(' ');
    this.#child = child;
    this.#guard = means.guard;
    this.#processes = means.processes ?? system;
    this.#mark = mark;
    this.stage = settings.stage;
    this.pid = child.pid!;
    this.#guard?.started(this.pid);
    // Later errors are those of signals that come too late.
    child.on('error', () => undefined);
    this.#read(child.stdout);
    this.#read(child.stderr);
    child.once('exit', (code, signal) => {
      this.#exitCode = code ?? undefined;
      this.#signal = signal ?? undefined;
      // The rest of its group ends with it, and would else keep its output open.
      if (this.#processes.grouped) this.#signalGroup('SIGKILL');
      this.#exited = true;
      this.#guard?.ended(this.pid);
      // A program that left the group may hold the output for ever.
      this.#holding = setTimeout(() => this.#letGo(), grace);
    });
    this.#gone = new Promise((resolve) => {
      child.once('close', () => {
        clearTimeout(this.#holding);
        this.#over = true;
        this.#changed();
        resolve();
      });
    });
    // A program may ignore its input, or be gone: that is not an error.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(settings.stdin);
  }

  /** Resolves when the program runs. Rejects with `program-not-found`, `program-failed`. */
  static async start(settings: ProgramSettings, means: ProgramMeans = {}): Promise<Program> {
    const mark = means.guard?.take() ?? randomUUID();
    try {
      return await Program.#spawned(settings, means, mark);
    } catch (error) {
      means.guard?.release();
      settings.stage?.remove();
      throw error;
    }
  }

  static #spawned(settings: ProgramSettings, means: ProgramMeans, mark: string): Promise<Program> {
    const [file, ...args] = settings.command;
    return new Promise((resolve, reject) => {
      let child: ChildProcess;
      try {
        child = spawn(file!, args, {
          cwd: settings.folder,
          env: { ...process.env, ...settings.env, [markName]: mark },
          stdio: [settings.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
          detached: (means.processes ?? system).grouped,
          windowsHide: true,
        });
      } catch (error) {
        // A NUL in an argument, arguments that are too long.
        reject(notStarted(settings, error));
        return;
      }
      child.once('error', (error) => reject(notStarted(settings, error)));
      child.once('spawn', () => resolve(new Program(child, settings, means, mark)));
    });
  }

  get over(): boolean {
    return this.#over;
  }

  get state(): ProgramState {
    return {
      pid: this.pid,
      output: this.#output,
      ...(this.#exitCode === undefined ? {} : { exitCode: this.#exitCode }),
      ...(this.#signal === undefined ? {} : { signal: this.#signal }),
    };
  }

  /** Asks it and all that it started to end, and kills them if they do not; resolves when they are gone. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopNow();
    return this.#stopping;
  }

  /** At once, for when this process itself ends. */
  kill(): void {
    this.#end('SIGKILL');
    this.stage?.remove();
  }

  async #stopNow(): Promise<void> {
    if (this.#anyLeft()) {
      this.#end('SIGTERM');
      await this.#left(grace);
      // Again, for what was started meanwhile.
      for (let i = 0; i < mostRounds && this.#anyLeft(); i++) {
        this.#end('SIGKILL');
        await this.#left(grace / mostRounds);
      }
    }
    // Programs that could be neither found nor ended do not hold up the run.
    this.#letGo();
    if (this.#exited) await this.#gone;
    this.stage?.remove();
    this.#guard?.release();
  }

  /** Whether the program, or anything that it started, is there. */
  #anyLeft(): boolean {
    return !this.#exited || this.#processes.members(this.#tree).length > 0;
  }

  async #left(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    for (let wait = firstLook; this.#anyLeft() && performance.now() < end; wait = Math.min(wait * 2, longestLook))
      await pause(wait);
  }

  get #tree(): Tree {
    return { mark: this.#mark, roots: this.#exited ? [] : [this.pid] };
  }

  #letGo(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #changed(): void {
    this.version++;
    this.#change.fire();
  }

  #end(signal: NodeJS.Signals): void {
    this.#processes.signal(this.#tree, signal);
    if (!this.#processes.grouped) this.#child.kill(signal);
  }

  #signalGroup(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // There is nobody left in it.
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
