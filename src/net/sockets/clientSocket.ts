import { Socket } from 'node:net';
import { addressesOf } from '../stream/addresses.ts';
import { isAbandoned, isOwnPeer } from './abandoned.ts';

/**
 * A TCP socket of a client whose stream other code ends, such as Node's HTTP: it leaves the peer's port free if the peer closed
 * first (`isAbandoned`). The end of our direction, and a close without an error, wait for that answer: some milliseconds.
 */
export class ClientSocket extends Socket {
  #peerEnded = false;
  #looking = false;
  #leaving: Promise<void> | undefined;

  constructor(options: { readonly highWaterMark: number }) {
    super(options as ConstructorParameters<typeof Socket>[0]);
    this.once('end', () => (this.#peerEnded = true));
  }

  /** It is about to be closed. */
  get isLeaving(): boolean {
    return this.#leaving !== undefined;
  }

  /** Before our direction ends. */
  override _final(callback: (error?: Error | null) => void): void {
    void this.#leave().then(() => {
      if (this.destroyed) callback();
      else super._final(callback);
    });
  }

  override destroy(error?: Error): this {
    if (error !== undefined || this.destroyed || this.connecting) return super.destroy(error);
    if (!this.#looking && (this.isLeaving || !this.#peerEnded)) return super.destroy();
    this.leave();
    return this;
  }

  /** As `destroy`, also where the peer has not ended yet, but may be about to. */
  leave(): void {
    void this.#leave().then(() => super.destroy());
  }

  #leave(): Promise<void> {
    this.#leaving ??= this.#look();
    return this.#leaving;
  }

  async #look(): Promise<void> {
    const { local, peer } = addressesOf(this);
    if (peer === undefined || !isOwnPeer({ local, peer })) return;
    this.#looking = true;
    const abandoned = await isAbandoned({ local, peer }, this.#peerEnded ? 'ended' : 'open');
    this.#looking = false;
    if (abandoned && !this.destroyed) this.resetAndDestroy();
  }
}
