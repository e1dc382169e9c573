import type { ErrorData } from '../../base/errors.ts';
import {
  isResult,
  isToPage,
  type Answer,
  type AskName,
  type PageProtocol,
  type Params,
  type Result,
  type Said,
  type ToHost,
} from '../../base/pageMessages.ts';
import { unpackArrays } from '../../base/typedArrays.ts';

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

export interface Timers {
  set(run: () => void, milliseconds: number): unknown;
  clear(timer: unknown): void;
}

interface Waiting {
  readonly name: string;
  readonly resolve: (result: never) => void;
  readonly reject: (error: HostFailure) => void;
  readonly timer: unknown;
}

/** The page's end of a protocol: requests with ids, each answered once, and what the host says unasked. */
export class RequestLink<P extends PageProtocol> {
  readonly #post: (message: ToHost<P>) => void;
  readonly #timers: Timers;
  readonly #protocol: P;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(post: (message: ToHost<P>) => void, timers: Timers, protocol: P) {
    this.#post = post;
    this.#timers = timers;
    this.#protocol = protocol;
  }

  /** Rejects with a HostFailure: the host's own, code `no-answer` after `requestTimeout`, or `bad-answer`. */
  request<N extends AskName<P>>(name: N, params: Params<P, N>): Promise<Result<P, N>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = this.#timers.set(() => {
        this.#waiting.delete(id);
        reject(new HostFailure({ code: 'no-answer', message: 'Wirebench did not answer. Try again.' }));
      }, requestTimeout);
      this.#waiting.set(id, { name, resolve, reject, timer });
      this.#post({ kind: 'request', id, name, params } as unknown as ToHost<P>);
    });
  }

  /** Takes a message from the host; false where it is none. */
  receive(received: unknown, listener: (said: Said<P>) => void): boolean {
    const message = unpackArrays(received);
    if (!isToPage(this.#protocol, message)) return false;
    if (isAnswer(message)) this.#answer(message);
    else listener(message);
    return true;
  }

  #answer(message: Answer): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    this.#timers.clear(waiting.timer);
    if (message.kind === 'failure') waiting.reject(new HostFailure(message.error));
    else if (isResult(this.#protocol, waiting.name, message.result)) waiting.resolve(message.result as never);
    else
      waiting.reject(
        new HostFailure({ code: 'bad-answer', message: `Wirebench's answer to "${waiting.name}" cannot be read.` }),
      );
  }
}

function isAnswer(message: { readonly kind: string }): message is Answer {
  return message.kind === 'result' || message.kind === 'failure';
}
