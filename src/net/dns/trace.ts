import { asAsked } from '../../protocol/dns/asAsked.ts';
import { rcodeName } from '../../protocol/dns/codes.ts';
import { recordIdentity } from '../../protocol/dns/compare.ts';
import { decodeMessage } from '../../protocol/dns/decode.ts';
import { isRecord, type DecodedMessage, type DnsRecord } from '../../protocol/dns/message.ts';
import {
  displayName,
  formatName,
  isWithin,
  nameKey,
  parseName,
  ROOT,
  sameName,
  type Name,
} from '../../protocol/dns/name.ts';
import { TYPES, typeName } from '../../protocol/dns/typeCodes.ts';
import type { DnsExchange } from './exchange.ts';
import { typedName, typedType } from './names.ts';
import type { DnsResolver } from './resolver.ts';
import { rootHints, type NameServer } from './rootHints.ts';

export interface TraceSpec {
  readonly name: string;
  readonly type?: string;
  /** Asks every server of every zone, not only the first that answers. */
  readonly allPaths?: boolean;
  /** Servers to begin with instead of the root servers. */
  readonly hints?: readonly NameServer[];
  /** The port of all servers; default 53. */
  readonly port?: number;
  /** Only addresses of this family. Default: both, IPv4 first. */
  readonly family?: 4 | 6;
  readonly timeout?: number;
}

/**
 * The meaning of a server's answer for the trace. `lame`: it is named as a server of the zone and does not serve it.
 */
export type TraceOutcome = 'referral' | 'answer' | 'alias' | 'no-data' | 'no-name' | 'lame' | 'error';

export interface TraceStep {
  /** The zone that the server was asked about; `.` is the root. */
  readonly zone: string;
  readonly serverName: string;
  readonly address: string;
  readonly exchange: DnsExchange;
  readonly outcome: TraceOutcome;
  /** A sentence. */
  readonly text: string;
  /** The next question that followed from it. */
  readonly next: TraceStep[];
}

export interface Trace {
  readonly name: string;
  readonly type: number;
  readonly steps: readonly TraceStep[];
  /** Lame and disagreeing servers, and other problems on the way: sentences. */
  readonly findings: readonly string[];
  readonly queries: number;
}

const mostQueries = 300;
const mostZones = 30;
const mostAliases = 8;
/** The most nested look-ups of name servers' addresses. */
const deepest = 3;

/** How the trace reached a zone. */
interface Way {
  /** Names that were aliases, in the order in which they led here. */
  readonly aliases: readonly Name[];
  /** The depth of nested look-ups. */
  readonly depth: number;
  readonly zones: number;
}

/** Follows the delegations from the root down to a name, as a resolver does. Throws for an invalid name or type. */
export function trace(
  resolver: DnsResolver,
  spec: TraceSpec,
  options: { readonly signal?: AbortSignal; readonly onStep?: (trace: Trace) => void } = {},
): Promise<Trace> {
  return resolver.run(options.signal, (signal) => new Tracing(resolver, spec, { ...options, signal }).run());
}

class Tracing {
  readonly #resolver: DnsResolver;
  readonly #spec: TraceSpec;
  readonly #signal: AbortSignal | undefined;
  readonly #onStep: ((trace: Trace) => void) | undefined;
  readonly #name: Name;
  readonly #type: number;
  readonly #steps: TraceStep[] = [];
  readonly #findings = new Set<string>();
  /** The name servers whose addresses are being looked up, each for the one before. */
  readonly #sought: Name[] = [];
  #queries = 0;

  constructor(
    resolver: DnsResolver,
    spec: TraceSpec,
    options: { readonly signal?: AbortSignal; readonly onStep?: (trace: Trace) => void },
  ) {
    this.#resolver = resolver;
    this.#spec = spec;
    this.#signal = options.signal;
    this.#onStep = options.onStep;
    this.#name = typedName(spec.name);
    this.#type = typedType(spec.type);
  }

