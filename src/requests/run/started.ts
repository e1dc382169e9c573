import type { Endpoint } from '../../net/endpoint.ts';
import type { Registry } from '../../net/registry.ts';
import { keptPorts } from '../../net/sockets/keptPorts.ts';
import type { Watched } from '../words/watched.ts';
import type { Guard } from './guard.ts';
import { Program, type ProgramSettings } from './program.ts';

/** The servers, relays and programs that a run has started and must stop. */
export class Started {
  readonly #registry: Registry;
  readonly #endpoints = new Set<number>();
  /** What named servers have done, by the id of the endpoint. */
  readonly #logs = new Map<number, Watched>();
  /** What goes with a server: by the id of the endpoint. */
  readonly #leavings = new Map<number, () => Promise<void>>();
  readonly #clients = new Set<number>();
  readonly #programs = new Set<Program>();
  readonly #guard: Guard;
  #stopping: Promise<void> | undefined;

  constructor(registry: Registry, guard: Guard) {
    this.#registry = registry;
    this.#guard = guard;
  }

  /** `log`: what CHECK sees of it. */
  endpoint(id: number, log?: Watched): void {
    this.#endpoints.add(id);
    if (log !== undefined) this.#logs.set(id, log);
  }

  /** `leave`: called once the server is stopped. */
  whenStopped(endpoint: number, leave: () => Promise<void>): void {
    this.#leavings.set(endpoint, leave);
  }

  /** The servers and open connections that the run keeps, with what they heard. */
  servers(): readonly { readonly endpoint: Endpoint; readonly log: Watched | undefined }[] {
    return [...this.#endpoints]
      .filter((id) => !this.#clients.has(id) && this.#has(id))
      .map((id) => ({ endpoint: this.#registry.get(id), log: this.#logs.get(id) }))
      .filter(({ endpoint }) => endpoint.spec.role === 'server');
  }

  logOf(endpoint: number): Watched | undefined {
    return this.#logs.get(endpoint);
  }

  /** A server of the run has the port. */
  hasServerAt(port: number): boolean {
    return [...this.#endpoints].some(
      (id) => !this.#clients.has(id) && this.#has(id) && isServerAt(this.#registry.get(id), port),
    );
  }

  /** Also one that has ended by itself. */
  programWith(pid: number): Program | undefined {
    return [...this.#programs].find((program) => program.pid === pid);
  }

  /** The output of programs since now is that since the last request. */
  markPrograms(): void {
    for (const program of this.#programs) program.mark();
  }

  programs(): readonly Program[] {
    return [...this.#programs];
  }

  /** The connection of one request. */
  client(id: number): void {
    this.#clients.add(id);
    this.#endpoints.add(id);
  }

  isClient(id: number): boolean {
    return this.#clients.has(id);
  }

  /** Starts a program, and keeps it. Rejects as `Program.start` does. */
  async program(settings: ProgramSettings): Promise<Program> {
    const program = await Program.start(settings, { guard: this.#guard });
    this.#programs.add(program);
    return program;
  }

  /** Whether what a request started still runs. */
  isRunning(id: { readonly endpoint?: number; readonly pid?: number }): boolean {
    if (id.endpoint !== undefined) {
      return (
        this.#endpoints.has(id.endpoint) &&
        this.#has(id.endpoint) &&
        this.#registry.get(id.endpoint).state === 'running'
      );
    }
    return [...this.#programs].some((program) => program.pid === id.pid && !program.over);
  }

  async stopOne(id: { readonly endpoint?: number; readonly pid?: number }): Promise<void> {
    if (id.endpoint !== undefined) await this.remove(id.endpoint);
    for (const program of this.#programs) {
      if (program.pid === id.pid) await this.#stopProgram(program);
    }
  }

  /** One that takes its time to end stays within reach of `kill`. */
  async #stopProgram(program: Program): Promise<void> {
    await program.stop();
    await keptPorts.free();
    this.#programs.delete(program);
  }

  /** A client's connection is over with its request. */
  async remove(endpoint: number): Promise<void> {
    this.#endpoints.delete(endpoint);
    this.#clients.delete(endpoint);
    this.#logs.delete(endpoint);
    // A person may have removed it from the tree meanwhile.
    if (this.#has(endpoint)) await this.#registry.remove(endpoint);
    const leave = this.#leavings.get(endpoint);
    this.#leavings.delete(endpoint);
    await leave?.();
  }

  /** Stops all of it, and waits until it is gone; again and again is safe, also with what was started in between. */
  async stop(): Promise<void> {
    const before = this.#stopping;
    const now = (async () => {
      await before;
      await Promise.all([
        ...[...this.#endpoints].map((id) => this.remove(id)),
        ...[...this.#programs].map((program) => this.#stopProgram(program)),
      ]);
    })();
    this.#stopping = now;
    await now;
  }

  /** Programs at once, for when this process itself ends. */
  kill(): void {
    for (const program of this.#programs) program.kill();
  }

  #has(id: number): boolean {
    return this.#registry.all().some((endpoint) => endpoint.id === id);
  }
}

function isServerAt({ spec, local }: Endpoint, port: number): boolean {
  return spec.role === 'server' && local?.port === port;
}
