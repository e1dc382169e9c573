import { isIP } from 'node:net';
import type { ErrorCode } from '../../base/codes.ts';
import { WirebenchError, errorData, type ErrorData } from '../../base/errors.ts';
import { decodeMessage } from '../../protocol/dns/decode.ts';
import { displayName, formatName } from '../../protocol/dns/name.ts';
import { TYPES } from '../../protocol/dns/typeCodes.ts';
import type { OnDemandClient } from '../onDemandClient.ts';
import type { Registry } from '../registry.ts';
import { addressOf } from '../lookup.ts';
import type { HttpClient } from '../http/client.ts';
import { askHttps } from './httpsChannel.ts';
import type { DnsAttempt, DnsExchange, DnsQuerySpec, DnsServerAddress, DnsTransport } from './exchange.ts';
import { candidates, typedClass, typedName, typedType } from './names.ts';
import { otherLetters } from './matching.ts';
import { ednsSize, encodeQuery, randomId, type Question } from './question.ts';
import { formatServer, parseServer } from './server.ts';
import { askStream, CutShort } from './streamChannel.ts';
import { systemResolver, type SystemResolver } from './systemResolver.ts';
import { TransferEnd } from './transfer.ts';
import { cancelled, UdpChannel } from './udpChannel.ts';

const defaultTimeout = 3_000;
const defaultRetries = 2;
const mostRetries = 10;
const longestTimeout = 3_600_000;
const mostStrays = 20;
const nxdomain = 3;

interface ResolverOptions {
  readonly registry: Pick<Registry, 'client'>;
  /** The transport for DNS over HTTPS. */
  readonly http?: HttpClient;
  /** Default: the machine's configuration, read for each question. */
  readonly system?: () => SystemResolver;
}

/**
 * Queries DNS servers, with every byte in the journal. Failures of a server or the network are in an exchange's
 * `error`, never thrown.
 */
export class DnsResolver {
  readonly #registry: ResolverOptions['registry'];
  readonly #http: HttpClient | undefined;
  readonly #system: () => SystemResolver;
  readonly #channels = new Map<string, UdpChannel[]>();
  #lastServer: { text: string; transport: DnsTransport | undefined; server: DnsServerAddress } | undefined;

  constructor(options: ResolverOptions) {
    this.#registry = options.registry;
    this.#http = options.http;
    this.#system = options.system ?? (() => systemResolver());
  }

  /**
   * Queries a name. With a search list, queries each of its names until one exists: the last exchange is the answer.
   * Throws for input that cannot be sent to any server: an invalid name, type, server or option.
   */
  async resolve(spec: DnsQuerySpec, signal?: AbortSignal): Promise<DnsExchange[]> {
    // The configuration is only read if needed: reading takes as long as a query on this machine.
    const server = this.#serverOf(spec);
    const type = typedType(spec.type);
    const classCode = typedClass(spec.class);
    const names = spec.search === true ? candidates(spec.name, this.#system()) : [typedName(spec.name)];
    const exchanges: DnsExchange[] = [];
    for (const name of names) {
      const exchange = await this.ask({ name, type, class: classCode }, server, spec, signal);
      exchanges.push(exchange);
      const message = exchange.messages[0];
      if (exchange.error !== undefined || message === undefined || (message[3]! & 15) !== nxdomain) break;
    }
    return exchanges;
  }

  #serverOf(spec: DnsQuerySpec): DnsServerAddress {
    const text = spec.server?.trim() ?? '';
    if (text !== '') return this.#serverCalled(text, spec.transport);
    const [first] = this.#system().servers;
    if (first === undefined) {
      throw new WirebenchError({
        code: 'no-dns-server',
        message:
          'This machine has no DNS server set up. Name one to ask, such as 127.0.0.1:5353 of a server of your own.',
      });
    }
    return this.#serverCalled(first, spec.transport);
  }