  async run(): Promise<Trace> {
    await this.#follow(this.#name, this.#type, this.#steps, [], 0);
    return this.#trace();
  }

  get #isOver(): boolean {
    return this.#signal?.aborted === true;
  }

  #trace(): Trace {
    return {
      name: formatName(this.#name),
      type: this.#type,
      steps: this.#steps,
      findings: [...this.#findings],
      queries: this.#queries,
    };
  }

  /** From the root down to one name. Returns the answers of the first server that had them. */
  async #follow(
    name: Name,
    type: number,
    steps: TraceStep[],
    aliases: readonly Name[],
    depth: number,
  ): Promise<DnsRecord[]> {
    return this.#zone(name, type, ROOT, this.#spec.hints ?? rootHints, steps, { aliases, depth, zones: 0 });
  }

  async #zone(
    name: Name,
    type: number,
    zone: Name,
    servers: readonly NameServer[],
    steps: TraceStep[],
    way: Way,
  ): Promise<DnsRecord[]> {
    const all = this.#spec.allPaths === true && way.depth === 0;
    const seen: { step: TraceStep; message: DecodedMessage }[] = [];
    let answers: DnsRecord[] = [];
    if (way.zones > mostZones) {
      this.#findings.add(`The way to ${displayName(name)} goes through more than ${mostZones} zones.`);
      return [];
    }
    for (const server of servers) {
      for (const address of await this.#addresses(server, zone, way.depth)) {
        if (this.#isOver) return answers;
        if (this.#queries >= mostQueries) {
          this.#findings.add(`The trace stops after ${mostQueries} questions.`);
          return answers;
        }
        const { step, message } = await this.#ask(name, type, zone, server.name, address);
        // A cancelled question says nothing about the server.
        if (step.exchange.error?.code === 'cancelled') return answers;
        steps.push(step);
        this.#onStep?.(this.#trace());
        const good = message !== undefined && step.outcome !== 'lame' && step.outcome !== 'error';
        if (!good) continue;
        const twin = seen.find((one) => saysTheSame(one, { step, message }));
        seen.push({ step, message });
        if (twin === undefined) {
          const found = await this.#goOn(name, type, zone, step, message, way);
          if (answers.length === 0) answers = found;
        }
        if (!all) return answers;
      }
    }
    if (seen.length === 0 && !this.#isOver) {
      this.#findings.add(`No server of ${zoneName(zone)} gave an answer for ${displayName(name)}.`);
    }
    this.#compare(zone, name, seen);
    return answers;
  }

  async #ask(
    name: Name,
    type: number,
    zone: Name,
    serverName: string,
    address: string,
  ): Promise<{ step: TraceStep; message: DecodedMessage | undefined }> {
    this.#queries++;
    const exchange = await this.#resolver.ask(
      { name, type, class: 1 },
      { transport: 'udp', host: address, port: this.#spec.port ?? 53 },
      { recursion: false, retries: 1, ...(this.#spec.timeout === undefined ? {} : { timeout: this.#spec.timeout }) },
      this.#signal,
    );
    const { error } = exchange;
    // A truncated answer may still contain a referral; an incomplete one is useless.
    const isTruncated = error?.code === 'dns-truncated';
    const bytes = error === undefined || isTruncated ? exchange.messages[0] : undefined;
    // With names as the person wrote them, not in the case of the question.
    const message = bytes === undefined ? undefined : decodeMessage(asAsked(bytes, name));
    const { outcome, text } = meaning(message, exchange, name, type, zone);
    const server = `${serverName} (${address})`;
    if (isTruncated && !this.#isOver) this.#findings.add(`${server}, a server of ${zoneName(zone)}: ${error.message}`);
    if (outcome === 'lame')
      this.#findings.add(`${server} is lame: it is named as a server of ${zoneName(zone)}, and ${text}`);
    // A cancelled server has not failed.
    if (outcome === 'error' && !this.#isOver) this.#findings.add(`${server}, a server of ${zoneName(zone)}: ${text}`);
    return {
      message,
      step: { zone: formatName(zone), serverName, address, exchange, outcome, text, next: [] },
    };
  }

  /** The next step after an answer: the servers of a zone further down, or the name behind an alias. */
  async #goOn(
    name: Name,
    type: number,
    zone: Name,
    step: TraceStep,
    message: DecodedMessage,
    way: Way,
  ): Promise<DnsRecord[]> {
    if (step.outcome === 'referral') {
      const child = referral(message, zone, name)!;
      return this.#zone(name, type, child, serversOf(message, child), step.next, { ...way, zones: way.zones + 1 });
    }
    if (step.outcome !== 'alias') return [...message.answers];
    const names = [...way.aliases, ...aliasChain(message, name)];
    const target = names.pop()!;
    const circle = names.findIndex((other) => sameName(other, target));
    if (circle >= 0) {
      const round = [...names.slice(circle), target].map(displayName).join(' → ');
      this.#findings.add(`Aliases lead in a circle, ${round}, and never to ${typeName(type)} records.`);
      return [];
    }
    if (names.length > mostAliases) {
      this.#findings.add(
        `${displayName(names[0]!)} is an alias of an alias, more than ${mostAliases} in a row: the trace stops at ${displayName(target)}.`,
      );
      return [];
    }
    return this.#follow(target, type, step.next, names, way.depth);
  }

  /** The addresses from the referral, or else from a look-up of the server's name. */
  async #addresses(server: NameServer, zone: Name, depth: number): Promise<readonly string[]> {
    const fits = (address: string) =>
      this.#spec.family === undefined || (this.#spec.family === 6) === address.includes(':');
    const given = server.addresses.filter(fits);
    if (given.length > 0 || server.addresses.length > 0) return given;
    const name = parseName(server.name);
    if (isWithin(name, zone) && zone.length > 0) {
      this.#findings.add(
        `${zoneName(zone)} is delegated to ${server.name}, a name inside it, without its address, so its address cannot be found.`,
      );
      return [];
    }
    const circle = this.#sought.findIndex((other) => sameName(other, name));
    if (circle >= 0) {
      const round = [...this.#sought.slice(circle), name].map(displayName).join(', then ');
      this.#findings.add(
        `The addresses of ${round} depend on each other in a circle: their zones are delegated to each other's names without an address.`,
      );
      return [];
    }
    if (depth >= deepest) return [];
    this.#sought.push(name);
    const found: string[] = [];
    for (const type of [TYPES.A, TYPES.AAAA]) {
      if (!fits(type === TYPES.A ? '.' : ':')) continue;
      const records = await this.#follow(name, type, [], [], depth + 1);
      found.push(...records.flatMap((record) => addressOfRecord(record) ?? []));
      if (found.length > 0) break;
    }
    this.#sought.pop();
    if (found.length === 0 && !this.#isOver)
      this.#findings.add(`The address of ${server.name}, a server of ${zoneName(zone)}, was not found.`);
    return found;
  }

  /** The servers of a zone should agree. */
  #compare(zone: Name, name: Name, seen: readonly { step: TraceStep; message: DecodedMessage }[]): void {
    const [first, ...others] = seen;
    for (const other of others) {
      if (first === undefined || saysTheSame(first, other)) continue;
      this.#findings.add(
        `${first.step.serverName} (${first.step.address}) and ${other.step.serverName} (${other.step.address}) of ${zoneName(zone)} disagree on ${displayName(name)}: ${first.step.text} ${other.step.text}`,
      );
    }
  }
}

