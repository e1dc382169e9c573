import { isIP, isIPv6 } from 'node:net';
import { DatagramEndpoint, type DatagramPeer } from './endpoint.ts';
import type { EndpointContext } from '../endpoint.ts';
import { addressesOf, type FoundAddress } from '../lookup.ts';
import type { CompleteClient } from '../../endpoints/spec.ts';
import type { Destination } from '../spec.ts';
import type { AddressFamily } from '../../endpoints/spec.ts';
import { noSuchConnection, systemError, type Attempt } from '../systemErrors.ts';
import { bind } from './server.ts';

/**
 * A UDP socket with one peer. It is connected, so that it receives only from that peer and notices if nothing listens
 * there (ECONNREFUSED). With `broadcast` it is not connected, since the answers come from other addresses than the one
 * it sends to.
 */
export class UdpClient extends DatagramEndpoint {
  readonly spec: CompleteClient<'udp'>;
  #target: DatagramPeer | undefined;

  constructor(id: number, spec: CompleteClient<'udp'>, context: EndpointContext) {
    super(id, spec.name, context);
    this.spec = spec;
  }

  /**
   * A name may have several addresses. UDP has no handshake that shows which of them answers, so IPv4 comes first: most
   * programs, including ours, listen on it by default. The next address is tried if the system refuses one.
   */
  protected async open(signal: AbortSignal): Promise<void> {
    const { host, port, localAddress } = this.spec;
    const source = localAddress === undefined ? undefined : (isIP(localAddress) as AddressFamily);
    const found = await addressesOf(host, port, 'udp', this.spec.family ?? source, signal);
    signal.throwIfAborted();
    const inOrder = [...found].sort((a, b) => a.family - b.family);
    for (const [index, target] of inOrder.entries()) {
      try {
        await this.#openTo(target);
        return;
      } catch (error) {
        if (index === inOrder.length - 1) throw error;
        await this.close();
      }
      signal.throwIfAborted();
    }
  }

  async #openTo({ address, family }: FoundAddress): Promise<void> {
    const { host, port, broadcast, localPort } = this.spec;
    const attempt: Attempt = { action: 'connect', transport: 'udp', host, port };
    const socket = this.createSocket(family === 6 ? 'udp6' : 'udp4', false);
    // Datagrams to this machine may only be answered by it. For other targets, the system chooses the source address.
    const localAddress = this.spec.localAddress ?? ownAddress(address);
    await bind(socket, localPort ?? 0, localAddress).catch((error: unknown) => {
      throw systemError(error, { ...attempt, action: 'listen', host: localAddress, port: localPort ?? 0 });
    });
    if (broadcast) socket.setBroadcast(true);
    else {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        // The callback is the `connect` event's listener, and gets the error if connecting fails.
        socket.connect(port, address, ((error?: Error) => {
          socket.off('error', reject);
          if (error === undefined) resolve();
          else reject(error);
        }) as () => void);
      }).catch((error: unknown) => {
        throw systemError(error, attempt);
      });
    }
    this.bound(socket);
    this.#target = this.peerAt(address, port);
    if (!broadcast) this.only = this.#target;
  }

  protected recipients(to: Destination): DatagramPeer[] {
    if (this.spec.broadcast) {
      if (to.kind !== 'all') return this.knownPeers(to);
      // A send to all goes to the client's own target, not to every peer that answered.
      const { host, port } = this.#target!.peer;
      return [this.peerAt(host, port)];
    }
    if (
      to.kind === 'address' &&
      (to.address.host !== this.only!.peer.host || to.address.port !== this.only!.peer.port)
    ) {
      throw noSuchConnection(this.name, `with ${to.address.host} port ${to.address.port}; a UDP server sends anywhere`);
    }
    return this.knownPeers(to);
  }
}

/** The default address to bind a socket that talks to `address`. */
function ownAddress(address: string): string {
  if (isIPv6(address)) return address === '::1' ? '::1' : '::';
  return /^127\./.test(address) ? '127.0.0.1' : '0.0.0.0';
}
