import type {
  ConnectionInfo,
  Counters,
  Direction,
  EventKind,
  EventOwner,
  SocketAddress,
  Transport,
} from '../../src/traffic/event.ts';
import type { Recorder } from '../../src/traffic/recorder.ts';

export interface RecordedEvent {
  readonly seq: number;
  readonly kind: EventKind;
  readonly direction: Direction;
  readonly endpoint: number;
  readonly connection: number;
  readonly bytes: Uint8Array;
}

interface Tally {
  bytesIn: number;
  bytesOut: number;
  chunksIn: number;
  chunksOut: number;
  framesIn: number;
  framesOut: number;
  errors: number;
}

const zero = (): Tally => ({
  bytesIn: 0,
  bytesOut: 0,
  chunksIn: 0,
  chunksOut: 0,
  framesIn: 0,
  framesOut: 0,
  errors: 0,
});

/** Keeps every event, checks that endpoints keep their contract, and lets tests wait for events. */
export class FakeRecorder implements Recorder {
  readonly events: RecordedEvent[] = [];
  readonly connections = new Map<number, ConnectionInfo>();
  readonly closed = new Set<number>();
  /** If false, payloads are dropped (for memory tests). */
  keep = true;
  #endpoints = 0;
  readonly #tallies = new Map<string, Tally>();
  readonly #waiting = new Set<() => unknown>();

  addEndpoint(): number {
    return ++this.#endpoints;
  }

  addConnection(endpoint: number, transport: Transport, local: SocketAddress, peer: SocketAddress): ConnectionInfo {
    const info = { id: this.connections.size + 1, endpoint, transport, local, peer };
    this.connections.set(info.id, info);
    return info;
  }

  closeConnection(connection: number): void {
    if (this.closed.has(connection)) throw new Error(`connection ${connection} was closed twice`);
    this.closed.add(connection);
  }

  append(kind: EventKind, direction: Direction, { endpoint, id: connection }: EventOwner, bytes?: Uint8Array): number {
    if (connection !== 0 && !this.connections.has(connection)) throw new Error(`connection ${connection} is unknown`);
    if (this.closed.has(connection)) throw new Error(`${kind} of connection ${connection} after it was closed`);
    if (kind === 'data' && bytes!.length > 65_536) throw new Error(`a data event of ${bytes!.length} bytes`);
    const seq = this.events.length;
    const payload = this.keep ? Uint8Array.from(bytes ?? []) : new Uint8Array(0);
    this.events.push({ seq, kind, direction, endpoint, connection, bytes: payload });
    for (const key of [`endpoint ${endpoint}`, `connection ${connection}`]) {
      this.#count(this.#tally(key), kind, direction, bytes?.length ?? 0);
    }
    this.wake();
    return seq;
  }

  appendShared(
    kind: EventKind,
    direction: Direction,
    owner: EventOwner,
    of: number,
    start: number,
    bytes: Uint8Array,
  ): number {
    if (this.keep) {
      const earlier = Buffer.from(this.events[of]!.bytes.subarray(start, start + bytes.length));
      if (!earlier.equals(bytes)) throw new Error(`bytes shared with event ${of} at ${start} are not those it has`);
    }
    return this.append(kind, direction, owner, bytes);
  }

  #tally(key: string): Tally {
    let tally = this.#tallies.get(key);
    if (tally === undefined) this.#tallies.set(key, (tally = zero()));
    return tally;
  }

  #count(tally: Tally, kind: EventKind, direction: Direction, bytes: number): void {
    if (kind === 'error') tally.errors++;
    if (kind === 'frame') tally[direction === 'in' ? 'framesIn' : 'framesOut']++;
    if (kind !== 'data') return;
    tally[direction === 'in' ? 'chunksIn' : 'chunksOut']++;
    tally[direction === 'in' ? 'bytesIn' : 'bytesOut'] += bytes;
  }

  endpointCounters(endpoint: number): Counters {
    return this.#tallies.get(`endpoint ${endpoint}`) ?? zero();
  }

  connectionCounters(connection: number): Counters {
    return this.#tallies.get(`connection ${connection}`) ?? zero();
  }

  /** Checks again all conditions that tests wait for. */
  wake(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Resolves as soon as the condition holds. It is checked after every event, when the event's cause is done. */
  async until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => {
      const check = () => {
        if (!this.#waiting.has(wake) || !condition()) return;
        this.#waiting.delete(wake);
        resolve();
      };
      const wake = () => setImmediate(check);
      this.#waiting.add(wake);
    });
  }

  of(kind: EventKind, direction?: Direction): RecordedEvent[] {
    return this.events.filter((event) => event.kind === kind && (direction ?? event.direction) === event.direction);
  }

  bytes(direction: Direction, connection?: number): Buffer {
    const events = this.of('data', direction).filter((event) => (connection ?? event.connection) === event.connection);
    return Buffer.concat(events.map((event) => event.bytes));
  }

  /** Resolves with the first event of that kind. */
  async first(kind: EventKind, direction?: Direction): Promise<RecordedEvent> {
    await this.until(() => this.of(kind, direction).length > 0);
    return this.of(kind, direction)[0]!;
  }

  errorCodes(): string[] {
    return this.of('error').map(
      (event) => (JSON.parse(Buffer.from(event.bytes).toString('utf8')) as { code: string }).code,
    );
  }
}
