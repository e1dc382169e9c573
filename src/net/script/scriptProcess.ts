import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ErrorCode } from '../../base/codes.ts';
import { WirebenchError, type ErrorData } from '../../base/errors.ts';
import type { Transport } from '../../traffic/event.ts';
import {
  fromScript,
  memoryVerdict,
  verdictDescriptor,
  type FromScript,
  type ScriptFault,
  type ToScript,
} from './messages.ts';

export interface ScriptSettings {
  readonly file: string;
  readonly transport: Transport;
  /** Milliseconds that a handler may take; loading may take five times as long. */
  readonly timeout: number;
  /** Bytes of memory the script may use. */
  readonly memory: number;
}

interface ScriptListener {
  message(message: FromScript): void;
  /** A line the script printed. */
  printed(line: string): void;
  /** The process is over, for this reason; not called after `dispose`. */
  ended(error: ErrorData): void;
}

/**
 * The program that runs a script: beside the bundle, or in the sources if there is no bundle (tests, from the
 * repository's root).
 */
export const program: { file: string; execArgv: string[] } =
  typeof __filename === 'string' && __filename.endsWith('.cjs')
    ? { file: path.join(__dirname, 'scriptWorker.cjs'), execArgv: [] }
    : {
        file: path.resolve('src/net/script/scriptWorker.ts'),
        execArgv: ['--import', path.resolve('node_modules/tsx/dist/loader.mjs')],
      };

const ticksPerTimeout = 4;
const loadTimeouts = 5;
/** The number of last characters kept from standard error: they contain V8's last message. */
const lastWords = 4096;

/** One version of a script, running. */
export class ScriptProcess {
  readonly #settings: ScriptSettings;
  readonly #listener: ScriptListener;
  readonly #child: ChildProcess;
  readonly #loading = deferred();
  readonly #gone: Promise<void>;
  #watch: NodeJS.Timeout | undefined;
  #loaded = false;
  #over = false;
  #verdict = '';
  #stderr = '';
  #pings = 0;
  #pongs = 0;
  #missed = 0;

