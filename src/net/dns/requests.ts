import { requestRow, type RequestsOf } from '../../base/requests.ts';
import type { ErrorData } from '../../base/errors.ts';
import type { Trust } from '../../base/trust.ts';
import type { AddressAnswer, HostAnswer, ServiceAnswer } from '../systemNames.ts';
import type { DnsExchange, DnsQuerySpec } from './exchange.ts';
import type { Trace, TraceSpec } from './trace.ts';

/** What the shell asks the engine of names: a part of the engine's table (engine/messages.ts). */
export const dnsRequests = {
  /** For each name that was tried (the search list's), the last is the answer. Rejects for what cannot be asked. */
  'dns.resolve': requestRow<{ spec: DnsQuerySpec } & Trust, DnsExchange[]>({ timed: false }),
  /** One question to several servers at once, in their order. */
  'dns.compare': requestRow<{ spec: Omit<DnsQuerySpec, 'server'>; servers: readonly string[] } & Trust, DnsExchange[]>({
    timed: false,
  }),
  /** Reports the steps so far, whole each time. One that is cancelled results in them. */
  'dns.trace': requestRow<{ spec: TraceSpec }, Trace, { report: Trace }>({ timed: false }),
  /** The machine's own servers and search list. */
  'dns.system': requestRow<null, { readonly servers: readonly string[]; readonly search: readonly string[] }>(),
  'names.lookup': requestRow<LookupSpec, LookupAnswer>(),
};

export type DnsEngineRequests = RequestsOf<typeof dnsRequests>;

export interface LookupSpec {
  readonly what: 'host' | 'address' | 'service' | 'port';
  readonly subject: string;
  /** Beside it, what DNS says, and where the two disagree: of a host or an address. */
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
  /** Why the system has no answer. */
  readonly systemError?: ErrorData;
  readonly dns?: readonly DnsExchange[];
  /** Of DNS: the addresses, or the name, that it gave. */
  readonly dnsValues?: readonly string[];
  /** Where the two disagree, and why that may be: sentences. */
  readonly differences: readonly string[];
}
