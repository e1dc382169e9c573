import type { ErrorData } from '../../base/errors.ts';
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

/** Request name -> [parameters, result]. */
export type RequestTable<R> = { readonly [N in keyof R]: readonly [params: unknown, result: unknown] };

type Answer =
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: ErrorData };

export interface Timers {
  set(run: () => void, milliseconds: number): unknown;
  clear(timer: unknown): void;
}

/** What a page takes from the host; anything else is dropped. */
export interface MessageChecks<M> {
  readonly isMessage: (value: unknown) => value is M | Answer;
  readonly isResult: (name: string, result: unknown) => boolean;
}

interface Waiting {
  readonly name: string;
  readonly resolve: (result: never) => void;
  readonly reject: (error: HostFailure) => void;
  readonly timer: unknown;
}

/** The page's end of a protocol: requests with ids, each answered once, and what the host says unasked (`M`). */
export class RequestLink<R extends RequestTable<R>, M extends { readonly kind: string }> {
  readonly #post: (message: { kind: 'request'; id: number; name: keyof R; params: unknown }) => void;
  readonly #timers: Timers;
  readonly #checks: MessageChecks<M>;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(post: (message: never) => void, timers: Timers, checks: MessageChecks<M>) {
    this.#post = post as (message: unknown) => void;
    this.#timers = timers;
    this.#checks = checks;
  }

  /** Rejects with a HostFailure: the host's own, code `no-answer` after `requestTimeout`, or `bad-answer`. */
  request<N extends keyof R & string>(name: N, params: R[N][0]): Promise<R[N][1]> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = this.#timers.set(() => {
        this.#waiting.delete(id);
        reject(new HostFailure({ code: 'no-answer', message: 'Wirebench did not answer. Try again.' }));
      }, requestTimeout);
      this.#waiting.set(id, { name, resolve, reject, timer });
      this.#post({ kind: 'request', id, name, params });
    });
  }

  /** Takes a message from the host; false where it is none. */
  receive(received: unknown, listener: (said: M) => void): boolean {
    const message = unpackArrays(received);
    if (!this.#checks.isMessage(message)) return false;
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
    else if (this.#checks.isResult(waiting.name, message.result)) waiting.resolve(message.result as never);
    else
      waiting.reject(
        new HostFailure({ code: 'bad-answer', message: `Wirebench's answer to "${waiting.name}" cannot be read.` }),
      );
  }
}

function isAnswer(message: { readonly kind: string }): message is Answer {
  return message.kind === 'result' || message.kind === 'failure';
}
