import { Emitter, type Event } from '../base/emitter.ts';
import { errorData, WirebenchError, type ErrorData } from '../base/errors.ts';
import type { Ending } from '../traffic/endings.ts';
import { formatAddress, type EventKind, type SocketAddress } from '../traffic/event.ts';
import type { Recorder } from '../traffic/recorder.ts';
import type { Behaviour, BehaviourHost, Conversation } from './behaviours/behaviour.ts';
import type { CompleteSpec } from '../endpoints/spec.ts';
import { maxConnectionsShown, type ConnectionSnapshot, type EndpointSnapshot } from './snapshot.ts';
import type { Destination, EndpointState, HowToClose } from './spec.ts';
import type { BehaviourSpec } from '../endpoints/behaviour.ts';
import { cancelled } from './systemErrors.ts';

/** The parts of the engine that an endpoint needs. */
export interface EndpointContext {
  readonly recorder: Recorder;
  readonly createBehaviour: (spec: BehaviourSpec, host: BehaviourHost) => Behaviour | Promise<Behaviour>;
  /** The name of our own running endpoint that listens there, if any. */
  readonly ownListener?: (
    transport: 'tcp' | 'udp',
    host: string,
    port: number,
  ) => { id: number; name: string } | undefined;
}

export interface SendOutcome {
  /** The number of bytes sent; with a framing, that of the frames. */
  readonly bytes: number;
  readonly recipients: number;
}

/** A server or a client that Wirebench runs. It can be started again after it stopped or failed. */
export interface Endpoint {
  readonly id: number;
  readonly name: string;
  readonly spec: CompleteSpec;
  readonly state: EndpointState;
  readonly local: SocketAddress | undefined;
  readonly error: ErrorData | undefined;
  /** Of a server: why it could not take the last client. */
  readonly refused: ErrorData | undefined;
  /** Open connections (peers, for UDP), oldest first. */
  readonly connections: ReadonlyMap<number, EndpointConnection>;
  /**
   * Receives the traffic and answers it. A server's behaviour is created from its spec at each start. A client has
   * none, unless its creator sets one before `start`. It is disposed of with the stop.
   */
  behaviour: Behaviour | undefined;
  /** The state, a connection or the error changed; never fired per chunk. */
  readonly onChange: Event<void>;
  /** A failure outside of any call. */
  readonly onProblem: Event<ErrorData>;
  /** Resolves once it listens or is connected; rejects with a WirebenchError and the state `failed`. */
  start(): Promise<void>;
  /** Closes every connection and the socket; idempotent, safe while starting; resolves when no handle is left. */
  stop(): Promise<void>;
  /** Rejects with `endpoint-stopped`, `no-such-connection`, `peer-not-reading`, `message-too-long`, ... */
  send(to: Destination, bytes: Uint8Array): Promise<SendOutcome>;
  snapshot(): EndpointSnapshot;
}

/** The interface of a connection for its endpoint and the registry. */
export interface EndpointConnection extends Conversation {
  /** `end` half-closes, `close` closes both directions once queued bytes are sent, `reset` sends RST. */
  finish(how: HowToClose): void;
  snapshot(): ConnectionSnapshot;
}

const utf8 = new TextEncoder();

/** The life of an endpoint: its states, start and stop in any order, its behaviour, errors and snapshot. */
export abstract class BaseEndpoint<C extends EndpointConnection> implements Endpoint {
  readonly id: number;
  readonly name: string;
  abstract readonly spec: CompleteSpec;
  readonly connections = new Map<number, C>();
  behaviour: Behaviour | undefined;
  readonly recorder: Recorder;
  protected readonly context: EndpointContext;
  protected localAddress: SocketAddress | undefined;
  /** After the end of a client's connection: who ended it, and how. */
  protected ending: Ending | undefined;

  readonly #change = new Emitter<void>();
  readonly #problem = new Emitter<ErrorData>();
  readonly onChange = this.#change.event;
  readonly onProblem = this.#problem.event;

  #state: EndpointState = 'stopped';
  #error: ErrorData | undefined;
  /** A lasting problem, until `mended`. Transient errors do not hide it. */
  #trouble: ErrorData | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  #abort: AbortController | undefined;

  constructor(id: number, name: string, context: EndpointContext) {
    this.id = id;
    this.name = name;
    this.context = context;
    this.recorder = context.recorder;
  }

  get state(): EndpointState {
    return this.#state;
  }

  get error(): ErrorData | undefined {
    return this.#trouble ?? this.#error;
  }

  get local(): SocketAddress | undefined {
    return this.localAddress;
  }

  get refused(): ErrorData | undefined {
    return undefined;
  }

  /** Opens the socket. Throws if the signal is aborted before the socket is open; may leave resources for `close`. */
  protected abstract open(signal: AbortSignal): Promise<void>;
  /** Closes everything that is open; also called after a failed `open`. Never throws. */
  protected abstract close(): Promise<void>;
  abstract send(to: Destination, bytes: Uint8Array): Promise<SendOutcome>;

