import { Emitter } from '../base/emitter.ts';
import type { ConnectionSnapshot, EndpointSnapshot, RegistrySnapshot } from '../engine/messages.ts';
import type { EngineLink } from './engineLink.ts';

/** No endpoints, and nothing recorded. */
export const emptyRegistry: RegistrySnapshot = {
  endpoints: [],
  journal: {
    first: 0,
    next: 0,
    events: 0,
    bytes: 0,
    forgottenEvents: 0,
    forgottenBytes: 0,
    endpoints: 0,
    memoryBytes: 0,
    diskBytes: 0,
  },
  bytesPerSecond: 0,
  eventsPerSecond: 0,
};

export interface RegistryChange {
  readonly before: RegistrySnapshot;
  readonly after: RegistrySnapshot;
}

/** The last known state of the engine's registry of endpoints: whole snapshots, never changed here. */
export class RegistryMirror {
  readonly #engine: EngineLink;
  readonly #changed = new Emitter<RegistryChange>();
  readonly #lost = new Emitter<readonly EndpointSnapshot[]>();
  #snapshot = emptyRegistry;

  readonly onDidChange = this.#changed.event;
  /** The engine ended, and with it these running endpoints. */
  readonly onLost = this.#lost.event;

  constructor(engine: EngineLink) {
    this.#engine = engine;
    engine.onNotice((notice) => {
      if (notice.kind === 'registry') this.#replace(notice.snapshot);
    });
    engine.onEnded(() => {
      const { running } = this;
      this.#replace(emptyRegistry);
      this.#lost.fire(running);
    });
  }

  get snapshot(): RegistrySnapshot {
    return this.#snapshot;
  }

  get endpoints(): readonly EndpointSnapshot[] {
    return this.#snapshot.endpoints;
  }

  get running(): readonly EndpointSnapshot[] {
    return this.endpoints.filter(isActive);
  }

  endpoint(id: number): EndpointSnapshot | undefined {
    return this.endpoints.find((endpoint) => endpoint.id === id);
  }

  connection(id: number): { endpoint: EndpointSnapshot; connection: ConnectionSnapshot } | undefined {
    for (const endpoint of this.endpoints) {
      const connection = endpoint.connections.find((c) => c.id === id);
      if (connection) return { endpoint, connection };
    }
    return undefined;
  }

  /** Fetches the current state, so that code after an action sees its effect. Starts no engine. */
  async refresh(): Promise<RegistrySnapshot> {
    if (this.#engine.isStarted) this.#replace(await this.#engine.request('registry.get', null));
    return this.#snapshot;
  }

  #replace(after: RegistrySnapshot): void {
    const before = this.#snapshot;
    this.#snapshot = after;
    this.#changed.fire({ before, after });
  }
}

export function isActive(endpoint: EndpointSnapshot): boolean {
  return endpoint.state === 'running' || endpoint.state === 'starting' || endpoint.state === 'stopping';
}
