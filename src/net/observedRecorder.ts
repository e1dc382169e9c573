import type {
  ConnectionInfo,
  Counters,
  Direction,
  EventKind,
  EventOwner,
  SocketAddress,
  Transport,
} from '../traffic/event.ts';
import type { Recorder } from '../traffic/recorder.ts';

/** Sees all that an endpoint records, as it happens. The bytes are valid during the call only. */
export interface RecordObserver {
  onConnection(info: ConnectionInfo): void;
  onEvent(kind: EventKind, direction: Direction, connection: number, bytes: Uint8Array): void;
}

const nothing = new Uint8Array(0);

/** A recorder that also tells an observer. The observer sees the bytes even if the journal forgets them later. */
export class ObservedRecorder implements Recorder {
  readonly #recorder: Recorder;
  readonly #observer: RecordObserver;

  constructor(recorder: Recorder, observer: RecordObserver) {
    this.#recorder = recorder;
    this.#observer = observer;
  }

  addEndpoint(name: string, protocol?: string): number {
    return this.#recorder.addEndpoint(name, protocol);
  }

  addConnection(endpoint: number, transport: Transport, local: SocketAddress, peer: SocketAddress): ConnectionInfo {
    const info = this.#recorder.addConnection(endpoint, transport, local, peer);
    this.#observer.onConnection(info);
    return info;
  }

  closeConnection(connection: number): void {
    this.#recorder.closeConnection(connection);
  }

  append(kind: EventKind, direction: Direction, owner: EventOwner, bytes: Uint8Array = nothing): number {
    const seq = this.#recorder.append(kind, direction, owner, bytes);
    this.#observer.onEvent(kind, direction, owner.id, bytes);
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
    const seq = this.#recorder.appendShared(kind, direction, owner, of, start, bytes);
    this.#observer.onEvent(kind, direction, owner.id, bytes);
    return seq;
  }

  endpointCounters(endpoint: number): Counters {
    return this.#recorder.endpointCounters(endpoint);
  }

  connectionCounters(connection: number): Counters {
    return this.#recorder.connectionCounters(connection);
  }
}
