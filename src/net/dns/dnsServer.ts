import type { ErrorData } from '../../base/errors.ts';
import { errorData, WirebenchError } from '../../base/errors.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { ZoneIndex } from '../../protocol/dns/authority/zoneIndex.ts';
import type { Behaviour, Conversation, Received } from '../behaviours/behaviour.ts';
import { completeOptions } from '../behaviours/options.ts';
import { BaseEndpoint, type EndpointConnection, type EndpointContext, type SendOutcome } from '../endpoint.ts';
import type { CompleteServer } from '../../endpoints/spec.ts';
import { watchSource } from '../script/sourceWatcher.ts';
import type { Destination } from '../spec.ts';
import { StreamServer } from '../stream/server.ts';
import { systemCode } from '../systemErrors.ts';
import { UdpServer } from '../datagram/server.ts';
import { parseFaults } from './faults.ts';
import { Responder, type Response, type Via } from './responder.ts';
import { mayTransfer } from './transferRights.ts';
import { zoneBehaviour, zoneFilesOf, type ZoneSettings } from './zoneBehaviour.ts';
import { BadZone, describeZone, loadZone, type LoadedZone } from './zoneFile.ts';

/** Milliseconds without a query after which a TCP connection is closed (RFC 7766, section 6.2.3). */
const idleTimeout = 20_000;
/**
 * The number of attempts to find a port for both. With port 0, the system may give UDP a port that is not free for TCP.
 */
const portAttempts = 10;

/** An authoritative name server: a UDP and a TCP server on one port that answer from the same zones. */
export class DnsServer extends BaseEndpoint<EndpointConnection> {
  readonly spec: CompleteServer<'dns'>;
  override readonly connections: Joined;
  readonly #context: EndpointContext;
  #udp: UdpServer | undefined;
  #tcp: StreamServer | undefined;
  /** By file. */
  readonly #watches = new Map<string, Disposable>();

  constructor(id: number, spec: CompleteServer<'dns'>, context: EndpointContext) {
    super(id, spec.name, context);
    this.spec = spec;
    this.#context = context;
    this.connections = new Joined(() => [this.#udp?.connections, this.#tcp?.connections]);
  }

  /** Its two servers have one behaviour each. */
  protected override createBehaviour(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  protected async open(signal: AbortSignal): Promise<void> {
    const settings = settingsOf(this.spec);
    const loaded = loadZones(settings);
    const responder = new Responder(
      loaded.map(({ zone }) => zone),
      parseFaults(settings.faults),
    );
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#listen(responder, settings, signal);
        break;
      } catch (error) {
        await this.#closeServers();
        const taken = this.spec.port === 0 && isTaken(error) && attempt < portAttempts;
        if (!taken || signal.aborted) throw error;
      }
    }
    for (const one of loaded) this.#tell(one);
    this.#watch(responder, settings, loaded);
  }

  async #listen(responder: Responder, settings: ZoneSettings, signal: AbortSignal): Promise<void> {
    const { name, host, port, encoding, receiveBuffer, family } = this.spec;
    const shared = { role: 'server', name, host, encoding, ...(family === undefined ? {} : { family }) } as const;
    const udp = new UdpServer(
      this.id,
      {
        ...shared,
        transport: 'udp',
        port,
        behaviour: this.spec.behaviour,
        framing: { kind: 'none' },
        receiveBuffer,
        reuse: false,
        broadcast: false,
        multicast: [],
      },
      this.#partContext(responder, settings, 'udp'),
    );
    this.#udp = udp;
    this.#follow(udp);
    await udp.start();
    signal.throwIfAborted();
    this.localAddress = udp.local;
    const tcp = new StreamServer(
      this.id,
      {
        ...shared,
        transport: 'tcp',
        // The address that UDP got: a name might resolve to another one the second time.
        host: udp.local!.host,
        port: udp.local!.port,
        behaviour: this.spec.behaviour,
        // RFC 1035, section 4.2.2: each message follows two bytes with its length.
        framing: { kind: 'length-prefix', bytes: 2, endian: 'big' },
        receiveBuffer,
        backlog: 511,
        maxConnections: 1000,
        idleTimeout,
        halfOpen: false,
      },
      this.#partContext(responder, settings, 'tcp'),
    );
    this.#tcp = tcp;
    this.#follow(tcp);
    await tcp.start();
  }

