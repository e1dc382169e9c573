import { WirebenchError } from '../../base/errors.ts';
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
import { RequestChannel, type Timers } from '../../base/requestChannel.ts';
import { unpackArrays } from '../../base/typedArrays.ts';

/** Milliseconds until a request fails. The copy of a large event over a slow remote link takes a while. */
export const requestTimeout = 20_000;

/** The page's end of a protocol: requests with ids, each answered once, and unrequested messages of the host. */
export class RequestLink<P extends PageProtocol> {
  readonly #channel: RequestChannel<Readonly<Record<string, readonly [params: unknown, result: unknown]>>>;
  readonly #protocol: P;

  constructor(post: (message: ToHost<P>) => void, timers: Timers, protocol: P) {
    this.#protocol = protocol;
    this.#channel = new RequestChannel({
      // The host does no long work for a page, so there is nothing to cancel, and it sends no requests.
      post: (message) => {
        if (message.kind === 'request') post(message as unknown as ToHost<P>);
      },
      timers,
      timeoutOf: () => requestTimeout,
      expired: () => ({ code: 'no-answer', message: 'Wirebench did not answer. Try again.' }),
    });
  }

  /** Rejects with a WirebenchError: the host's own, code `no-answer` after `requestTimeout`, or `bad-answer`. */
  async request<N extends AskName<P>>(name: N, params: Params<P, N>): Promise<Result<P, N>> {
    const result = await this.#channel.request(name, params);
    if (isResult(this.#protocol, name, result)) return result as Result<P, N>;
    throw new WirebenchError({ code: 'bad-answer', message: `Wirebench's answer to "${name}" cannot be read.` });
  }

  /** Takes a message from the host; false if it is not a valid message. */
  receive(received: unknown, listener: (said: Said<P>) => void): boolean {
    const message = unpackArrays(received);
    if (!isToPage(this.#protocol, message)) return false;
    if (isAnswer(message)) this.#channel.receive(message);
    else listener(message);
    return true;
  }
}

function isAnswer(message: { readonly kind: string }): message is Answer {
  return message.kind === 'result' || message.kind === 'failure';
}
