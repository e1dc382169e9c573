import { requestRow, type RequestsOf } from '../../base/requests.ts';
import type { ErrorData } from '../../base/errors.ts';
import type { Trust } from '../../base/trust.ts';
import type { AddressAnswer, HostAnswer, ServiceAnswer } from '../systemNames.ts';
import type { DnsExchange, DnsQuerySpec } from './exchange.ts';
import type { Trace, TraceSpec } from './trace.ts';

/** The shell's requests about names: a part of the engine's table (engine/messages.ts). */
export const dnsRequests = {
  /** One exchange for each name of the search list; the last is the answer. Rejects if the question cannot be asked. */
  'dns.resolve': requestRow<{ spec: DnsQuerySpec } & Trust, DnsExchange[]>({ timed: false }),
  /** One question to several servers at once, in their order. */
  'dns.compare': requestRow<{ spec: Omit<DnsQuerySpec, 'server'>; servers: readonly string[] } & Trust, DnsExchange[]>({
    timed: false,
  }),
  /** Reports all steps so far, each time. A cancelled request results in these steps. */
  'dns.trace': requestRow<{ spec: TraceSpec }, Trace, { report: Trace }>({ timed: false }),
  /** The machine's own servers and search list. */
  'dns.system': requestRow<null, { readonly servers: readonly string[]; readonly search: readonly string[] }>(),
  'names.lookup': requestRow<LookupSpec, LookupAnswer>(),
};

export type DnsEngineRequests = RequestsOf<typeof dnsRequests>;

export interface LookupSpec {
  readonly what: 'host' | 'address' | 'service' | 'port';
  readonly subject: string;
  /** Also asks DNS, and reports differences: for a host or an address. */
  readonly withDns?: boolean;
  readonly server?: string;
  /** Only addresses of this family. */
  readonly family?: 4 | 6;
  /** Milliseconds for one attempt to ask DNS. */
  readonly timeout?: number;
}

export interface LookupAnswer {
  readonly what: LookupSpec['what'];
  readonly subject: string;
  readonly system?: HostAnswer | AddressAnswer | ServiceAnswer;
  /** The reason why the system has no answer. */
  readonly systemError?: ErrorData;
  readonly dns?: readonly DnsExchange[];
  /** For DNS: the resulting addresses or name. */
  readonly dnsValues?: readonly string[];
  /** The differences between the two and their possible reasons: sentences. */
  readonly differences: readonly string[];
}
