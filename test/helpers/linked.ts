import { RequestAnswerer, type RequestHandlers } from '../../src/base/requestAnswerer.ts';
import { RequestChannel } from '../../src/base/requestChannel.ts';
import type { RequestTable } from '../../src/base/requests.ts';

/** A caller's end whose requests these handlers answer, with nothing between but clones, as between threads. */
export function linked<R extends RequestTable<R>>(handlers: RequestHandlers<R, AbortSignal>): RequestChannel<R> {
  const answerer = new RequestAnswerer<R, AbortSignal>({
    handlers,
    post: (message) => channel.receive(structuredClone(message)),
    createAbort: () => new AbortController(),
  });
  const channel = new RequestChannel<R>({
    post: (message) => answerer.receive(structuredClone(message)),
    timers: { set: setTimeout, clear: (timer) => clearTimeout(timer as NodeJS.Timeout) },
    timeoutOf: () => 0,
    expired: (name) => ({ code: 'timeout', message: `${name} took too long.` }),
  });
  return channel;
}
