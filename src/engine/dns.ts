import { errorData, WirebenchError } from '../base/errors.ts';
import type { DnsEngineRequests, LookupAnswer, LookupSpec } from '../net/dns/requests.ts';
import type { DnsResolver } from '../net/dns/resolver.ts';
import { parseServer } from '../net/dns/server.ts';
import { systemResolver } from '../net/dns/systemResolver.ts';
import { lookUpNames } from '../net/dns/besideSystem.ts';
import { trace } from '../net/dns/trace.ts';
import { untilAborted } from '../net/untilAborted.ts';
import type { EngineHandlers } from './messages.ts';
import { Throttle } from './throttle.ts';

const mostServers = 32;

/** The handlers of questions about names. */
export class DnsRequests {
  readonly #resolver: DnsResolver;

  constructor(resolver: DnsResolver) {
    this.#resolver = resolver;
  }

  readonly handlers: EngineHandlers<keyof DnsEngineRequests> = {
    'dns.resolve': ({ spec }, { signal }) => this.#resolver.resolve(spec, signal),
    'dns.compare': ({ spec, servers }, { signal }) => {
      if (servers.length > mostServers) {
        throw new WirebenchError({
          code: 'too-many-servers',
          message: `At most ${mostServers} servers can be asked side by side.`,
        });
      }
      // All parameters are read before any server is asked: a wrong one must not cost the answers of the others.
      for (const server of servers) parseServer(server, spec.transport);
      const asking = servers.map((server) => this.#resolver.resolve({ ...spec, server }, signal));
      return Promise.all(asking.map(async (one) => (await one).at(-1)!));
    },
    'dns.trace': async ({ spec }, { signal, report }) => {
      const reports = new Throttle(report);
      try {
        return await trace(this.#resolver, spec, { signal, onStep: (state) => reports.offer(spec, state) });
      } finally {
        reports.dispose();
      }
    },
    'dns.system': () => {
      const { servers, search } = systemResolver();
      return { servers, search };
    },
    'names.lookup': (spec, { signal }) => this.#lookup(spec, signal),
  };

  async #lookup(spec: LookupSpec, signal: AbortSignal): Promise<LookupAnswer> {
    try {
      // The system's own look-up cannot be cancelled.
      return await untilAborted(lookUpNames(this.#resolver, spec, signal), signal);
    } catch (error) {
      if (signal.aborted)
        throw new WirebenchError({
          code: 'cancelled',
          message: `The look-up of ${spec.what} ${spec.subject} was cancelled.`,
        });
      throw error instanceof WirebenchError ? error : new WirebenchError(errorData(error), { cause: error });
    }
  }
}
