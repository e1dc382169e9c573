import type { CompleteSpec } from '../endpoints/spec.ts';
import { kindOfSpec } from '../endpoints/table.ts';
import { Emitter } from '../base/emitter.ts';
import { errorData, WirebenchError, type ErrorData } from '../base/errors.ts';
import type { Recorder } from '../traffic/recorder.ts';
import { createBehaviour } from './createBehaviour.ts';
import { endpointsLike, type CreateEndpoint } from './createEndpoint.ts';
import type { Endpoint, EndpointConnection, EndpointContext, SendOutcome } from './endpoint.ts';
import { askedAddresses, hasAddress, plainAddress } from './sockets/row.ts';
import { resolveSpec } from '../endpoints/resolve.ts';
import { ObservedRecorder, type RecordObserver } from './observedRecorder.ts';
import { OnDemandClient } from './onDemandClient.ts';
import type { EndpointSnapshot } from './snapshot.ts';
import type { Destination } from './spec.ts';
import { cancelled } from './systemErrors.ts';

/**
 * The only registry of endpoints, which the tree, the status bar, commands and tools show and use. Every endpoint in
 * the journal is entered here, so that names are unique and `stopAll` leaves no socket open.
 */
export class Registry {
  readonly recorder: Recorder;
  readonly #endpoints = new Map<number, Endpoint>();
  /** By their requested names. */
  readonly #clients = new Map<string, OnDemandClient>();
  readonly #context: EndpointContext;
  readonly #observers = new Map<number, RecordObserver>();
  readonly #change = new Emitter<void>();
  readonly #problem = new Emitter<{ readonly endpoint: number; readonly error: ErrorData }>();
  /** An endpoint was added, removed or changed; never fired per chunk. */
  readonly onChange = this.#change.event;
  readonly onProblem = this.#problem.event;

