import { addressText } from '../../endpoints/address.ts';
import type { DnsExchange, DnsQuerySpec } from '../../net/dns/exchange.ts';
import type { LookupAnswer, LookupSpec } from '../../net/dns/requests.ts';
import type { Trace, TraceSpec } from '../../net/dns/trace.ts';
import type { NamesAsk } from '../../webview/names/protocol.ts';
import { reverseQuery, type Reverse } from '../actions/names.ts';
import type { Call } from '../call.ts';
import type { WholeShell } from '../lazyParts.ts';
import { askAddress, askName, askSubject, askTraceStart, askType } from './ask.ts';
import { askServers, type Asking, type Servers } from './askServers.ts';

type Answering = Pick<WholeShell, 'names'>;

/** Asks one server or several for the records of a name. */
export async function resolveDns(shell: Asking & Answering, call: Call): Promise<readonly DnsExchange[] | undefined> {
  const title = 'Resolve DNS Record';
  const name = await askName(shell, title);
  if (name === undefined) return undefined;
  const type = await askType(title);
  if (type === undefined) return undefined;
  const servers = serverOf(shell, call) ?? (await askServers(shell, title));
  if (servers === undefined) return undefined;
  return askServersFor(shell, type === 'PTR' ? reverseQuery({ address: name }) : { name, type }, servers);
}

/** The names of an address: PTR. */
export async function reverseLookUp(
  shell: Asking & Answering,
  call: Call,
): Promise<readonly DnsExchange[] | undefined> {
  const title = 'Reverse Look-up';
  const address = await askAddress(title);
  if (address === undefined) return undefined;
  const servers = serverOf(shell, call) ?? (await askServers(shell, title));
  if (servers === undefined) return undefined;
  return askServersFor(shell, reverseQuery({ address }), servers);
}

/** The answer of the operating system and, for hosts and addresses, the answer of DNS. */
export async function lookUpName(shell: Asking & Answering): Promise<LookupAnswer | undefined> {
  const title = 'Look Up';
  const asked = await askSubject(title);
  if (asked === undefined) return undefined;
  if (asked.what === 'service' || asked.what === 'port') return lookUp(shell, asked);
  const servers = await askServers(shell, title, { one: true });
  if (servers === undefined) return undefined;
  const [server] = servers.servers;
  return lookUp(shell, { ...asked, withDns: true, ...(server === undefined ? {} : { server }) });
}

/** The way from the root down to a name. */
export async function traceDns(shell: Asking & Answering): Promise<Trace | undefined> {
  const title = 'Trace DNS Name';
  const name = await askName(shell, title);
  if (name === undefined) return undefined;
  const type = await askType(title);
  if (type === undefined) return undefined;
  const start = await askTraceStart(shell, title);
  return start && trace(shell, { name, type, ...start });
}

export async function showNames({ names }: Answering): Promise<void> {
  (await names()).focus();
}

/** The server of a row of the tree. */
function serverOf({ registry }: Pick<WholeShell, 'registry'>, { node }: Call): Servers | undefined {
  const endpoint = node?.kind === 'endpoint' ? registry.endpoint(node.endpoint) : undefined;
  const local = endpoint?.spec.application === 'dns' ? endpoint.local : undefined;
  return local && { servers: [addressText(local.host, local.port)], options: {} };
}

function askServersFor(
  shell: Answering,
  question: Pick<DnsQuerySpec, 'name' | 'type'>,
  { servers, options }: Servers,
): Promise<readonly DnsExchange[]> {
  const spec = { ...question, ...options };
  const [server] = servers;
  if (servers.length < 2) return resolve(shell, server === undefined ? spec : { ...spec, server });
  return exchangesOf(shell, { kind: 'compare', spec, servers });
}

export function resolve(shell: Answering, spec: DnsQuerySpec): Promise<readonly DnsExchange[]> {
  return exchangesOf(shell, { kind: 'resolve', spec });
}

export const reverse = (shell: Answering, wanted: Reverse): Promise<readonly DnsExchange[]> =>
  resolve(shell, reverseQuery(wanted));

async function exchangesOf({ names }: Answering, ask: NamesAsk): Promise<readonly DnsExchange[]> {
  const result = await (await names()).ask(ask);
  return result.kind === 'exchanges' ? result.exchanges : [];
}

export async function lookUp({ names }: Answering, spec: LookupSpec): Promise<LookupAnswer | undefined> {
  const result = await (await names()).ask({ kind: 'lookup', spec });
  return result.kind === 'lookup' ? result.answer : undefined;
}

export async function trace({ names }: Answering, spec: TraceSpec): Promise<Trace | undefined> {
  const result = await (await names()).ask({ kind: 'trace', spec });
  return result.kind === 'trace' ? result.trace : undefined;
}