  /** Cached, since it is mostly the same server as before. */
  #serverCalled(text: string, transport: DnsTransport | undefined): DnsServerAddress {
    const last = this.#lastServer;
    if (last !== undefined && last.text === text && last.transport === transport) return last.server;
    const server = parseServer(text, transport);
    this.#lastServer = { text, transport, server };
    return server;
  }

  /**
   * One question to one server, with its attempts, TCP after a truncated answer, and a retry without EDNS if the server
   * does not support it.
   */
  ask(question: Question, server: DnsServerAddress, spec: AskSpec, asker?: AbortSignal): Promise<DnsExchange> {
    return this.run(asker, (signal) => new Asking(this, question, server, spec, signal, asker).run());
  }

  /** Runs work that a stop of the resolver cancels. The signal is aborted by that stop or by the caller. */
  run<T>(asker: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.client.run((stopped) => work(asker === undefined ? stopped : AbortSignal.any([asker, stopped])));
  }

  get http(): HttpClient | undefined {
    return this.#http;
  }

  get client(): OnDemandClient {
    return this.#registry.client('DNS resolver', 'dns');
  }

  /** A socket to the server on which this ID is free. */
  channel(host: string, port: number, id: number): UdpChannel {
    const key = `${host} ${port}`;
    const known = this.#channels.get(key) ?? [];
    const free = known.find((channel) => channel.takes(id));
    if (free !== undefined) return free;
    const channel = new UdpChannel(this.client, host, port, (gone) => {
      const rest = (this.#channels.get(key) ?? []).filter((other) => other !== gone);
      if (rest.length === 0) this.#channels.delete(key);
      else this.#channels.set(key, rest);
    });
    this.#channels.set(key, [...known, channel]);
    return channel;
  }
}

/** All options of a question. The name is passed separately. */
type AskSpec = Omit<DnsQuerySpec, 'name'>;

interface Received {
  readonly messages: readonly Uint8Array[];
  readonly connection: number;
  /** The reason why the answer is incomplete. */
  readonly error?: ErrorData;
}

interface BesideUdp {
  /** Undefined: no valid answer. */
  readonly received: Promise<Received | undefined>;
  stop(): void;
}

/** One question until its answer. */
class Asking {
  readonly #resolver: DnsResolver;
  readonly #question: Question;
  readonly #server: DnsServerAddress;
  readonly #spec: AskSpec;
  /** Aborted by the caller, or when the resolver is stopped. */
  readonly #signal: AbortSignal;
  /** Aborted by the caller only: a channel that is closed gives up by itself. */
  readonly #asker: AbortSignal | undefined;
  readonly #attempts: DnsAttempt[] = [];
  readonly #notes: string[] = [];
  readonly #timeout: number;
  #strays = 0;
  /** The question over TCP in parallel to UDP, if it was started. */
  #overTcp: BesideUdp | undefined;
  /** The start of the current attempt. */
  #began = 0;
  #lastStray = '';
  #query: Uint8Array = new Uint8Array(0);
  #transport: DnsServerAddress['transport'];

  constructor(
    resolver: DnsResolver,
    question: Question,
    server: DnsServerAddress,
    spec: AskSpec,
    signal: AbortSignal,
    asker: AbortSignal | undefined,
  ) {
    this.#resolver = resolver;
    this.#question = question;
    this.#server = server;
    this.#spec = spec;
    this.#signal = signal;
    this.#asker = asker;
    this.#transport = this.#isTransfer && server.transport === 'udp' ? 'tcp' : server.transport;
    this.#timeout = within(spec.timeout ?? defaultTimeout, 1, longestTimeout);
  }