  #partContext(responder: Responder, settings: ZoneSettings, via: Via): EndpointContext {
    return {
      ...this.#context,
      createBehaviour: () => new Answering(responder, via, (host) => mayTransfer(settings.transfer, host)),
    };
  }

  #follow(part: UdpServer | StreamServer): void {
    part.onChange(() => this.changed());
    part.onProblem((error) => this.passOn(error));
  }

  /** A file was saved: loads the new zone, or keeps the last valid one and reports the reason. */
  #watch(responder: Responder, settings: ZoneSettings, loaded: readonly LoadedZone[]): void {
    const zones: LoadedZone[] = [...loaded];
    /** By zone: the current problem of its files. */
    const wrong = new Map<number, { readonly error: ErrorData; readonly files: readonly string[] }>();
    // The error may be in a file that the last valid zone did not read.
    const filesOf = (index: number) => [...zones[index]!.files, ...(wrong.get(index)?.files ?? [])];
    const changed = (file: string) => {
      for (const index of zones.keys()) if (filesOf(index).includes(file)) reload(index);
    };
    const watch = () => {
      const wanted = new Set([...zones.keys()].flatMap(filesOf));
      for (const [file, watching] of this.#watches) {
        if (wanted.has(file)) continue;
        watching.dispose();
        this.#watches.delete(file);
      }
      // A file that is watched already stays watched: no change in between may be missed.
      for (const file of wanted)
        if (!this.#watches.has(file))
          this.#watches.set(
            file,
            watchSource(file, () => changed(file)),
          );
    };
    const reload = (index: number) => {
      try {
        zones[index] = loadZone(settings.files[index]!, settings.origin, settings.includes);
        wrong.delete(index);
        responder.replaceZones(zones.map(({ zone }) => zone));
        this.#tell(zones[index]);
        this.mended([...wrong.values()].at(-1)?.error);
      } catch (caught) {
        const error = keptLastGood(caught, zones[index]!.zone);
        wrong.set(index, { error, files: caught instanceof BadZone ? caught.files : [] });
        this.trouble(error);
      }
      watch();
    };
    watch();
  }

  #tell(loaded: LoadedZone): void {
    this.note(0, `The zone is ${describeZone(loaded)}.`);
    for (const { file, line, column, message } of loaded.warnings.slice(0, 20))
      this.note(0, `${file ?? loaded.files[0]!}:${line}:${column}: ${message}`);
  }

  protected async close(): Promise<void> {
    for (const watching of this.#watches.values()) watching.dispose();
    this.#watches.clear();
    await this.#closeServers();
  }

  async #closeServers(): Promise<void> {
    await Promise.all([this.#udp?.stop(), this.#tcp?.stop()]);
    this.#udp = undefined;
    this.#tcp = undefined;
  }

  /** Its two servers have reported it. */
  protected override unlistened(): void {
    // Nothing more to say.
  }

  /** To the TCP connections and UDP peers that exist, or to an address over UDP. */
  async send(to: Destination, bytes: Uint8Array): Promise<SendOutcome> {
    const udp = this.#udp;
    const tcp = this.#tcp;
    if (udp === undefined || tcp === undefined || to.kind === 'address')
      return (udp ?? this.#stopped()).send(to, bytes);
    const ids = to.kind === 'all' ? [...this.connections.keys()] : to.ids;
    const streams = ids.filter((id) => tcp.connections.has(id));
    const peers = ids.filter((id) => !tcp.connections.has(id));
    const outcomes = await Promise.all([
      ...(streams.length > 0 ? [tcp.send({ kind: 'connections', ids: streams }, bytes)] : []),
      ...(peers.length > 0 || streams.length === 0 ? [udp.send({ kind: 'connections', ids: peers }, bytes)] : []),
    ]);
    return {
      bytes: outcomes.reduce((sum, one) => sum + one.bytes, 0),
      recipients: outcomes.reduce((sum, one) => sum + one.recipients, 0),
    };
  }

  #stopped(): never {
    throw new WirebenchError({
      code: 'endpoint-stopped',
      message: `${this.name} is not running.`,
      remedies: ['start'],
    });
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof WirebenchError ? error.code === 'port-in-use' : systemCode(error) === 'EADDRINUSE';
}

function settingsOf(spec: CompleteServer<'dns'>): ZoneSettings {
  const { name, options } = spec.behaviour;
  if (name !== zoneBehaviour.name) {
    throw new WirebenchError({
      code: 'unknown-behaviour',
      message: `A DNS server has no behaviour "${name}". The only one is ${zoneBehaviour.name}.`,
      facts: { behaviour: name },
    });
  }
  const complete = completeOptions(zoneBehaviour, options) as Record<string, string>;
  return {
    files: zoneFilesOf(complete.zone ?? ''),
    origin: complete.origin === '' ? undefined : complete.origin,
    includes: complete.includes === '' ? undefined : complete.includes,
    faults: complete.fault ?? '',
    transfer: complete.transfer as ZoneSettings['transfer'],
  };
}

function loadZones(settings: ZoneSettings): LoadedZone[] {
  if (settings.files.length === 0) {
    throw new WirebenchError({
      code: 'bad-spec',
      message: 'A DNS server needs a zone file to answer from: option zone.',
    });
  }
  return settings.files.map((file) => loadZone(file, settings.origin, settings.includes));
}

function keptLastGood(error: unknown, zone: ZoneIndex): ErrorData {
  const data = errorData(error);
  return {
    ...data,
    message: `${data.message} The server keeps serial ${zone.soa.data.serial}, the last valid one.`,
  };
}

/** Answers each message, in a datagram or in a frame of a stream. */
class Answering implements Behaviour {
  readonly #responder: Responder;
  readonly #via: Via;
  readonly #mayTransfer: (host: string) => boolean;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(responder: Responder, via: Via, transfer: (host: string) => boolean) {
    this.#responder = responder;
    this.#via = via;
    this.#mayTransfer = transfer;
  }

  onReceived(conversation: Conversation, { bytes }: Received): void {
    const ready = this.#via === 'udp' ? this.#responder.quick(bytes) : undefined;
    if (ready !== undefined) {
      conversation.send(ready);
      return;
    }
    const response = this.#responder.respond(bytes, this.#via, this.#mayTransfer(conversation.peer.host));
    if (response.delay === 0) this.#send(conversation, response);
    else this.#sendLater(conversation, response);
  }

  #sendLater(conversation: Conversation, response: Response): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#send(conversation, response);
    }, response.delay);
    this.#timers.add(timer);
  }

  /** A zone may be larger than the send queue of a peer: its messages are sent at the peer's pace. */
  #send(conversation: Conversation, response: Response): void {
    const waiting = conversation.state as Uint8Array[] | undefined;
    if (waiting !== undefined) {
      waiting.push(...response.messages);
      return;
    }
    this.#pump(conversation, [...response.messages]);
  }

  #pump(conversation: Conversation, messages: Uint8Array[]): void {
    conversation.state = undefined;
    while (messages.length > 0) {
      if (conversation.send(messages.shift()!)) continue;
      if (messages.length > 0 && this.#via === 'tcp') conversation.state = messages;
      return;
    }
  }

  onDrain(conversation: Conversation): void {
    const waiting = conversation.state as Uint8Array[] | undefined;
    if (waiting !== undefined) this.#pump(conversation, waiting);
  }

  onClosed(conversation: Conversation): void {
    conversation.state = undefined;
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** The connections of both servers as one map. */
class Joined extends Map<number, EndpointConnection> {
  readonly #maps: () => readonly (ReadonlyMap<number, EndpointConnection> | undefined)[];

  constructor(maps: () => readonly (ReadonlyMap<number, EndpointConnection> | undefined)[]) {
    super();
    this.#maps = maps;
  }

  override get size(): number {
    return this.#maps().reduce((sum, map) => sum + (map?.size ?? 0), 0);
  }

  override get(id: number): EndpointConnection | undefined {
    for (const map of this.#maps()) {
      const connection = map?.get(id);
      if (connection !== undefined) return connection;
    }
    return undefined;
  }

  override has(id: number): boolean {
    return this.get(id) !== undefined;
  }

  override *entries(): MapIterator<[number, EndpointConnection]> {
    for (const map of this.#maps()) if (map !== undefined) yield* map.entries();
  }

  override *keys(): MapIterator<number> {
    for (const [id] of this.entries()) yield id;
  }

  override *values(): MapIterator<EndpointConnection> {
    for (const [, connection] of this.entries()) yield connection;
  }

  override [Symbol.iterator](): MapIterator<[number, EndpointConnection]> {
    return this.entries();
  }
}
