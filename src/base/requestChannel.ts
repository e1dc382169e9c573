import { errorData, WirebenchError, type ErrorData } from './errors.ts';
import type { AnswerOf, QuestionOf, ReportOf, RequestTable, ToAnswerer, ToCaller } from './requests.ts';

/** The part of an AbortSignal that the caller's end needs. This file has the types of neither Node nor a browser. */
interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Timers {
  set(run: () => void, milliseconds: number): unknown;
  clear(timer: unknown): void;
}

/** Options for a request of row `T`. */
export interface RequestOptions<T> {
  /**
   * Cancels the request on the other side. The request then ends with the other side's response, or rejects with
   * `cancelled` if it had not begun.
   */
  readonly signal?: CancelSignal;
  /** Milliseconds; 0: none. Default: the value in the table. */
  readonly timeout?: number;
  readonly onReport?: (report: ReportOf<T>) => void;
  /** Answers a question of the other side. Without it, every question fails with `nobody-to-ask`. */
  readonly onAsk?: (question: QuestionOf<T>) => Promise<AnswerOf<T>>;
}

interface ChannelOptions<R> {
  readonly post: (message: ToAnswerer<R>) => void;
  readonly timers: Timers;
  /** Time limit in milliseconds for a request whose caller gives none; 0: none. */
  readonly timeoutOf: (name: keyof R & string) => number;
  /** The error for a request that exceeds its time limit. */
  readonly expired: (name: string, milliseconds: number) => ErrorData;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly options: RequestOptions<never>;
  readonly cancel: () => void;
  timer?: unknown;
}

/** The caller's end of a channel. Each request has one response, and can have reports and questions before it. */
export class RequestChannel<R extends RequestTable<R>> {
  readonly #options: ChannelOptions<R>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #closed: Error | undefined;

  constructor(options: ChannelOptions<R>) {
    this.#options = options;
  }

  /**
   * Rejects with a WirebenchError: the error of the other side, `expired`, `cancelled`, or the error with which the
   * channel was closed.
   */
  request<N extends keyof R & string>(name: N, params: R[N][0], options: RequestOptions<R[N]> = {}): Promise<R[N][1]> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (options.signal?.aborted === true) return Promise.reject(cancelledEarly());
    const { post, timers, timeoutOf } = this.#options;
    const id = this.#nextId++;
    const timeout = options.timeout ?? timeoutOf(name);
    return new Promise<unknown>((resolve, reject) => {
      const cancel = (): void => post({ kind: 'cancel', id });
      const pending: Pending = { resolve, reject, options, cancel };
      if (timeout > 0) pending.timer = timers.set(() => this.#expire(id, name, timeout), timeout);
      this.#pending.set(id, pending);
      options.signal?.addEventListener('abort', cancel);
      const message: unknown = { kind: 'request', id, name, params };
      try {
        post(message as ToAnswerer<R>);
      } catch (error) {
        // The parameters cannot be cloned for the other side.
        this.#take(id);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  /** Handles a message from the other side. A message about a request that is over is dropped. */
  receive(message: ToCaller): void {
    switch (message.kind) {
      case 'result':
        this.#take(message.id)?.resolve(message.result);
        return;
      case 'failure':
        this.#take(message.id)?.reject(new WirebenchError(message.error));
        return;
      case 'report':
        this.#pending.get(message.id)?.options.onReport?.(message.report as never);
        return;
      case 'question':
        void this.#answer(message);
    }
  }

  /** Rejects all requests in progress, and all later ones. */
  close(error: Error): void {
    if (this.#closed) return;
    this.#closed = error;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
  }

  async #answer({ id, question, asked }: Extract<ToCaller, { kind: 'question' }>): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    const { post } = this.#options;
    try {
      if (pending.options.onAsk === undefined) throw nobodyToAsk();
      const answer: unknown = await pending.options.onAsk(asked as never);
      if (this.#pending.has(id)) post({ kind: 'answer', id, question, answer });
    } catch (error) {
      if (this.#pending.has(id)) post({ kind: 'answer', id, question, error: errorData(error) });
    }
  }

  #expire(id: number, name: string, timeout: number): void {
    const pending = this.#take(id);
    if (pending === undefined) return;
    // The caller no longer waits for this request.
    pending.cancel();
    pending.reject(new WirebenchError(this.#options.expired(name, timeout)));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending === undefined) return undefined;
    this.#pending.delete(id);
    if (pending.timer !== undefined) this.#options.timers.clear(pending.timer);
    pending.options.signal?.removeEventListener('abort', pending.cancel);
    return pending;
  }
}

function cancelledEarly(): WirebenchError {
  return new WirebenchError({ code: 'cancelled', message: 'It was cancelled before it began.' });
}

function nobodyToAsk(): WirebenchError {
  return new WirebenchError({
    code: 'nobody-to-ask',
    message: 'The request needs an answer, and nobody can give one here.',
  });
}
