import type { DnsExchange, DnsQuerySpec } from '../../net/dns/exchange.ts';
import type { LookupAnswer, LookupSpec } from '../../net/dns/requests.ts';
import type { Trace, TraceSpec } from '../../net/dns/trace.ts';
import { reverseName } from '../../protocol/dns/reverse.ts';
import { addressText } from '../../endpoints/address.ts';
import type { NamesAsk } from '../../webview/names/protocol.ts';
import { asNode } from '../endpoints/treeModel.ts';
import type { WholeShell } from '../lazyParts.ts';
import type { Shell } from '../shell.ts';
import { askAddress, askName, askSubject, askTraceStart, askType } from './ask.ts';
import { askServers, type Servers } from './askServers.ts';

/** A program's question: what is missing is not asked for. */
function isGiven<T>(target: unknown, key: keyof T & string): target is T {
  return typeof target === 'object' && target !== null && asNode(target) === undefined && key in target;
}

/** Asks one server or several for the records of a name. */
export async function resolveDns(shell: WholeShell, target: unknown): Promise<readonly DnsExchange[] | undefined> {
  if (isGiven<DnsQuerySpec>(target, 'name')) return resolve(shell, target);
  const title = 'Resolve DNS Record';
  const name = await askName(shell, title);
  if (name === undefined) return undefined;
  const type = await askType(title);
  if (type === undefined) return undefined;
  const servers = serverOf(shell, target) ?? (await askServers(shell, title));
  if (servers === undefined) return undefined;
  return askServersFor(shell, { name: (type === 'PTR' && reverseName(name)) || name, type }, servers);
}

/** The names of an address: PTR. */
export async function reverseLookUp(shell: WholeShell, target: unknown): Promise<readonly DnsExchange[] | undefined> {
  if (isGiven<{ address: string; server?: string }>(target, 'address')) {
    const { address, ...spec } = target;
    return resolve(shell, { ...spec, name: reverseName(address) ?? address, type: 'PTR' });
  }
  const title = 'Reverse Look-up';
  const address = await askAddress(title);
  if (address === undefined) return undefined;
  const servers = serverOf(shell, target) ?? (await askServers(shell, title));
  if (servers === undefined) return undefined;
  return askServersFor(shell, { name: reverseName(address) ?? address, type: 'PTR' }, servers);
}

/** What the operating system says and, of hosts and addresses, what DNS says beside it. */
export async function lookUpName(shell: WholeShell, target: unknown): Promise<LookupAnswer | undefined> {
  if (isGiven<LookupSpec>(target, 'what')) return lookUp(shell, target);
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
export async function traceDns(shell: WholeShell, target: unknown): Promise<Trace | undefined> {
  if (isGiven<TraceSpec>(target, 'name')) return trace(shell, target);
  const title = 'Trace DNS Name';
  const name = await askName(shell, title);
  if (name === undefined) return undefined;
  const type = await askType(title);
  if (type === undefined) return undefined;
  const start = await askTraceStart(shell, title);
  return start && trace(shell, { name, type, ...start });
}

export async function showNames(shell: WholeShell): Promise<void> {
  (await shell.names()).focus();
}

/** The server of a row of the tree. */
function serverOf(shell: Shell, target: unknown): Servers | undefined {
  const node = asNode(target);
  const endpoint = node?.kind === 'endpoint' ? shell.registry.endpoint(node.endpoint) : undefined;
  const local = endpoint?.spec.application === 'dns' ? endpoint.local : undefined;
  return local && { servers: [addressText(local.host, local.port)], options: {} };
}

function askServersFor(
  shell: WholeShell,
  question: Pick<DnsQuerySpec, 'name' | 'type'>,
  { servers, options }: Servers,
): Promise<readonly DnsExchange[]> {
  const spec = { ...question, ...options };
  const [server] = servers;
  if (servers.length < 2) return resolve(shell, server === undefined ? spec : { ...spec, server });
  return exchangesOf(shell, { kind: 'compare', spec, servers });
}

function resolve(shell: WholeShell, spec: DnsQuerySpec): Promise<readonly DnsExchange[]> {
  return exchangesOf(shell, { kind: 'resolve', spec });
}

async function exchangesOf(shell: WholeShell, ask: NamesAsk): Promise<readonly DnsExchange[]> {
  const result = await (await shell.names()).ask(ask);
  return result.kind === 'exchanges' ? result.exchanges : [];
}

async function lookUp(shell: WholeShell, spec: LookupSpec): Promise<LookupAnswer | undefined> {
  const result = await (await shell.names()).ask({ kind: 'lookup', spec });
  return result.kind === 'lookup' ? result.answer : undefined;
}

async function trace(shell: WholeShell, spec: TraceSpec): Promise<Trace | undefined> {
  const result = await (await shell.names()).ask({ kind: 'trace', spec });
  return result.kind === 'trace' ? result.trace : undefined;
}
