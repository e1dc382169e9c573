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

/** A program that uses the extension's API may ask for a request that does not exist. */
const rows: { readonly [N in EngineRequestName]?: { readonly timed: boolean } } = engineRequests;
/** Longer than any limit of the engine itself: a reply that takes longer will not come. Milliseconds. */
const defaultTimeout = 30_000;

function engineStopped(cause?: unknown): WirebenchError {
  const detail = cause instanceof Error ? `: ${cause.message}` : '';
  return new WirebenchError(
    {
      code: 'engine-stopped',
      message: `The engine is not running${detail}. Its servers and clients have ended. Saved servers and files are kept.`,
      remedies: ['start'],
    },
    { cause },
  );
}

/** The shell's end over any carrier of messages: the worker's port, or a loop within the thread. */
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
  /** Options of the journal; absent: its defaults. */
  readonly limits?: EngineLimits;
  /** Called if the worker dies unexpectedly. */
  readonly onCrash?: (error: WirebenchError) => void;
}

/** Starts the engine in its own worker thread, so that a flood on a server never slows the editor. */
export function startEngine(options: EngineOptions): EngineClient {
  const worker = new Worker(options.workerPath, {
    workerData: options.limits ?? {},
    // The engine prints nothing, and output of a library must not mix with the editor's own output. The young
    // generation is small, so that cheap scavenges free chunks that were read. With a larger one, or with the default
    // limit of the old generation, V8 takes these bytes for growth and marks the whole heap many times a second.
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
          // Already gone, or stuck. Ending the thread closes its sockets in both cases.
        }
        await worker.terminate();
        await exited;
      })();
      return stopping;
    },
  };
}
