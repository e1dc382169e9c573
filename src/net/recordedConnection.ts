import type { ErrorData } from '../base/errors.ts';
import type { ConnectionInfo, Direction, EventKind, SocketAddress, Transport } from '../traffic/event.ts';
import type { Recorder } from '../traffic/recorder.ts';

const utf8 = new TextEncoder();

/** The owner of connections: an endpoint or an on-demand client. */
export interface ConnectionOwner {
  readonly id: number;
  readonly recorder: Recorder;
}

/**
 * A connection or datagram peer in the journal. The constructor enters it and records its `opened` event; all its
 * events are recorded here.
 */
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

  /** Whether its `closed` event is in the journal. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Returns the sequence number. */
  append(kind: EventKind, direction: Direction, bytes?: Uint8Array): number {
    return (this.lastSeq = this.#recorder.append(kind, direction, this.info, bytes));
  }

  /** Like `append`, but shares the bytes of event `of`, from `start` on: see Recorder. */
  appendShared(kind: EventKind, direction: Direction, of: number, start: number, bytes: Uint8Array): number {
    return (this.lastSeq = this.#recorder.appendShared(kind, direction, this.info, of, start, bytes));
  }

  note(text: string): void {
    this.append('note', 'none', utf8.encode(text));
  }

  error(data: ErrorData): void {
    this.append('error', 'none', utf8.encode(JSON.stringify(data)));
  }

  /** Records its end, with a description. Events that follow from the end may still be recorded, until `release`. */
  over(how = ''): void {
    this.#isOver = true;
    this.append('closed', 'none', how === '' ? undefined : utf8.encode(how));
  }

  /** Nothing more is recorded: the journal may drop the connection once its events are dropped. */
  release(): void {
    this.#recorder.closeConnection(this.id);
  }
}
