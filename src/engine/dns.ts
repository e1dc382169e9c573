import { setMaxListeners } from 'node:events';
import { errorData, WirebenchError } from '../base/errors.ts';
import type { DnsEngineRequests, DnsNotice, LookupAnswer, LookupSpec } from '../net/dns/requests.ts';
import type { DnsResolver } from '../net/dns/resolver.ts';
import { parseServer } from '../net/dns/server.ts';
import { systemResolver } from '../net/dns/systemResolver.ts';
import { lookUpNames } from '../net/dns/besideSystem.ts';
import { trace } from '../net/dns/trace.ts';
import type { EngineHandlers } from './messages.ts';
import { Throttle } from './throttle.ts';

const mostServers = 32;

/** Questions about names: the handlers, and how to call off what is under way. */
export class DnsRequests {
  readonly #resolver: DnsResolver;
  readonly #under = new Map<number, AbortController>();
  readonly #traces: Throttle<number, DnsNotice>;

  constructor(resolver: DnsResolver, notify: (notice: DnsNotice) => void) {
    this.#resolver = resolver;
    this.#traces = new Throttle(notify);
  }

  readonly handlers: EngineHandlers<keyof DnsEngineRequests> = {
    'dns.resolve': ({ query, spec }) => this.#cancellable(query, (signal) => this.#resolver.resolve(spec, signal)),
    'dns.compare': ({ query, spec, servers }) =>
      this.#cancellable(query, (signal) => {
        if (servers.length > mostServers) {
          throw new WirebenchError({
            code: 'too-many-servers',
            message: `At most ${mostServers} servers can be asked side by side.`,
          });
        }
        // All of them are read before any is asked: a wrong one must not cost the others' answers.
        for (const server of servers) parseServer(server, spec.transport);
        const asking = servers.map((server) => this.#resolver.resolve({ ...spec, server }, signal));
        return Promise.all(asking.map(async (one) => (await one).at(-1)!));
      }),
    'dns.trace': ({ query, spec }) =>
      this.#cancellable(query, async (signal) => {
        try {
          const onStep = (state: DnsNotice['trace']): void =>
            this.#traces.offer(query, { kind: 'dnsTrace', query, trace: state });
          return await trace(this.#resolver, spec, { signal, onStep });
        } finally {
          this.#traces.forget(query);
        }
      }),
    'dns.cancel': ({ query }) => {
      this.#under.get(query)?.abort();
      return null;
    },
    'dns.system': () => {
      const { servers, search } = systemResolver();
      return { servers, search };
    },
    'names.lookup': ({ query, ...spec }) =>
      query === undefined ? this.#lookup(spec) : this.#cancellable(query, (signal) => this.#lookup(spec, signal)),
  };

  async #cancellable<T>(query: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    // Every server that is asked listens, 32 of them and more in a trace.
    setMaxListeners(0, abort.signal);
    this.#under.set(query, abort);
    try {
      return await work(abort.signal);
    } finally {
      this.#under.delete(query);
    }
  }

  async #lookup(spec: LookupSpec, signal?: AbortSignal): Promise<LookupAnswer> {
    try {
      return await calledOff(lookUpNames(this.#resolver, spec, signal), spec, signal);
    } catch (error) {
      throw error instanceof WirebenchError ? error : new WirebenchError(errorData(error), { cause: error });
    }
  }

  close(): void {
    for (const abort of this.#under.values()) abort.abort();
    this.#traces.dispose();
    this.#resolver.close();
  }
}

/** The system's own look-up goes on when it is called off; only nobody waits for it any more. */
function calledOff<T>(asking: Promise<T>, { what, subject }: LookupSpec, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return asking;
  asking.catch(() => undefined);
  const cancelled = new Promise<never>((_resolve, reject) => {
    const message = `The look-up of ${what} ${subject} was called off.`;
    signal.addEventListener('abort', () => reject(new WirebenchError({ code: 'cancelled', message })), { once: true });
  });
  return Promise.race([asking, cancelled]);
}
