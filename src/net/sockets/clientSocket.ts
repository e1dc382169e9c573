import { Socket } from 'node:net';
import { addressesOf } from '../stream/addresses.ts';
import { isAbandoned } from './abandoned.ts';

/**
 * A TCP socket of a client whose stream other code ends, such as Node's HTTP: it leaves the peer's port free if the peer closed
 * first (`isAbandoned`).
 */
export class ClientSocket extends Socket {
  peerEnded = false;
  #leaving: Promise<void> | undefined;

  constructor(options: { readonly highWaterMark: number }) {
    super(options as ConstructorParameters<typeof Socket>[0]);
    this.once('end', () => (this.peerEnded = true));
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

  /** As `destroy`, once it is known whether anybody reads at the other end. */
  leave(): void {
    if (this.destroyed || this.connecting) this.destroy();
    else void this.#leave().then(() => this.destroy());
  }

  #leave(): Promise<void> {
    this.#leaving ??= this.#leaveNow();
    return this.#leaving;
  }

  async #leaveNow(): Promise<void> {
    const { local, peer } = addressesOf(this);
    if (peer === undefined) return;
    const abandoned = await isAbandoned({ local, peer }, this.peerEnded ? 'ended' : 'open');
    if (abandoned && !this.destroyed) this.resetAndDestroy();
  }
}
