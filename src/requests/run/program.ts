import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Emitter } from '../../base/emitter.ts';
import { WirebenchError } from '../../base/errors.ts';
import { createDecoder } from '../../protocol/text/decode.ts';
import { encode } from '../../protocol/text/encode.ts';
import { askingOf, type Asking } from './asking.ts';
import { executableOf, isFile, type Executable, type Machine } from './executable.ts';
import type { Transport } from '../../traffic/event.ts';
import type { Guard } from './guard.ts';
import { ProgramInput } from './programInput.ts';
import { LineEnds, OwnLines, ProgramOutput } from './programOutput.ts';
import { pythonCommand, type PythonPlace } from './python.ts';
import { lastException, type PythonException } from './traceback.ts';
import { markName, processesOf, type Processes, type Tree } from './processes.ts';

/** Milliseconds between asking a program to end and ending it, and for which others may go on with its output after it ended. */
const grace = 2000;
/** Milliseconds of silence after the end of a program that others hold the output of: all that it printed is here then. */
const drained = 100;
/** Milliseconds between two looks at what a program left behind, growing: no system tells when that ends. */
const firstLook = 5;
const longestLook = 100;
/** Rounds of ending what does not end when it is asked to. */
const mostRounds = 4;
/** Python does not hold its output back, prints UTF-8 on every system, and leaves no files beside those of the program. */
const fair = { PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' } as const;

const system = processesOf(process.platform);

export interface ProgramSettings {
  readonly command: readonly string[];
  readonly folder: string;
  /** For `python` and `python3`. Absent: as the system finds them. */
  readonly python?: PythonPlace;
  /** Besides those of Wirebench itself. */
  readonly env: Readonly<Record<string, string>>;
  /** The whole text of its standard input, which then ends. */
  readonly stdin?: string;
  /** Its standard input stays open: it is typed later. */
  readonly typed?: boolean;
  /** Of its output and its input; absent: UTF-8. */
  readonly encoding?: string;
  readonly stage?: ProgramStage;
  /** Under a debugger: the command that it stands for. */
  readonly as?: readonly string[];
  /** Takes each line of its error stream; true: it is no output of the program. */
  readonly hears?: ((line: string) => boolean) | undefined;
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
  /**
   * The output so far, both streams in order of arrival, with `\n` at the end of each line, without prompts; the last 64 KiB.
   */
  readonly output: string;
  /** Of it, the part after the last mark. */
  readonly since: string;
  /** All that a person would see: with prompts and with what was typed. Absent: nothing is typed, so it is the output. */
  readonly screen?: string;
  /** Lines printed, also those that are not kept. */
  readonly lines: number;
  /** It has not ended, or not all that it printed is here. */
  readonly running: boolean;
  /** It waits for its standard input. */
  readonly asks: boolean;
  /** The step of its body that has not come about, as it is written. */
  readonly awaits?: string;
  readonly exception?: PythonException;
  readonly exitCode?: number;
  readonly signal?: string;
}

/** The means of a program; tests put in another system's. */
interface ProgramMeans {
  /** Ends it if this process is killed. */
  readonly guard?: Guard;
  readonly processes?: Processes;
  readonly asking?: Asking;
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
  readonly #output = new ProgramOutput(() => this.#changed());
  readonly folder: string;
  /** Its command: the program and its arguments. */
  readonly words: readonly string[];
  readonly #encoding: string;
  /** Absent: nothing can be typed. */
  readonly #input: ProgramInput | undefined;
  #exception: { readonly of: string; readonly found: PythonException | undefined } | undefined;
  /** The step of its body that has not come about, as it is written: told by who types. */
  awaits: string | undefined;
  #exitCode: number | undefined;
  #signal: string | undefined;
  #exited = false;
  #over = false;
  #holding: NodeJS.Timeout | undefined;
  #stopping: Promise<void> | undefined;
  #wasStopped = false;
  /** Grows with each change. */
  version = 0;

  /** Fired when it has printed something, and when it is over and all it printed is here. */
  readonly onChange = this.#change.event;

  private constructor(child: ChildProcess, settings: ProgramSettings, means: ProgramMeans, mark: string) {
    this.words = settings.as ?? settings.command;
    this.name = this.words.join(' ');
    this.#child = child;
    this.#guard = means.guard;
    this.#processes = means.processes ?? system;
    this.#mark = mark;
    this.folder = settings.folder;
    this.#encoding = settings.encoding ?? 'utf-8';
    this.stage = settings.stage;
    this.pid = child.pid!;
    this.#guard?.started(this.pid);
    // Later errors are those of signals that come too late.
    child.on('error', () => undefined);
    // A program may ignore its input, or be gone: that is not an error.
    child.stdin?.on('error', () => undefined);
    if (settings.typed) {
      const { asking = askingOf(this.pid) } = means;
      const parts = { asking, output: this.#output, encoding: this.#encoding, changed: () => this.#changed() };
      this.#input = new ProgramInput(child.stdin!, parts);
    } else child.stdin?.end(settings.stdin && encode(settings.stdin, this.#encoding, 'replace'));
    this.#read(child.stdout, false);
    this.#read(child.stderr, true, settings.hears && new OwnLines(settings.hears));
    child.once('exit', (code, signal) => {
      this.#exitCode = code ?? undefined;
      this.#signal = signal ?? undefined;
      // The rest of its group ends with it, and would else keep its output open.
      if (this.#processes.grouped) this.#signalGroup('SIGKILL');
      this.#exited = true;
      this.#guard?.ended(this.pid);
      // A program that left the group may hold the output for ever.
      this.#drain(performance.now() + grace);
    });
    this.#gone = new Promise((resolve) => {
      child.once('close', () => {
        clearTimeout(this.#holding);
        this.#output.flush();
        this.#over = true;
        this.#input?.stop();
        this.#changed();
        resolve();
      });
    });
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
    const env: NodeJS.ProcessEnv = { ...fairTo(settings), ...process.env, ...settings.env, [markName]: mark };
    const { grouped } = means.processes ?? system;
    return new Promise((resolve, reject) => {
      let child: ChildProcess;
      try {
        const { file, args, verbatim } = located(settings, { platform: process.platform, env, isFile });
        child = spawn(file, args, {
          cwd: settings.folder,
          env,
          stdio: [settings.stdin === undefined && !settings.typed ? 'ignore' : 'pipe', 'pipe', 'pipe'],
          detached: grouped,
          windowsHide: true,
          ...(verbatim && { windowsVerbatimArguments: true }),
        });
      } catch (error) {
        // A NUL in an argument, arguments that are too long; on Windows an argument that a script cannot be given.
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

  /** It has been asked to end, by who started it. */
  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** It waits for its standard input. */
  get asks(): boolean {
    return this.#input?.asks ?? false;
  }

  get state(): ProgramState {
    const { text: output, since, lines, screen } = this.#output;
    const { pid, asks, awaits, exception } = this;
    return {
      ...{ pid, output, since, lines, running: !this.#over, asks },
      ...(this.#input && { screen }),
      ...(awaits !== undefined && { awaits }),
      ...(exception && { exception }),
      // The end is told when all that it printed is here.
      ...(this.#over && this.#exitCode !== undefined && { exitCode: this.#exitCode }),
      ...(this.#over && this.#signal !== undefined && { signal: this.#signal }),
    };
  }

  /** The last one that Python reported. */
  get exception(): PythonException | undefined {
    const { errors } = this.#output;
    if (this.#exception?.of !== errors) this.#exception = { of: errors, found: lastException(errors, this.folder) };
    return this.#exception.found;
  }

  /** `state.since` begins here. */
  mark(): void {
    this.#output.mark();
  }

  /** Types a text; resolves when it is on its way to the program. */
  async type(text: string): Promise<void> {
    await this.#input?.type(text);
  }

  /** As `ProgramOutput.pass`. */
  pass(text: string): boolean {
    return this.#output.pass(text);
  }

  passAll(): void {
    this.#output.passAll();
  }

  /** Its standard input ends. */
  endInput(): void {
    this.#input?.end();
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

  /** It ended because it was to, and not by itself. */
  get wasStopped(): boolean {
    return this.#wasStopped;
  }

  async #stopNow(): Promise<void> {
    this.#wasStopped = !this.#exited;
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

  /** The process ids of the program and of all that it started, as far as the system tells. */
  get members(): readonly number[] {
    return this.#processes.members(this.#tree);
  }

  get #tree(): Tree {
    return { mark: this.#mark, roots: this.#exited ? [] : [this.pid] };
  }

  /** Lets go of its output once nothing comes any more. */
  #drain(end: number): void {
    const version = this.version;
    const look = (): void => {
      if (this.version !== version && performance.now() < end) this.#drain(end);
      else this.#letGo();
    };
    // A busy process tells its timers before what has arrived meanwhile.
    this.#holding = setTimeout(() => setImmediate(look), drained);
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

  #read(stream: NodeJS.ReadableStream | null, isError: boolean, lines?: OwnLines): void {
    const decoder = createDecoder(this.#encoding, 'replace');
    const lineEnds = new LineEnds();
    const keep = (decoded: string, last = false): void => {
      const read = lineEnds.read(decoded, last);
      const text = lines?.read(read, last) ?? read;
      if (text === '') return;
      this.#input?.printed();
      this.#output.add(text, isError);
    };
    stream?.on('data', (chunk: Uint8Array) => keep(decoder.decode(chunk)));
    stream?.on('end', () => keep(decoder.decode(new Uint8Array(0), true), true));
  }
}

/** Where the output is in another encoding, the program decides on it. */
function fairTo({ encoding = 'utf-8' }: ProgramSettings): Record<string, string> {
  return { ...fair, ...(encoding === 'utf-8' && { PYTHONUTF8: '1' }) };
}

const pythons: ReadonlySet<string> = new Set(['python', 'python3']);

function located({ command, folder, python }: ProgramSettings, machine: Machine): Executable {
  const isPython = python !== undefined && pythons.has(command[0] ?? '');
  const found = isPython ? pythonCommand(python, machine) : undefined;
  return executableOf(found === undefined ? command : [...found, ...command.slice(1)], folder, machine);
}

function notStarted(settings: ProgramSettings, cause: unknown): WirebenchError {
  if (statSync(settings.folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const message = `The program ${settings.command[0] ?? ''} could not be started: there is no folder ${settings.folder} for it to run in. Correct the line cwd, or make the folder.`;
    return new WirebenchError({ code: 'no-such-folder', message, facts: { folder: settings.folder } }, { cause });
  }
  const system = (cause as NodeJS.ErrnoException).code;
  const [file] = settings.command;
  const missing = system === 'ENOENT';
  const why = missing
    ? `it was not found (looked for from ${settings.folder}). ${pythons.has(file ?? '') ? 'Install Python from python.org, or set wirebench.requestFiles.python' : 'Check its name, or install it'}`
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