  constructor(context: Pick<EndpointContext, 'recorder'> & Partial<Pick<EndpointContext, 'createBehaviour'>>) {
    this.recorder = context.recorder;
    this.#context = {
      recorder: context.recorder,
      createBehaviour: context.createBehaviour ?? createBehaviour,
      ownListener: (transport, host, port) => this.listener(transport, host, port),
    };
  }

  /**
   * Enters an endpoint for a spec from outside, without starting it. Its name gets a number if it is taken ("echo 2").
   * Rejects with the errors of `resolveSpec`. The observer sees all that the endpoint records, also after a restart.
   */
  async add(spec: unknown, observer?: RecordObserver): Promise<Endpoint> {
    const complete = resolveSpec(spec);
    const create = await endpointsLike(complete);
    const name = this.#uniqueName(complete.name);
    const id = this.recorder.addEndpoint(name, kindOfSpec(complete).dissector);
    if (observer !== undefined) this.#observers.set(id, observer);
    return this.#enter(this.#create(create, id, { ...complete, name }));
  }

  #create(create: CreateEndpoint, id: number, spec: CompleteSpec): Endpoint {
    const observer = this.#observers.get(id);
    const { recorder } = this;
    return create(id, spec, {
      ...this.#context,
      recorder: observer === undefined ? recorder : new ObservedRecorder(recorder, observer),
    });
  }

  /**
   * The on-demand client of that name (with a number if the name is taken). It is entered when it is first requested.
   */
  client(name: string, protocol?: string): OnDemandClient {
    let client = this.#clients.get(name);
    if (client === undefined) {
      const unique = this.#uniqueName(name);
      client = new OnDemandClient(this.recorder.addEndpoint(unique, protocol), unique, this.recorder);
      this.#clients.set(name, client);
    }
    return client;
  }

  /**
   * Enters and starts. An endpoint that fails to start stays in the registry as `failed`, visible and ready for a
   * retry. If the signal cancels the start, it stays as `stopped`. The error's fact `endpoint` is its id.
   */
  async start(spec: unknown, signal?: AbortSignal): Promise<Endpoint> {
    return this.#start(await this.add(spec), signal);
  }

  /**
   * Stops and starts again under the same id, optionally with another spec. Without one, the port is again the one in
   * the spec (0 stays "any"). Rejects like `start`.
   */
  async restart(id: number, spec?: unknown, signal?: AbortSignal): Promise<Endpoint> {
    let endpoint = this.get(id);
    // An invalid spec must not stop the running endpoint.
    const complete = spec === undefined ? undefined : resolveSpec(spec);
    const create = complete && (await endpointsLike(complete));
    await endpoint.stop();
    if (complete !== undefined && create !== undefined && this.#endpoints.get(id) === endpoint) {
      const { name } = endpoint;
      endpoint = this.#enter(this.#create(create, id, { ...complete, name }));
    }
    return this.#start(endpoint, signal);
  }

  /** Stops an endpoint or an on-demand client. */
  async stop(id: number): Promise<void> {
    await (this.#clientWith(id) ?? this.get(id)).stop();
  }

  /** Stops an endpoint and removes it from the registry. */
  async remove(id: number): Promise<void> {
    const endpoint = this.get(id);
    await endpoint.stop();
    this.#endpoints.delete(id);
    this.#observers.delete(id);
    this.#change.fire();
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.all().map((one) => one.stop()));
  }

  /** The endpoint with that id, except on-demand clients. Throws WirebenchError `no-such-endpoint`. */
  get(id: number): Endpoint {
    const endpoint = this.#endpoints.get(id);
    if (endpoint !== undefined) return endpoint;
    const client = this.#clientWith(id);
    const message =
      client === undefined
        ? `There is no endpoint number ${id} any more.`
        : `${client.name} connects by itself when something is asked of it: nobody starts it, sends to it or removes it.`;
    throw new WirebenchError({ code: 'no-such-endpoint', message });
  }

  #clientWith(id: number): OnDemandClient | undefined {
    return [...this.#clients.values()].find((client) => client.id === id);
  }

  /** Includes on-demand clients while they have work in progress or keep a connection. */
  all(): (Endpoint | OnDemandClient)[] {
    return [...this.#endpoints.values(), ...[...this.#clients.values()].filter((client) => client.isRunning)];
  }

  /** The open connection with that id, of any endpoint. Throws WirebenchError `no-such-connection`. */
  connection(id: number): EndpointConnection {
    for (const endpoint of this.#endpoints.values()) {
      const connection = endpoint.connections.get(id);
      if (connection !== undefined) return connection;
    }
    throw new WirebenchError({ code: 'no-such-connection', message: `Connection number ${id} is closed already.` });
  }

  async send(id: number, to: Destination, bytes: Uint8Array): Promise<SendOutcome> {
    return this.get(id).send(to, bytes);
  }

  /**
   * Only the endpoints that the user started. Rows for on-demand clients would come and go with each request and add
   * nothing to its answer, where the user can cancel it.
   */
  snapshot(): EndpointSnapshot[] {
    return [...this.#endpoints.values()].map((endpoint) => endpoint.snapshot());
  }

  /** The signal stops only this start, not a later one of the same endpoint. */
  async #start(endpoint: Endpoint, signal: AbortSignal | undefined): Promise<Endpoint> {
    const stop = (): void => void endpoint.stop();
    signal?.addEventListener('abort', stop);
    try {
      if (signal?.aborted === true) throw cancelled(endpoint.name);
      await endpoint.start();
      return endpoint;
    } catch (cause) {
      const data = errorData(cause);
      throw new WirebenchError({ ...data, facts: { ...data.facts, endpoint: endpoint.id } }, { cause });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  #enter(endpoint: Endpoint): Endpoint {
    this.#endpoints.set(endpoint.id, endpoint);
    endpoint.onChange(() => this.#change.fire());
    endpoint.onProblem((error) => this.#problem.fire({ endpoint: endpoint.id, error }));
    this.#change.fire();
    return endpoint;
  }

  #uniqueName(name: string): string {
    const taken = new Set([...this.#endpoints.values(), ...this.#clients.values()].map((one) => one.name));
    let unique = name;
    for (let number = 2; taken.has(unique); number++) unique = `${name} ${number}`;
    return unique;
  }

  /** The running server that has a port of an address. */
  listener(transport: 'tcp' | 'udp', host: string, port: number): { id: number; name: string } | undefined {
    const asked = askedAddresses(host);
    for (const endpoint of this.#endpoints.values()) {
      const { local, spec } = endpoint;
      if (spec.role !== 'server' || (spec.transport === 'udp') !== (transport === 'udp')) continue;
      if (local?.port !== port) continue;
      if (asked.some((address) => hasAddress(plainAddress(local.host), address))) return endpoint;
    }
    return undefined;
  }
}
