import type { Socket } from 'node:net';
import { WirebenchError } from '../../base/errors.ts';
import { endings, EndingWatch } from '../../traffic/endings.ts';
import { RecordedConnection } from '../recordedConnection.ts';
import type { ConnectionState } from '../spec.ts';
import { systemCode } from '../systemErrors.ts';
import { tapStream } from './tap.ts';

/** Bytes at most in one data event. */
export const pieceBytes = 65_536;

/** Of each state that changes: the one that follows when a side has sent its last byte. */
const afterEnd: Readonly<Record<'us' | 'peer', Partial<Record<ConnectionState, ConnectionState>>>> = {
  us: { open: 'half-closed-out', 'half-closed-in': 'closing' },
  peer: { open: 'half-closed-in', 'half-closed-out': 'closing' },
};

interface TapUser {
  /** Hears each chunk that came, once it is recorded; returns what is read instead: the same, where nothing is changed. */
  readonly received?: (bytes: Uint8Array) => Uint8Array;
  /** A side has sent its last byte. */
  readonly ended?: (by: 'us' | 'peer') => void;
  /** Somebody destroys the stream and names no error: true where that was kept from happening. */
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

  /** Bytes may cross it. `security`: of a TLS stream, from here on recorded as plain text (`securityOf`). */
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

  /** A side has sent its last byte. Told again, it is not entered again. */
  ended(by: 'us' | 'peer'): void {
    this.ending.finished(by);
    if (this.isOver || (by === 'us' ? this.#endedByUs : this.#endedByPeer)) return;
    if (by === 'us') this.#endedByUs = true;
    else this.#endedByPeer = true;
    this.append('half-closed', by === 'us' ? 'out' : 'in');
    this.#state = afterEnd[by][this.#state] ?? this.#state;
  }

  /** Whoever calls this closes both directions. */
  closing(): void {
    if (!this.isOver) this.#state = 'closing';
  }

  /** The socket failed: unless it was broken before, that is how the stream ended. */
  broke(error: unknown): void {
    this.ending.failed(systemCode(error) ?? (error instanceof WirebenchError ? error.system : undefined));
  }

  /** Enters why it failed, or has it entered. Only the first error is; later ones are its consequences. */
  fail(error: WirebenchError, enter = () => this.error(error.toData())): void {
    if (this.#failed || this.isOver) return;
    this.#failed = true;
    enter();
  }

  /** The socket is gone. */
  closed(): void {
    this.#state = 'closed';
    this.over(endings[this.ending.ending].text);
  }

  /**
   * Records what crosses `stream` while somebody else reads and writes it, in place of the stream that was tapped before: the
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
    // Not `finish`, which a stream that is destroyed meanwhile does not say.
    stream.on('prefinish', () => ended('us'));
  }
}