const zoneName = (zone: Name): string => (zone.length === 0 ? 'the root' : displayName(zone));

function saysTheSame(
  a: { step: TraceStep; message: DecodedMessage },
  b: { step: TraceStep; message: DecodedMessage },
): boolean {
  if (a.step.outcome !== b.step.outcome) return false;
  const of = ({ step, message }: { step: TraceStep; message: DecodedMessage }) =>
    (step.outcome === 'referral' ? message.authorities.filter(({ type }) => type === TYPES.NS) : message.answers)
      .map(recordIdentity)
      .sort()
      .join('\n');
  return of(a) === of(b);
}

function meaning(
  message: DecodedMessage | undefined,
  exchange: DnsExchange,
  name: Name,
  type: number,
  zone: Name,
): { outcome: TraceOutcome; text: string } {
  if (message === undefined) return { outcome: 'error', text: exchange.error?.message ?? 'No answer came.' };
  if (message.rcode === 3) {
    const missing = aliasChain(message, name).at(-1)!;
    const text = sameName(missing, name)
      ? `There is no name ${displayName(name)} (NXDOMAIN).`
      : `${displayName(name)} is an alias of ${displayName(missing)}, which does not exist (NXDOMAIN).`;
    return message.authoritative
      ? { outcome: 'no-name', text }
      : { outcome: 'lame', text: 'it denies the name, but not as an authority.' };
  }
  if (message.rcode !== 0) return { outcome: 'lame', text: `it answers ${rcodeName(message.rcode)}.` };
  const chain = aliasChain(message, name);
  const direct = message.answers.filter(
    (record) => (record.type === type || type === TYPES.ANY) && chain.some((one) => sameName(one, record.name)),
  );
  if (message.answers.length > 0) {
    if (!message.authoritative) return { outcome: 'lame', text: 'it answers from a cache, not as an authority.' };
    if (direct.length > 0) {
      return {
        outcome: 'answer',
        text: `${displayName(name)} has ${direct.length} ${typeName(type)} record${direct.length === 1 ? '' : 's'}.`,
      };
    }
    // Following the name itself would lead here again.
    if (chain.length === 1) return { outcome: 'lame', text: 'it answers with records that were not asked for.' };
    return { outcome: 'alias', text: `${displayName(name)} is an alias of ${displayName(chain.at(-1)!)}.` };
  }
  const child = referral(message, zone, name);
  if (child !== undefined) {
    const servers = serversOf(message, child).map((server) => server.name.replace(/(?<=.)\.$/, ''));
    return { outcome: 'referral', text: `${displayName(child)} is delegated to ${servers.join(', ')}.` };
  }
  if (message.authoritative) {
    return { outcome: 'no-data', text: `${displayName(name)} has no ${typeName(type)} record.` };
  }
  return { outcome: 'lame', text: 'it refers to no zone further down and is not an authority itself.' };
}

