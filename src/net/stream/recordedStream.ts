import type { Socket } from 'node:net';
import { WirebenchError } from '../../base/errors.ts';
import { endings, EndingWatch } from '../../traffic/endings.ts';
import { RecordedConnection } from '../recordedConnection.ts';
import type { ConnectionState } from '../spec.ts';
import { systemCode } from '../systemErrors.ts';
import { tapStream } from './tap.ts';

/** The maximum of bytes in one data event. */
export const pieceBytes = 65_536;

/** For each state that changes: the next one after a side sent its last byte. */
const afterEnd: Readonly<Record<'us' | 'peer', Partial<Record<ConnectionState, ConnectionState>>>> = {
  us: { open: 'half-closed-out', 'half-closed-in': 'closing' },
  peer: { open: 'half-closed-in', 'half-closed-out': 'closing' },
};

interface TapUser {
  /**
   * Gets each received chunk after it was recorded. Returns the bytes for the reader: the same ones if nothing is
   * changed.
   */
  readonly received?: (bytes: Uint8Array) => Uint8Array;
  /** A side has sent its last byte. */
  readonly ended?: (by: 'us' | 'peer') => void;
  /** The stream is being destroyed without an error: true prevents it. */
  readonly held?: () => boolean;
}

/** A TCP or TLS stream in the journal: its bytes, its half-closes, its first error, and who ended it and how. */
export class RecordedStream extends RecordedConnection {
  readonly ending = new EndingWatch();
  #state: ConnectionState = 'opening';
  #endedByUs = false;
  #endedByPeer = false;
  #failed = false;
  #tapped: Socket | undefined;

  get state(): ConnectionState {
    return this.#state;
  }

  /**
   * The stream is ready for traffic. `security`: of a TLS stream, which is recorded as plain text from here on
   * (`securityOf`).
   */
  opened(security?: string): void {
    if (this.#state === 'opening') this.#state = 'open';
    if (security !== undefined) this.note(`The TLS handshake is done: ${security}.`);
  }

  received(bytes: Uint8Array): number {
    return this.#data('in', bytes);
  }

  /** `isFrame`: one frame of the endpoint's framing. */
  sent(bytes: Uint8Array, isFrame = false): void {
    const isWhole = bytes.length <= pieceBytes;
    if (isFrame && !isWhole) this.append('frame', 'out', bytes);
    const seq = this.#data('out', bytes);
    if (isFrame && isWhole) this.appendShared('frame', 'out', seq, 0, bytes);
  }

  /** Returns the sequence number of the last piece. */
  #data(direction: 'in' | 'out', bytes: Uint8Array): number {
    if (bytes.length <= pieceBytes) return this.append('data', direction, bytes);
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      this.append('data', direction, bytes.subarray(start, start + pieceBytes));
    }
    return this.lastSeq;
  }

  /** A side has sent its last byte. A second call for the same side records nothing. */
  ended(by: 'us' | 'peer'): void {
    this.ending.finished(by);
    if (this.isOver || (by === 'us' ? this.#endedByUs : this.#endedByPeer)) return;
    if (by === 'us') this.#endedByUs = true;
    else this.#endedByPeer = true;
    this.append('half-closed', by === 'us' ? 'out' : 'in');
    this.#state = afterEnd[by][this.#state] ?? this.#state;
  }

  /** Both directions are about to be closed, by the caller. */
  closing(): void {
    if (!this.isOver) this.#state = 'closing';
  }

  /** The socket failed. Unless an earlier failure is known, this is how the stream ended. */
  broke(error: unknown): void {
    this.ending.failed(systemCode(error) ?? (error instanceof WirebenchError ? error.system : undefined));
  }

  /** Records why it failed, or lets `enter` record it. Only the first error counts; later ones are its consequences. */
  fail(error: WirebenchError, enter = () => this.error(error.toData())): void {
    if (this.#failed || this.isOver) return;
    this.#failed = true;
    enter();
  }

  /** The socket is closed. */
  closed(): void {
    this.#state = 'closed';
    this.over(endings[this.ending.ending].text);
  }

  /**
   * Records the traffic of `stream`, which other code reads and writes. Replaces the stream that was tapped before: the
   * TCP socket, or the TLS stream over it.
   */
  tap(stream: Socket, user: TapUser): void {
    this.#tapped = stream;
    const isTapped = () => this.#tapped === stream && !this.isOver;
    const ended = (by: 'us' | 'peer') => {
      if (!isTapped()) return;
      this.ended(by);
      user.ended?.(by);
    };
    const { held } = user;
    tapStream(stream, {
      received: (bytes) => {
        if (!isTapped()) return bytes;
        this.received(bytes);
        return user.received?.(bytes) ?? bytes;
      },
      sent: (bytes) => {
        if (isTapped()) this.sent(bytes);
      },
      ...(held === undefined ? {} : { held: () => isTapped() && held() }),
    });
    stream.on('end', () => ended('peer'));
    // Not `finish`, which a stream does not emit if it is destroyed first.
    stream.on('prefinish', () => ended('us'));
  }
}
