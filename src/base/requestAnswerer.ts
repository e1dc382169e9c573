import { errorData, WirebenchError } from './errors.ts';
import type { AnswerOf, QuestionOf, ReportOf, RequestTable, ToAnswerer, ToCaller } from './requests.ts';

/** The context that the handler of a request of row `T` gets beside the parameters. `S`: the platform's AbortSignal. */
export interface RequestContext<T, S> {
  /** Aborted if the caller cancels, or no longer waits. */
  readonly signal: S;
  /** Sends a report to the caller. Does nothing once the request is over. */
  readonly report: (report: ReportOf<T>) => void;
  /** Asks the caller. Rejects with the caller's error, or with `cancelled` if the request is cancelled. */
  readonly ask: (question: QuestionOf<T>) => Promise<AnswerOf<T>>;
}

export type RequestHandlers<R extends RequestTable<R>, S> = {
  readonly [N in keyof R]: (params: R[N][0], context: RequestContext<R[N], S>) => R[N][1] | Promise<R[N][1]>;
};

export type RequestMessage<R> = Extract<ToAnswerer<R>, { kind: 'request' }>;

interface AnswererOptions<R extends RequestTable<R>, S> {
  readonly handlers: RequestHandlers<R, S>;
  readonly post: (message: ToCaller) => void;
  readonly createAbort: () => Abort<S>;
  /** Throws if a request is refused. */
  readonly check?: (message: RequestMessage<R>) => void;
  /** Called after a request was answered with a result. */
  readonly answered?: () => void;
}

/** An AbortController of any platform. */
interface Abort<S> {
  readonly signal: S;
  abort(): void;
}

interface Question {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A request in progress. */
class Under<S> {
  readonly abort: Abort<S>;
  readonly #questions = new Map<number, Question>();
  #nextQuestion = 1;

  constructor(abort: Abort<S>) {
    this.abort = abort;
  }

  ask(post: (question: number) => void): Promise<never> {
    const question = this.#nextQuestion++;
    return new Promise<unknown>((resolve, reject) => {
      this.#questions.set(question, { resolve, reject });
      post(question);
    }) as Promise<never>;
  }

  answer(message: Extract<ToAnswerer<never>, { kind: 'answer' }>): void {
    const question = this.#questions.get(message.question);
    this.#questions.delete(message.question);
    if ('error' in message) question?.reject(new WirebenchError(message.error));
    else question?.resolve(message.answer);
  }

  cancel(): void {
    this.abort.abort();
    for (const { reject } of this.#questions.values()) reject(cancelled());
    this.#questions.clear();
  }
}

/**
 * The answering end of a channel. It runs the handler of each request, and passes on the caller's cancellation and
 * answers.
 */
export class RequestAnswerer<R extends RequestTable<R>, S extends { readonly aborted: boolean }> {
  readonly #options: AnswererOptions<R, S>;
  readonly #under = new Map<number, Under<S>>();

  constructor(options: AnswererOptions<R, S>) {
    this.#options = options;
  }

  /** Handles a message from the caller. A message about a request that is over is dropped. */
  receive(message: ToAnswerer<R>): void {
    if (message.kind === 'request') void this.#run(message);
    else if (message.kind === 'cancel') this.#under.get(message.id)?.cancel();
    else this.#under.get(message.id)?.answer(message);
  }

  /** Cancels all requests in progress. */
  cancelAll(): void {
    for (const under of this.#under.values()) under.cancel();
  }

  async #run(message: RequestMessage<R>): Promise<void> {
    const { post, createAbort } = this.#options;
    const { id } = message;
    const under = new Under(createAbort());
    this.#under.set(id, under);
    const isOver = (): boolean => this.#under.get(id) !== under;
    const context: RequestContext<never, S> = {
      signal: under.abort.signal,
      report: (report) => {
        if (!isOver()) post({ kind: 'report', id, report });
      },
      ask: (asked) => {
        if (under.abort.signal.aborted || isOver()) return Promise.reject(cancelled());
        return under.ask((question) => post({ kind: 'question', id, question, asked }));
      },
    };
    try {
      const result = await this.#handle(message, context);
      this.#under.delete(id);
      post({ kind: 'result', id, result });
    } catch (error) {
      this.#under.delete(id);
      post({ kind: 'failure', id, error: errorData(error) });
    }
  }

  async #handle(message: RequestMessage<R>, context: RequestContext<never, S>): Promise<unknown> {
    const { handlers, check, answered } = this.#options;
    if (!Object.hasOwn(handlers, message.name)) {
      throw new WirebenchError({
        code: 'unknown-request',
        message: `There is no request named ${String(message.name)}.`,
      });
    }
    check?.(message);
    const handler = handlers[message.name];
    const result = await handler(message.params, context);
    answered?.();
    return result;
  }
}

function cancelled(): WirebenchError {
  return new WirebenchError({ code: 'cancelled', message: 'It was cancelled.' });
}
