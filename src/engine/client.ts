import { Worker } from 'node:worker_threads';
import { Emitter } from '../base/emitter.ts';
import { WirebenchError, type ErrorData } from '../base/errors.ts';
import type {
  EngineClient,
  EngineLimits,
  EngineNotice,
  EngineParams,
  EngineRequestName,
  EngineResult,
  FromEngine,
  ToEngine,
} from './messages.ts';

/** Longer than any limit the engine itself keeps; a reply that takes longer will not come. Milliseconds. */
const defaultTimeout = 30_000;

/** These end when the person, the peer or the disk says so; their own parameters bound them. */
const untimed: ReadonlySet<EngineRequestName> = new Set<EngineRequestName>([
  'endpoint.start',
  'endpoint.restart',
  'endpoint.send',
  'journal.export',
  'http.send',
  'http.saveBody',
  'run.start',
  'dns.resolve',
  'dns.compare',
  'dns.trace',
]);

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

/** A failure that crossed from the engine's thread: code, sentence and remedies as they were raised there. */
export class EngineError extends WirebenchError {}

export function engineStopped(cause?: unknown): EngineError {
  const detail = cause instanceof Error ? `: ${cause.message}` : '';
  return new EngineError(
    {
      code: 'engine-stopped',
      message: `The engine is not running${detail}. Its servers and clients ended with it; what was saved is kept.`,
      remedies: ['start'],
    },
    { cause },
  );
}

/** Requests, replies and notices over anything that carries messages: the worker's port, or a loop within the thread. */
export class RequestChannel {
  readonly #pending = new Map<number, Pending>();
  readonly #notices = new Emitter<EngineNotice>();
  readonly #post: (message: ToEngine) => void;
  #nextId = 1;
  #closed: EngineError | undefined;

  readonly onNotice = this.#notices.event;

  constructor(post: (message: ToEngine) => void) {
    this.#post = post;
  }

  request<N extends EngineRequestName>(
    name: N,
    params: EngineParams<N>,
    options: { timeout?: number } = {},
  ): Promise<EngineResult<N>> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = this.#nextId++;
    const timeout = options.timeout ?? (untimed.has(name) ? 0 : defaultTimeout);
    return new Promise<unknown>((resolve, reject) => {
      const timer = timeout > 0 ? setTimeout(() => this.#expire(id, name, timeout), timeout) : undefined;
      this.#pending.set(id, { resolve, reject, timer });
      this.#post({ id, name, params } as ToEngine);
    }) as Promise<EngineResult<N>>;
  }

  receive(message: FromEngine): void {
    if (message.kind === 'notice') {
      this.#notices.fire(message.notice);
      return;
    }
    const pending = this.#take(message.id);
    if (!pending) return;
    if (message.kind === 'result') pending.resolve(message.result);
    else pending.reject(new EngineError(message.error));
  }

  /** Rejects what is under way and what comes after. */
  close(error: EngineError): void {
    if (this.#closed) return;
    this.#closed = error;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
    this.#notices.dispose();
  }

  #expire(id: number, name: string, timeout: number): void {
    const data: ErrorData = {
      code: 'engine-timeout',
      message: `The engine did not answer "${name}" within ${timeout / 1000} seconds.`,
      remedies: ['retry'],
    };
    this.#take(id)?.reject(new EngineError(data));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }
}

export interface EngineOptions {
  /** The bundled engine, `dist/engine.cjs`. */
  readonly workerPath: string;
  /** Of the journal; its own defaults where absent. */
  readonly limits?: EngineLimits;
  /** The worker died without being asked to. */
  readonly onCrash?: (error: EngineError) => void;
}

/** Starts the engine in a worker thread of its own, so that a flood on a server never slows the editor. */
export function startEngine(options: EngineOptions): EngineClient {
  const worker = new Worker(options.workerPath, {
    workerData: options.limits ?? {},
    // The engine prints nothing; what a library prints must not mix with the editor's own output.
    // A small young generation: chunks that were read are freed by cheap scavenges. With more of it, or with the default limit
    // of the old one, V8 takes their bytes for growth and marks the whole heap many times a second instead.
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 2048 },
    stdout: true,
    stderr: true,
  });
  const channel = new RequestChannel((message) => worker.postMessage(message));
  let stopping: Promise<void> | undefined;
  let cause: unknown;
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      const error = engineStopped(cause);
      channel.close(error);
      if (!stopping) options.onCrash?.(error);
      resolve();
    });
  });
  worker.on('error', (error) => (cause = error));
  worker.on('message', (message: FromEngine) => channel.receive(message));

  return {
    request: (name, params, requestOptions) => channel.request(name, params, requestOptions),
    onNotice: channel.onNotice,
    stop: () => {
      stopping ??= (async () => {
        try {
          await channel.request('engine.shutdown', null, { timeout: 5_000 });
        } catch {
          // Already gone, or stuck: ending the thread closes its sockets all the same.
        }
        await worker.terminate();
        await exited;
      })();
      return stopping;
    },
  };
}
