import { setMaxListeners } from 'node:events';
import { WirebenchError } from '../base/errors.ts';
import type { Recorder } from '../traffic/recorder.ts';

/** A connection that is idle or in use. */
export interface Kept {
  /** Resolves when its socket is closed. Idempotent. */
  close(): Promise<void> | void;
}

/**
 * A client that connects by itself on request: the HTTP client at an origin, or the DNS resolver. Nobody starts it. A
 * stop cancels its work and closes kept connections; the next request connects again.
 */
export class OnDemandClient {
  readonly id: number;
  readonly name: string;
  readonly recorder: Recorder;
  readonly #kept = new Set<Kept>();
  readonly #underWay = new Set<Promise<unknown>>();
  #abort = newAbort();

  constructor(id: number, name: string, recorder: Recorder) {
    this.id = id;
    this.name = name;
    this.recorder = recorder;
  }

  /** Whether work is in progress or a connection is kept. */
  get isRunning(): boolean {
    return this.#underWay.size > 0 || this.#kept.size > 0;
  }

  /** Runs work that a stop waits for. The stop aborts the signal, with a WirebenchError as its reason. */
  async run<T>(work: (stopped: AbortSignal) => Promise<T>): Promise<T> {
    const running = work(this.#abort.signal);
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  keep(connection: Kept): void {
    this.#kept.add(connection);
  }

  gone(connection: Kept): void {
    this.#kept.delete(connection);
  }

  /** Resolves when no work is in progress and no connection is left. */
  async stop(): Promise<void> {
    const abort = this.#abort;
    this.#abort = newAbort();
    abort.abort(
      new WirebenchError({
        code: 'cancelled',
        message: `${this.name} was stopped before this was done. Try again: a new connection is made.`,
        remedies: ['retry'],
      }),
    );
    await Promise.all([this.#closeKept(), Promise.allSettled(this.#underWay)]);
    // Connections that were still being opened were entered meanwhile, but nothing uses them.
    await this.#closeKept();
  }

  async #closeKept(): Promise<void> {
    await Promise.all(Array.from(this.#kept, async (connection) => connection.close()));
  }
}

/** Without a limit of listeners: every task in progress adds one. */
function newAbort(): AbortController {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  return abort;
}
