import { isResult, isToPage } from './checkMessage.ts';
/** A request that failed in the host, or that got no answer. */
export class HostFailure extends Error {
  code;
  constructor(data) {
    super(data.message);
    this.code = data.code;
  }
}
/** Milliseconds after which a request has failed. The copy of a large event over a slow remote link takes a while. */
export const requestTimeout = 20_000;
/** The page's end of the protocol: requests with ids, and what the host says unasked. */
export class HostLink {
  #post;
  #timers;
  #waiting = new Map();
  #next = 1;
  constructor(post, timers) {
    this.#post = post;
    this.#timers = timers;
  }
  /** Rejects with a HostFailure: the host's own, code `no-answer` after `requestTimeout`, or `bad-answer`. */
  request(name, params) {
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
  receive(message, listener) {
    if (!isToPage(message)) return false;
    if (message.kind === 'snapshot') listener.snapshot(message.snapshot);
    else if (message.kind === 'action') listener.action(message.action);
    else {
      const waiting = this.#waiting.get(message.id);
      if (!waiting) return true;
      this.#waiting.delete(message.id);
      this.#timers.clear(waiting.timer);
      if (message.kind === 'failure') waiting.reject(new HostFailure(message.error));
      else if (isResult(waiting.name, message.result)) waiting.resolve(message.result);
      else
        waiting.reject(
          new HostFailure({ code: 'bad-answer', message: `Wirebench's answer to "${waiting.name}" cannot be read.` }),
        );
    }
    return true;
  }
}
