import type { DnsExchange, DnsQuerySpec } from '../../net/dns/exchange.ts';
import type { LookupAnswer, LookupSpec } from '../../net/dns/requests.ts';
import type { Trace, TraceSpec } from '../../net/dns/trace.ts';
import { reverseName } from '../../protocol/dns/reverse.ts';
import type { How, Means } from './means.ts';

type Asking = Pick<Means, 'engine' | 'around'>;

/** Asks a server for the records of a name. If the search list gives several names, the last exchange is the answer. */
export function resolveDns({ engine, around }: Asking, spec: DnsQuerySpec, how: How = {}): Promise<DnsExchange[]> {
  return engine.request('dns.resolve', { spec, trusted: around.isTrusted }, how);
}

interface Comparison {
  readonly spec: Omit<DnsQuerySpec, 'server'>;
  readonly servers: readonly string[];
}

/** The same question to several servers at once, in their order. */
export function compareDns(
  { engine, around }: Asking,
  { spec, servers }: Comparison,
  how: How = {},
): Promise<DnsExchange[]> {
  return engine.request('dns.compare', { spec, servers, trusted: around.isTrusted }, how);
}

export type Reverse = Omit<DnsQuerySpec, 'name' | 'type'> & { readonly address: string };

/** The question for the names of an address: PTR. */
export function reverseQuery({ address, ...spec }: Reverse): DnsQuerySpec {
  return { ...spec, name: reverseName(address) ?? address, type: 'PTR' };
}

export interface HowToTrace extends How {
  /** All steps so far, each time. */
  readonly onReport?: (trace: Trace) => void;
}

/** The way from the root down to a name. If it is cancelled, the result is the steps until then. */
export function traceDns({ engine }: Pick<Means, 'engine'>, spec: TraceSpec, how: HowToTrace = {}): Promise<Trace> {
  return engine.request('dns.trace', { spec }, how);
}

/** Milliseconds that the operating system and DNS have for their answers. */
const lookupTime = 60_000;

/** The answer of the operating system and, for hosts and addresses, the answer of DNS. */
export function lookUpName({ engine }: Pick<Means, 'engine'>, spec: LookupSpec, how: How = {}): Promise<LookupAnswer> {
  return engine.request('names.lookup', spec, { ...how, timeout: lookupTime });
}