/** The zone of a referral: below the zone that was asked, and equal to the name or above it. */
function referral(message: DecodedMessage, zone: Name, name: Name): Name | undefined {
  if (message.authoritative && message.answers.length > 0) return undefined;
  return message.authorities.find(
    (record) => record.type === TYPES.NS && record.name.length > zone.length && isWithin(name, record.name),
  )?.name;
}

function serversOf(message: DecodedMessage, zone: Name): NameServer[] {
  return message.authorities.flatMap((record) => {
    if (!isRecord(record, 'NS') || !sameName(record.name, zone)) return [];
    const key = nameKey(record.data.target);
    const glue = message.additionals.filter((other) => nameKey(other.name) === key);
    const addresses = glue.flatMap((other) => addressOfRecord(other) ?? []);
    return [{ name: formatName(record.data.target), addresses }];
  });
}

function addressOfRecord(record: DnsRecord): string | undefined {
  if (isRecord(record, 'A')) return record.data.address;
  if (isRecord(record, 'AAAA')) return record.data.address;
  return undefined;
}

/**
 * The name and the chain of aliases in an answer, as far as the answer has it: each name once, except the last one of a
 * circle.
 */
function aliasChain(message: DecodedMessage, name: Name): Name[] {
  const chain = [name];
  for (;;) {
    const key = nameKey(chain.at(-1)!);
    const alias = message.answers.find((record) => record.type === TYPES.CNAME && nameKey(record.name) === key);
    if (alias === undefined || !isRecord(alias, 'CNAME')) return chain;
    const { target } = alias.data;
    const known = chain.some((other) => sameName(other, target));
    chain.push(target);
    if (known) return chain;
  }
}
