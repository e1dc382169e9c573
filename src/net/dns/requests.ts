import type { ErrorData } from '../../base/errors.ts';
import type { Trust } from '../../base/trust.ts';
import type { AddressAnswer, HostAnswer, ServiceAnswer } from '../systemNames.ts';
import type { DnsExchange, DnsQuerySpec } from './exchange.ts';
import type { Trace, TraceSpec } from './trace.ts';

/** What the shell asks the engine of names. The engine's table of requests (messages.ts) includes these. `query` is an id of the caller's choice. */
export interface DnsEngineRequests {
  /** For each name that was tried (the search list's), the last is the answer. Rejects for what cannot be asked. */
  'dns.resolve': [{ query: number; spec: DnsQuerySpec } & Trust, DnsExchange[]];
  /** One question to several servers at once, in their order. */
  'dns.compare': [
    { query: number; spec: Omit<DnsQuerySpec, 'server'>; servers: readonly string[] } & Trust,
    DnsExchange[],
  ];
  /** Steps so far come as notices. */
  'dns.trace': [{ query: number; spec: TraceSpec }, Trace];
  'dns.cancel': [{ query: number }, null];
  /** The machine's own servers and search list. */
  'dns.system': [null, { readonly servers: readonly string[]; readonly search: readonly string[] }];
  /** With a `query`, `dns.cancel` calls it off. */
  'names.lookup': [LookupSpec & { readonly query?: number }, LookupAnswer];
}

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

export type DnsNotice = { readonly kind: 'dnsTrace'; readonly query: number; readonly trace: Trace };