  start(): Promise<void> {
    if (this.#state === 'running') return Promise.resolve();
    this.#starting ??= this.#startNow().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  stop(): Promise<void> {
    if (this.#state === 'stopped' && this.#starting === undefined) return Promise.resolve();
    // This also cancels a start that waits for an earlier stop.
    this.#abort?.abort();
    this.#stopping ??= this.#stopNow().finally(() => (this.#stopping = undefined));
    return this.#stopping;
  }

  async #startNow(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    await this.#stopping;
    this.#error = undefined;
    this.ending = undefined;
    this.#setState('starting');
    try {
      // A client keeps the behaviour that it was given.
      this.behaviour = (await this.createBehaviour(abort.signal)) ?? this.behaviour;
      abort.signal.throwIfAborted();
      await this.open(abort.signal);
      abort.signal.throwIfAborted();
      this.#setState('running');
    } catch (error) {
      await this.#clear();
      if (abort.signal.aborted) {
        this.#setState('stopped');
        throw cancelled(this.name);
      }
      // A connection that failed while opening has already recorded this error.
      if (!this.#hasSaid(errorData(error))) this.recordError(0, error);
      this.#setState('failed');
      throw error instanceof WirebenchError ? error : new WirebenchError(errorData(error), { cause: error });
    } finally {
      this.#abort = undefined;
    }
  }

  #hasSaid({ code, message }: ErrorData): boolean {
    return this.#error?.code === code && this.#error.message === message;
  }

  async #stopNow(): Promise<void> {
    const starting = this.#starting;
    if (starting !== undefined) {
      await starting.catch(() => undefined);
      if (this.#state !== 'running') {
        this.#setState('stopped');
        return;
      }
    }
    if (this.#state === 'failed') {
      this.#setState('stopped');
      return;
    }
    const wasRunning = this.#state === 'running';
    this.#setState('stopping');
    await this.#clear();
    if (wasRunning && this.spec.role === 'server') this.unlistened();
    this.#setState('stopped');
  }

  /** The other side closed a client's connection: the same as a stop, but not requested. */
  protected stopUnasked(): void {
    void this.stop();
  }

  async #clear(): Promise<void> {
    await this.close();
    this.localAddress = undefined;
    const { behaviour } = this;
    this.behaviour = undefined;
    this.#forgetTrouble();
    await behaviour?.dispose();
  }

  /** A server's behaviour, if its kind has one from the table. The signal cancels the start. */
  protected async createBehaviour(starting: AbortSignal): Promise<Behaviour | undefined> {
    if (this.spec.role !== 'server') return undefined;
    return this.context.createBehaviour(this.spec.behaviour, {
      endpoint: this.id,
      transport: this.spec.transport,
      encoding: this.spec.encoding,
      starting,
      conversations: () => this.connections.values(),
      note: (text) => this.note(0, text),
      fail: (error) => this.trouble(error),
      mended: () => this.mended(),
    });
  }

  #setState(state: EndpointState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.changed();
  }

  changed(): void {
    this.#change.fire();
  }

  /** Records a server's first event, with its address. */
  protected listening(): void {
    const text = this.localAddress === undefined ? '' : `listening on ${formatAddress(this.localAddress)}`;
    this.#append('opened', 0, text);
  }

  /** Records a server's last event. */
  protected unlistened(): void {
    this.#append('closed', 0);
  }

  note(connection: number, text: string): void {
    this.#append('note', connection, text);
  }

  #append(kind: EventKind, connection: number, text = ''): void {
    this.recorder.append(kind, 'none', { endpoint: this.id, id: connection }, utf8.encode(text));
  }

  /** Records an error in the journal and shows it on the endpoint. */
  recordError(connection: number, error: unknown): ErrorData {
    const data = errorData(error);
    this.#append('error', connection, JSON.stringify(data));
    this.#error = data;
    return data;
  }

  /**
   * A connection failed. Errors from a server's peers (a reset, a bad handshake) only go into the journal: a message
   * for each would flood the user. A client's user waits for the connection.
   */
  connectionFailed(error: WirebenchError, connection: number): void {
    if (this.spec.role === 'client') {
      this.problem(error, connection);
      return;
    }
    this.#append('error', connection, JSON.stringify(error.toData()));
    this.changed();
  }

  /** Reports an error that no call can return: in the journal, on the endpoint, and as an event. */
  problem(error: unknown, connection = 0): void {
    const data = this.recordError(connection, error instanceof Error ? error : new WirebenchError(error as ErrorData));
    this.changed();
    this.#problem.fire(data);
  }

  /** Reports a problem that lasts until `mended`: the endpoint goes on, but not as it should. */
  protected trouble(error: ErrorData): void {
    this.#trouble = this.recordError(0, new WirebenchError(error));
    this.changed();
    this.#problem.fire(this.#trouble);
  }

  /** The problem that `trouble` reported is solved, or only `stillWrong` remains. */
  protected mended(stillWrong?: ErrorData): void {
    if (this.#trouble === undefined) return;
    this.#forgetTrouble();
    this.#trouble = stillWrong;
    this.changed();
  }

  #forgetTrouble(): void {
    if (this.#error === this.#trouble) this.#error = undefined;
    this.#trouble = undefined;
  }

  /** Reports a problem of a part of this endpoint that is already in the journal. */
  protected passOn(data: ErrorData): void {
    this.#error = data;
    this.changed();
    this.#problem.fire(data);
  }

  snapshot(): EndpointSnapshot {
    const shown = [...this.connections.values()].slice(-maxConnectionsShown);
    return {
      id: this.id,
      name: this.name,
      spec: this.spec,
      state: this.#state,
      ...(this.localAddress === undefined ? {} : { local: this.localAddress }),
      connections: shown.map((connection) => connection.snapshot()),
      connectionCount: this.connections.size,
      counters: this.recorder.endpointCounters(this.id),
      ...(this.ending === undefined ? {} : { ending: this.ending }),
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(this.#trouble === undefined ? {} : { isTroubled: true }),
    };
  }
}
