import { Emitter } from '../base/emitter.ts';
import { WirebenchError, type ErrorData } from '../base/errors.ts';
import type { RequestOptions } from '../base/requestChannel.ts';
import type {
  EngineClient,
  EngineNotice,
  EngineParams,
  EngineRequestName,
  EngineRequests,
  EngineResult,
} from '../engine/messages.ts';

/** Starts an engine. `ended` is called once if it ends without being asked to. */
type OpenEngine = (ended: (error: ErrorData) => void) => Promise<EngineClient>;

/**
 * The shell's connection to the engine: starts it at the first request, forwards its notices, and after a crash starts
 * a new one at the next request. Ids of endpoints, views and streams do not outlive an engine: `onEnded` reports its
 * end.
 */
export class EngineLink implements EngineClient {
  readonly #open: OpenEngine;
  readonly #notices = new Emitter<EngineNotice>();
  readonly #started = new Emitter<undefined>();
  readonly #ended = new Emitter<ErrorData>();
  #client: Promise<EngineClient> | undefined;
  #stopped: Promise<void> | undefined;

  readonly onNotice = this.#notices.event;
  /** A new engine runs, with an empty journal and no endpoints. */
  readonly onStarted = this.#started.event;
  /** The engine ended without being asked to. */
  readonly onEnded = this.#ended.event;

  constructor(open: OpenEngine) {
    this.#open = open;
  }

  /** True if an engine runs or is starting: a read-only operation need not start one. */
  get isStarted(): boolean {
    return this.#client !== undefined && this.#stopped === undefined;
  }

  async request<N extends EngineRequestName>(
    name: N,
    params: EngineParams<N>,
    options?: RequestOptions<EngineRequests[N]>,
  ): Promise<EngineResult<N>> {
    const client = await this.#start();
    return client.request(name, params, options);
  }

  async stop(): Promise<void> {
    this.#stopped ??= this.#client === undefined ? Promise.resolve() : this.#client.then((c) => c.stop(), nothing);
    await this.#stopped;
  }

  #start(): Promise<EngineClient> {
    if (this.#stopped !== undefined) return Promise.reject(stoppedError());
    if (this.#client !== undefined) return this.#client;
    const client = this.#open((error) => {
      if (this.#client !== client) return;
      this.#client = undefined;
      if (this.#stopped === undefined) this.#ended.fire(error);
    }).then(
      (opened) => {
        opened.onNotice((notice) => {
          if (this.#client === client) this.#notices.fire(notice);
        });
        this.#started.fire(undefined);
        return opened;
      },
      (error: unknown) => {
        if (this.#client === client) this.#client = undefined;
        throw error;
      },
    );
    this.#client = client;
    return client;
  }
}

const nothing = (): void => undefined;

function stoppedError(): WirebenchError {
  return new WirebenchError({
    code: 'engine-stopped',
    message: 'Wirebench is shutting down. You cannot start or send anything in this window any more.',
  });
}
