import { setMaxListeners } from 'node:events';
import { WirebenchError } from '../base/errors.ts';
import type { Recorder } from '../traffic/recorder.ts';

/** A connection that waits for the next thing that is asked of it, or has something under way. */
export interface Kept {
  /** Resolves when its socket is gone. Idempotent. */
  close(): Promise<void> | void;
}

/**
 * A client that connects by itself when something is asked of it: the HTTP client at an origin, the DNS resolver. Nobody starts it. A stop
 * calls off what is under way and closes what is kept; when something is asked after that, it connects again.
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

  /** Whether something is under way, or a connection is kept. */
  get isRunning(): boolean {
    return this.#underWay.size > 0 || this.#kept.size > 0;
  }

  /** Does something that a stop waits for. The signal is the stop's; its reason is a WirebenchError. */
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

  /** Resolves when nothing is under way and no connection is left. */
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
    // What was connecting meanwhile was entered, and given up.
    await this.#closeKept();
  }

  async #closeKept(): Promise<void> {
    await Promise.all(Array.from(this.#kept, async (connection) => connection.close()));
  }
}

/** As many as have something under way listen to it. */
function newAbort(): AbortController {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  return abort;
}
