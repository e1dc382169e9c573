import { Worker } from 'node:worker_threads';
import { Emitter } from '../base/emitter.ts';
import { WirebenchError } from '../base/errors.ts';
import { RequestChannel } from '../base/requestChannel.ts';
import {
  engineRequests,
  type EngineClient,
  type EngineLimits,
  type EngineNotice,
  type EngineRequestName,
  type EngineRequests,
  type FromEngine,
  type ToEngine,
} from './messages.ts';

/** A program that asks through the extension's API may ask what is not there. */
const rows: { readonly [N in EngineRequestName]?: { readonly timed: boolean } } = engineRequests;
/** Longer than any limit the engine itself keeps; a reply that takes longer will not come. Milliseconds. */
const defaultTimeout = 30_000;

function engineStopped(cause?: unknown): WirebenchError {
  const detail = cause instanceof Error ? `: ${cause.message}` : '';
  return new WirebenchError(
    {
      code: 'engine-stopped',
      message: `The engine is not running${detail}. Its servers and clients ended with it; what was saved is kept.`,
      remedies: ['start'],
    },
    { cause },
  );
}

/** The shell's end over anything that carries messages: the worker's port, or a loop within the thread. */
export class EngineChannel extends RequestChannel<EngineRequests> {
  readonly #notices = new Emitter<EngineNotice>();
  readonly onNotice = this.#notices.event;

  constructor(post: (message: ToEngine) => void) {
    super({
      post,
      timers: { set: setTimeout, clear: (timer) => clearTimeout(timer as NodeJS.Timeout) },
      timeoutOf: (name) => (rows[name]?.timed === false ? 0 : defaultTimeout),
      expired: (name, milliseconds) => ({
        code: 'engine-timeout',
        message: `The engine did not answer "${name}" within ${milliseconds / 1000} seconds.`,
        remedies: ['retry'],
      }),
    });
  }

  override receive(message: FromEngine): void {
    if (message.kind === 'notice') this.#notices.fire(message.notice);
    else super.receive(message);
  }

  override close(error: Error): void {
    super.close(error);
    this.#notices.dispose();
  }
}

interface EngineOptions {
  /** The bundled engine, `dist/engine.cjs`. */
  readonly workerPath: string;
  /** Of the journal; its own defaults where absent. */
  readonly limits?: EngineLimits;
  /** The worker died without being asked to. */
  readonly onCrash?: (error: WirebenchError) => void;
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
  const channel = new EngineChannel((message) => worker.postMessage(message));
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
