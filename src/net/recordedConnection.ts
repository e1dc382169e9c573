import type { ErrorData } from '../base/errors.ts';
import type { ConnectionInfo, Direction, EventKind, SocketAddress, Transport } from '../traffic/event.ts';
import type { Recorder } from '../traffic/recorder.ts';

const utf8 = new TextEncoder();

/** Whose connections they are: an endpoint, or a client that connects on demand. */
export interface ConnectionOwner {
  readonly id: number;
  readonly recorder: Recorder;
}

/** A connection or datagram peer as the journal has it: entered, and opened, by being made; every event of it goes through here. */
export class RecordedConnection {
  readonly info: ConnectionInfo;
  readonly id: number;
  /** Sequence number of its latest event. */
  lastSeq: number;
  readonly #recorder: Recorder;
  #isOver = false;

  constructor({ recorder, id }: ConnectionOwner, transport: Transport, local: SocketAddress, peer: SocketAddress) {
    this.#recorder = recorder;
    this.info = recorder.addConnection(id, transport, local, peer);
    this.id = this.info.id;
    this.lastSeq = recorder.append('opened', 'none', this.info);
  }

  /** Its `closed` event is in the journal. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Returns the sequence number. */
  append(kind: EventKind, direction: Direction, bytes?: Uint8Array): number {
    return (this.lastSeq = this.#recorder.append(kind, direction, this.info, bytes));
  }

  /** As `append`; the bytes are those from `start` of the event `of`: see Recorder. */
  appendShared(kind: EventKind, direction: Direction, of: number, start: number, bytes: Uint8Array): number {
    return (this.lastSeq = this.#recorder.appendShared(kind, direction, this.info, of, start, bytes));
  }

  note(text: string): void {
    this.append('note', 'none', utf8.encode(text));
  }

  error(data: ErrorData): void {
    this.append('error', 'none', utf8.encode(JSON.stringify(data)));
  }

  /** Enters its end, with a text of how it ended. What its end brings about may still be entered, until `release`. */
  over(how = ''): void {
    this.#isOver = true;
    this.append('closed', 'none', how === '' ? undefined : utf8.encode(how));
  }

  /** The journal may forget it once its events are forgotten: nothing more is entered. */
  release(): void {
    this.#recorder.closeConnection(this.id);
  }
}
