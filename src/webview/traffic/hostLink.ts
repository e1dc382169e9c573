import type { ErrorData } from '../../base/errors.ts';
import type { PageAction, ToHost, TrafficParams, TrafficRequestName, TrafficResult } from '../protocol.ts';
import type { ViewSnapshot } from '../../engine/messages.ts';
import { isResult, isToPage } from './checkMessage.ts';

/** A request that failed in the host, or that got no answer. */
export class HostFailure extends Error {
  readonly code: string;
  constructor(data: ErrorData) {
    super(data.message);
    this.code = data.code;
  }
}

/** Milliseconds after which a request has failed. The copy of a large event over a slow remote link takes a while. */
export const requestTimeout = 20_000;

interface Waiting {
  readonly name: TrafficRequestName;
  readonly resolve: (result: never) => void;
  readonly reject: (error: HostFailure) => void;
  readonly timer: unknown;
}

export interface Timers {
  set(run: () => void, milliseconds: number): unknown;
  clear(timer: unknown): void;
}

export interface HostListener {
  snapshot(snapshot: ViewSnapshot): void;
  action(action: PageAction): void;
}

/** The page's end of the protocol: requests with ids, and what the host says unasked. */
export class HostLink {
  readonly #post: (message: ToHost) => void;
  readonly #timers: Timers;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(post: (message: ToHost) => void, timers: Timers) {
    this.#post = post;
    this.#timers = timers;
  }

  /** Rejects with a HostFailure: the host's own, code `no-answer` after `requestTimeout`, or `bad-answer`. */
  request<N extends TrafficRequestName>(name: N, params: TrafficParams<N>): Promise<TrafficResult<N>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = this.#timers.set(() => {
        this.#waiting.delete(id);
        reject(new HostFailure({ code: 'no-answer', message: 'Wirebench did not answer. Try again.' }));
      }, requestTimeout);
      this.#waiting.set(id, { name, resolve, reject, timer });
      this.#post({ kind: 'request', id, name, params } as ToHost);
    });
  }

  /** Takes a message from the host; false where it is none. */
  receive(message: unknown, listener: HostListener): boolean {
    if (!isToPage(message)) return false;
    if (message.kind === 'snapshot') listener.snapshot(message.snapshot);
    else if (message.kind === 'action') listener.action(message.action);
    else {
      const waiting = this.#waiting.get(message.id);
      if (!waiting) return true;
      this.#waiting.delete(message.id);
      this.#timers.clear(waiting.timer);
      if (message.kind === 'failure') waiting.reject(new HostFailure(message.error));
      else if (isResult(waiting.name, message.result)) waiting.resolve(message.result as never);
      else
        waiting.reject(
          new HostFailure({ code: 'bad-answer', message: `Wirebench's answer to "${waiting.name}" cannot be read.` }),
        );
    }
    return true;
  }
}
