import type { Registry } from '../../net/registry.ts';
import type { ItemResult, RequestOutcome } from './outcome.ts';
import type { StartedResult } from '../words/table.ts';
import type { Guard } from './guard.ts';
import { Hold } from './hold.ts';
import { ProgramEnds } from './programEnds.ts';
import { RefusedClients } from './refusedClients.ts';
import { Chance } from './chance.ts';
import { Started } from './started.ts';

/** A request that has run, as later requests see it by name. */
interface NamedResult {
  readonly state: RequestOutcome['state'];
  /** Absent if it did not go through. */
  readonly result?: ItemResult;
}

/**
 * The state that lasts from one send to the next: results by name, servers and programs. A run without a session of the
 * caller's has one of its own, which ends with it.
 */
export class RunSession {
  readonly results = new Map<string, NamedResult>();
  readonly started: Started;
  readonly ends: ProgramEnds;
  readonly refused: RefusedClients;
  readonly chance: Chance;
  readonly hold = new Hold();
  /** Requests that were answered, by the port that they called. Only where evidence is asked for. */
  readonly answered = new Map<number, number>();
  /** Servers, relays and programs by the request that started them. */
  readonly #running = new Map<string, StartedResult>();
  /** One run at a time: a second waits for its turn. */
  #turn: Promise<void> = Promise.resolve();

  constructor(registry: Registry, guard: Guard, seed?: number) {
    this.chance = new Chance(seed);
    this.started = new Started(registry, guard);
    this.ends = new ProgramEnds(this.started);
    this.refused = new RefusedClients(this.started);
  }

  /** Whether what this request started still runs. */
  isRunning(key: string): boolean {
    const result = this.#running.get(key);
    return result !== undefined && this.started.isRunning(result);
  }

  running(key: string, result: StartedResult): void {
    this.#running.set(key, result);
  }

  /** Stops what an earlier send of the same request started: it is started anew. */
  async stop(key: string): Promise<void> {
    const result = this.#running.get(key);
    this.#running.delete(key);
    if (result !== undefined) await this.started.stopOne(result);
  }

  async exclusively<T>(run: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    let done = (): void => undefined;
    this.#turn = new Promise((resolve) => (done = resolve));
    await before;
    try {
      return await run();
    } finally {
      done();
    }
  }

  async end(): Promise<void> {
    this.results.clear();
    this.#running.clear();
    await this.started.stop();
  }
}