  get #isTransfer(): boolean {
    return this.#question.type === TYPES.AXFR || this.#question.type === TYPES.IXFR;
  }

  async run(): Promise<DnsExchange> {
    const started = performance.now();
    let edns = ednsSize(this.#spec);
    let host = this.#server.host;
    let received: Received | undefined;
    let error: ErrorData | undefined;
    try {
      if (isIP(host) === 0 && this.#transport !== 'https') {
        const transport = this.#transport === 'udp' ? 'udp' : 'tcp';
        host = (await addressOf(host, this.#server.port, transport, undefined, this.#signal)).address;
      }
      received = await this.#persist(host, edns);
      if (edns !== false && refusesEdns(received.messages[0]!)) {
        this.#notes.push('The server did not take the query with EDNS; it was asked again without.');
        edns = false;
        received = await this.#persist(host, edns);
      }
      if (this.#transport === 'udp' && isTruncated(received.messages[0]!) && this.#spec.keepTruncated !== true) {
        received = await this.#whole(host, edns, received);
      }
      ({ error } = received);
    } catch (caught) {
      if (this.#signal.aborted) error = this.#calledOff();
      else if (caught instanceof CutShort) error = (received = caught).toData();
      else error = this.#withStrays(errorData(caught));
    }
    // A malformed transfer has already failed.
    if (error === undefined && received !== undefined && !this.#isTransfer) this.#noteWrong(received.messages[0]!);
    const { name, type, class: classCode } = this.#question;
    // Without the spread operator, which would make an object of several kilobytes.
    const exchange: DnsExchange = {
      name: formatName(name),
      type,
      class: classCode,
      server: formatServer(this.#server, this.#transport),
      transport: this.#transport,
      query: this.#query,
      messages: received?.messages ?? [],
      answeredAt: Date.now(),
      duration: performance.now() - started,
      attempts: this.#attempts,
      notes: this.#notes,
      endpoint: received === undefined || received.connection === 0 ? 0 : this.#resolver.client.id,
      connection: received?.connection ?? 0,
    };
    return error === undefined ? exchange : { ...exchange, error };
  }

  #calledOff(): ErrorData {
    const { reason } = this.#signal as { reason: unknown };
    return (reason instanceof WirebenchError ? reason : cancelled()).toData();
  }

  /** Repeats the query until there is an answer or no attempt is left; over TCP, a refusal is final. */
  async #persist(host: string, edns: number | false): Promise<Received> {
    const attempts = 1 + within(this.#spec.retries ?? defaultRetries, 0, mostRetries);
    for (let attempt = 1; ; attempt++) {
      this.#began = performance.now();
      try {
        const received = await this.#once(host, edns);
        this.#tried();
        return received;
      } catch (caught) {
        const error = errorData(caught);
        this.#tried(error);
        const isUseless = !mayPass.has(error.code) || (this.#transport === 'udp' && this.#overTcp !== undefined);
        if (this.#signal.aborted || attempt >= attempts || isUseless) throw caught;
      }
    }
  }

  #tried(error?: ErrorData): void {
    const attempt = { transport: this.#transport, duration: performance.now() - this.#began };
    this.#attempts.push(error === undefined ? attempt : { ...attempt, error });
  }

  async #once(host: string, edns: number | false): Promise<Received> {
    this.#signal.throwIfAborted();
    // RFC 8484, section 4.1: 0, so that HTTP caches recognise the same query.
    const id = this.#transport === 'https' ? 0 : randomId();
    switch (this.#transport) {
      case 'udp':
        return this.#overUdp(host, edns, id);
      case 'tcp':
      case 'tls':
        this.#query = this.#queryOnStream(id, edns);
        return this.#overStream(this.#transport, host, this.#query, this.#signal);
      case 'https': {
        this.#query = this.#queryOnStream(id, edns);
        const { http } = this.#resolver;
        if (http === undefined) throw new Error('DNS over HTTPS needs the HTTP client');
        const message = await askHttps(http, this.#server, this.#query, this.#spec, this.#timeout, this.#signal);
        return { messages: [message], connection: 0 };
      }
    }
  }

  /** Only the other end of a connection can answer, so random letter case is not needed there. */
  #queryOnStream(id: number, edns: number | false): Uint8Array {
    return encodeQuery(this.#question, { ...this.#spec, caseRandom: false }, id, edns);
  }

  /**
   * A server that changes the letter case of names looks like a forger over UDP. After the first such answer, it is
   * queried over TCP in parallel, and the first correct answer counts.
   */
  async #overUdp(host: string, edns: number | false, id: number): Promise<Received> {
    this.#query = encodeQuery(this.#question, this.#spec, id, edns);
    const letters = this.#spec.caseRandom === false ? 'any' : 'exact';
    const channel = this.#resolver.channel(host, this.#server.port, id);
    const onStray = (why: string) => {
      this.#stray(why);
      if (why === otherLetters) this.#overTcp ??= this.#besideUdp(host, edns, () => channel.giveUp(id));
    };
    try {
      const { bytes, connection } = await channel.ask(this.#query, this.#timeout, this.#asker, onStray, letters);
      this.#overTcp?.stop();
      return { messages: [bytes], connection };
    } catch (caught) {
      const received = await this.#overTcp?.received;
      if (received === undefined) throw caught;
      return received;
    }
  }

  #besideUdp(host: string, edns: number | false, answered: () => void): BesideUdp {
    const stop = new AbortController();
    const query = this.#queryOnStream(randomId(), edns);
    const asked = performance.now();
    const asking = this.#overStream('tcp', host, query, AbortSignal.any([this.#signal, stop.signal]));
    const received = asking.then(
      (answer) => {
        if (stop.signal.aborted) return undefined;
        this.#tried({ code: 'dns-mismatch', message: `No matching answer came over UDP: ${otherLetters}.` });
        this.#began = asked;
        this.#transport = 'tcp';
        this.#query = query;
        this.#notes.push('The server was asked again over TCP, where nobody else can answer.');
        answered();
        return answer;
      },
      (caught: unknown) => {
        if (!stop.signal.aborted && !this.#signal.aborted)
          this.#notes.push(`The server was asked over TCP as well and did not answer: ${errorData(caught).message}`);
        return undefined;
      },
    );
    return { received, stop: () => stop.abort() };
  }

  #overStream(transport: 'tcp' | 'tls', host: string, query: Uint8Array, signal: AbortSignal): Promise<Received> {
    const { verify, caFile, servername } = this.#spec;
    const name = servername ?? (isIP(this.#server.host) === 0 ? this.#server.host : undefined);
    const end = this.#isTransfer ? new TransferEnd(this.#question, this.#spec.serial ?? 0) : undefined;
    return askStream(this.#resolver.client, query, {
      transport,
      host,
      port: this.#server.port,
      timeout: this.#timeout,
      signal,
      ...(verify === undefined ? {} : { verify }),
      ...(caFile === undefined ? {} : { caFile }),
      ...(name === undefined ? {} : { servername: name }),
      ...(end === undefined ? {} : { more: (message: Uint8Array) => end.more(message) }),
      onStray: (why) => this.#stray(why),
    });
  }

  /** Queries over TCP. If that fails, returns the truncated answer with an error that says so. */
  async #whole(host: string, edns: number | false, truncated: Received): Promise<Received> {
    const query = this.#query;
    this.#transport = 'tcp';
    try {
      const received = await this.#persist(host, edns);
      this.#notes.push('The answer over UDP was truncated; it was asked for again over TCP.');
      return received;
    } catch (caught) {
      if (this.#signal.aborted) throw caught;
      this.#transport = 'udp';
      this.#query = query;
      return { ...truncated, error: this.#notWhole(errorData(caught)) };
    }
  }

  #notWhole({ message, system }: ErrorData): ErrorData {
    return {
      code: 'dns-truncated',
      message: `The answer of ${formatServer(this.#server)} over UDP is truncated, and no answer came over TCP: ${message} The answer over UDP is shown.`,
      ...(system === undefined ? {} : { system }),
      remedies: ['retry', 'showTraffic'],
    };
  }

  #noteWrong(message: Uint8Array): void {
    const { problem } = decodeMessage(message);
    if (problem === undefined) return;
    this.#notes.push(
      `${formatServer(this.#server)} sent a malformed DNS message: ${problem.message} The readable part is shown. Look at its bytes, or ask another server.`,
    );
  }

  #stray(why: string): void {
    this.#strays++;
    this.#lastStray = why;
    if (this.#strays <= mostStrays) {
      this.#notes.push(`An answer from ${formatServer(this.#server)} was not taken: ${why}.`);
    }
  }

  /** "No answer" would be misleading if answers arrived but were rejected. */
  #withStrays(error: ErrorData): ErrorData {
    if (this.#strays === 0 || error.code !== 'dns-timeout') return error;
    const what =
      this.#strays === 1 ? 'The answers were not accepted' : `${this.#strays} answers came and were not taken`;
    return {
      ...error,
      code: 'dns-mismatch',
      message: `${displayName(this.#question.name)}: no answer of ${formatServer(this.#server)} fits the question. ${what}: ${this.#lastStray}. Ask again, and look at the answers in the Traffic view.`,
      remedies: ['retry', 'showTraffic'],
    };
  }
}

/** Errors that another attempt may not meet. */
const mayPass: ReadonlySet<ErrorCode> = new Set(['dns-timeout', 'dns-closed', 'reset']);

const within = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Number.isFinite(value) ? value : least));

function isTruncated(message: Uint8Array): boolean {
  return (message[2]! & 2) !== 0;
}

/** FORMERR or NOTIMP without an OPT record: a server from before EDNS (RFC 6891, section 7). */
function refusesEdns(message: Uint8Array): boolean {
  const rcode = message[3]! & 15;
  return (rcode === 1 || rcode === 4) && decodeMessage(message).edns === undefined;
}