  constructor(settings: ScriptSettings, listener: ScriptListener) {
    this.#settings = settings;
    this.#listener = listener;
    const megabytes = Math.ceil(settings.memory / 2 ** 20);
    this.#child = fork(program.file, [], {
      execArgv: [...program.execArgv, `--max-old-space-size=${megabytes}`],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      env: environment(),
      // Leftovers of a crash (a core file) must not land near the person's files. Relative imports do not need the
      // folder.
      cwd: path.dirname(settings.file),
    });
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      // A process that could not be started has no exit.
      this.#child.once('error', () => this.#child.pid === undefined && resolve());
    });
    this.#listen();
    const { file, transport, timeout, memory } = settings;
    this.post({ kind: 'load', file, transport, timeout, memory });
    this.#watch = setTimeout(() => this.#finish(this.#stuck(timeout * loadTimeouts)), timeout * loadTimeouts);
  }

  /** Resolves when the script has been loaded; rejects with the reason if it cannot be. */
  get loaded(): Promise<void> {
    return this.#loading.promise;
  }

  post(message: ToScript): void {
    if (!this.#over && this.#child.connected) this.#child.send(message, () => {});
  }

  /** Resolves when the process is gone, even if it ended by itself. */
  dispose(): Promise<void> {
    if (this.#over) return this.#gone;
    this.#over = true;
    clearTimeout(this.#watch);
    this.#child.kill('SIGKILL');
    this.#loading.reject(
      new WirebenchError({ code: 'stopped', message: 'The script was stopped while it was loaded.' }),
    );
    return this.#gone;
  }

  #listen(): void {
    const child = this.#child;
    child.on('message', (message) => this.#heard(message));
    child.on('error', (error) =>
      this.#finish(this.#failure('script-not-started', `could not be started: ${error.message}`)),
    );
    child.on('close', (code, signal) => this.#closed(code, signal));
    eachLine(child.stdout!, (line) => this.#printed(line));
    eachLine(child.stderr!, (line) => {
      this.#stderr = `${this.#stderr}${line}\n`.slice(-lastWords);
      this.#printed(line);
    });
    const verdict = child.stdio[verdictDescriptor] as Readable;
    verdict.on('data', (data: Buffer) => (this.#verdict = (this.#verdict + data.toString('latin1')).slice(-100)));
  }

  #printed(line: string): void {
    if (!this.#over) this.#listener.printed(line);
  }

  #heard(raw: unknown): void {
    if (this.#over) return;
    const message = fromScript(raw);
    if (message === undefined)
      this.#finish(this.#failure('script-misspoke', 'wrote to the channel of its own process'));
    else if (message.kind === 'pong') this.#pongs = Math.max(this.#pongs, message.number);
    else if (message.kind === 'loaded') this.#ready();
    else if (message.kind === 'fault' && message.fault.code !== 'script-late') this.#finish(faultData(message.fault));
    else this.#listener.message(message);
  }

  #ready(): void {
    if (this.#loaded) return;
    this.#loaded = true;
    clearTimeout(this.#watch);
    this.#watch = setInterval(() => this.#tick(), this.#settings.timeout / ticksPerTimeout);
    this.#loading.resolve();
  }

  /** Counts ticks and not time, so that an engine that was delayed itself does not take its script for stuck. */
  #tick(): void {
    this.#missed = this.#pongs < this.#pings ? this.#missed + 1 : 0;
    if (this.#missed > ticksPerTimeout) this.#finish(this.#stuck(this.#settings.timeout));
    else if (this.#missed === 0) this.post({ kind: 'ping', number: ++this.#pings });
  }

  #closed(code: number | null, signal: string | null): void {
    const outOfMemory = this.#verdict.includes(memoryVerdict) || this.#stderr.includes('heap out of memory');
    const last = this.#stderr
      .trimEnd()
      .split('\n')
      .findLast((line) => line.includes('Error'));
    const said = last === undefined ? '' : `: ${last}`;
    const megabytes = Math.round(this.#settings.memory / 2 ** 20);
    this.#finish(
      outOfMemory
        ? this.#failure('script-memory', `was ended: it used more than the ${megabytes} MB of memory it may`)
        : this.#failure('script-exited', `ended its own process (${signal ?? `exit code ${String(code)}`})${said}`),
    );
  }

  #stuck(milliseconds: number): ErrorData {
    return this.#failure(
      'script-stuck',
      `was ended: it did not return within ${milliseconds / 1000} s (an endless loop?)`,
    );
  }

  #failure(code: ErrorCode, what: string): ErrorData {
    const { file } = this.#settings;
    return { code, message: `The script ${file} ${what}.`, remedies: ['openFile'], facts: { file } };
  }

  #finish(error: ErrorData): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#watch);
    this.#child.kill('SIGKILL');
    if (this.#loaded) this.#listener.ended(error);
    else this.#loading.reject(new WirebenchError(error));
  }
}

/** A promise to settle later. If nobody waits for it, it does not count as an unhandled rejection. */
function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: WirebenchError) => void } {
  let resolve!: () => void;
  let reject!: (error: WirebenchError) => void;
  const promise = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]));
  promise.catch(() => {});
  return { promise, resolve, reject };
}

/** `The script /x/shout.mjs failed at line 3: TypeError: ...` */
export function faultData(fault: ScriptFault): ErrorData {
  const file = fault.file ?? '';
  const at = fault.line === undefined ? file : `${file}:${fault.line}`;
  return {
    code: fault.code,
    message: `The script failed at ${at}: ${fault.message}.`,
    remedies: ['openFile'],
    facts: { file, ...(fault.line === undefined ? {} : { line: fault.line }) },
  };
}

/** The engine's, for Node and not for an editor: an editor's own executable runs the script. */
function environment(): NodeJS.ProcessEnv {
  const { ...own } = process.env;
  delete own['NODE_OPTIONS'];
  delete own['VSCODE_INSPECTOR_OPTIONS'];
  return { ...own, ELECTRON_RUN_AS_NODE: '1' };
}

/** Lines of printed text, each cut at 1,000 characters. */
function eachLine(stream: Readable, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!.slice(-1000);
    for (const line of lines) take(line.slice(0, 1000));
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
  });
}
