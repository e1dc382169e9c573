import { WirebenchError } from '../../base/errors.ts';
import { FileRun } from './fileRun.ts';
import { Guard } from './guard.ts';
import { holdWith } from './hold.ts';
import type { RunSummary } from './outcome.ts';
import type { RunStart } from './requests.ts';
import type { RunOptions } from './runOptions.ts';
import { RunSession } from './runSession.ts';
import type { RunnerHost } from './turn.ts';

/**
 * Runs request files: in the engine's thread and in a terminal alike. Requests run one after the other in the order of the file
 * (or in the order that was asked for, each after what it needs by name). A run stops all that it started, however it ends.
 */
export class Runner {
  readonly #host: RunnerHost;
  readonly #sessions = new Map<string, RunSession>();
  /** Runs under way. */
  readonly #runs = new Map<
    AbortController,
    { readonly session: string | undefined; readonly over: Promise<unknown> }
  >();
  /** The sessions of runs and callers: all that may have something running. */
  readonly #all = new Set<RunSession>();
  readonly #guard = new Guard();
  #closed = false;

  constructor(host: RunnerHost) {
    this.#host = host;
  }

  /** Never rejects for what a file or a network does: the summary says it. */
  async run(start: RunStart, options: RunOptions = {}): Promise<RunSummary> {
    if (this.#closed) throw new WirebenchError({ code: 'engine-stopped', message: 'The engine is not running.' });
    const abort = new AbortController();
    const cancel = (): void => abort.abort();
    if (options.signal?.aborted === true) cancel();
    options.signal?.addEventListener('abort', cancel, { once: true });
    const running = this.#run(start, { ...options, signal: abort.signal });
    this.#runs.set(abort, { session: keptKey(start), over: running });
    try {
      return await running;
    } finally {
      this.#runs.delete(abort);
      options.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Cancels what a session runs, stops what it started, and forgets its results. Unknown keys are fine. */
  async endSession(key: string): Promise<void> {
    await this.#cancel(({ session: of }) => of === key);
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    if (session === undefined) return;
    await session.end();
    this.#all.delete(session);
  }

  /** Cancels every run and stops everything; resolves when nothing is left. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#cancel(() => true);
    await Promise.all([...this.#sessions.keys()].map((key) => this.endSession(key)));
  }

  async #cancel(which: (run: { readonly session: string | undefined }) => boolean): Promise<void> {
    const runs = [...this.#runs].filter(([, run]) => which(run));
    for (const [abort] of runs) abort.abort();
    await Promise.allSettled(runs.map(([, { over }]) => over));
  }

  /** While a session is held, its requests wait longer by so much: a debugger has its program stopped. Unknown keys are fine. */
  hold(key: string, held: boolean): void {
    this.#sessions.get(key)?.hold.set('stopped', held);
  }

  /** Whether a request that is under way talks through that client. */
  isTalking(endpoint: number): boolean {
    return [...this.#all].some((session) => session.started.isClient(endpoint));
  }

  /** Ends every program at once, for when this process itself ends. */
  kill(): void {
    for (const session of this.#all) session.started.kill();
  }

  async #run(start: RunStart, options: RunOptions & { signal: AbortSignal }): Promise<RunSummary> {
    const kept = keptKey(start);
    const session =
      (kept === undefined ? undefined : this.#sessions.get(kept)) ??
      new RunSession(this.#host.registry, this.#guard, options.seed);
    if (kept !== undefined) this.#sessions.set(kept, session);
    this.#all.add(session);
    holdWith(options.signal, session.hold);
    try {
      return await session.exclusively(() => new FileRun(this.#host, start, session, options).all());
    } finally {
      if (kept === undefined) {
        await session.end();
        this.#all.delete(session);
      }
    }
  }
}

function keptKey({ keeps, source }: RunStart): string | undefined {
  return keeps === true ? source.session : undefined;
}
