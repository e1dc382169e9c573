import type { Socket } from 'node:dgram';
import { DatagramEndpoint, type DatagramPeer } from './endpoint.ts';
import type { EndpointContext } from '../endpoint.ts';
import { listenError } from '../listenError.ts';
import { addressOf } from '../lookup.ts';
import type { CompleteServer } from '../../endpoints/spec.ts';
import type { Destination } from '../spec.ts';
import { systemError } from '../systemErrors.ts';

/** A bound UDP socket: answers its peers, and sends to any address. */
export class UdpServer extends DatagramEndpoint {
  readonly spec: CompleteServer<'udp'>;

  constructor(id: number, spec: CompleteServer<'udp'>, context: EndpointContext) {
    super(id, spec.name, context);
    this.spec = spec;
  }

  protected async open(signal: AbortSignal): Promise<void> {
    const { host, port, reuse, broadcast } = this.spec;
    const { address, family } = await addressOf(host, port, 'udp', this.spec.family, signal);
    signal.throwIfAborted();
    const socket = this.createSocket(family === 6 ? 'udp6' : 'udp4', reuse);
    await bind(socket, port, address).catch(async (error: unknown) => {
      throw await listenError(error, this.spec, this.context);
    });
    this.bound(socket);
    if (broadcast) socket.setBroadcast(true);
    this.#join(socket);
    this.listening();
  }

  #join(socket: Socket): void {
    for (const group of this.spec.multicast) {
      try {
        socket.addMembership(group.group, group.interface);
        // Datagrams to the group are sent on the interface on which it is joined.
        if (group.interface !== undefined) socket.setMulticastInterface(group.interface);
      } catch (error) {
        throw systemError(error, { action: 'join', transport: 'udp', host: group.group, port: this.spec.port });
      }
    }
  }

  protected recipients(to: Destination): DatagramPeer[] {
    return this.knownPeers(to);
  }
}

export function bind(socket: Socket, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    // `exclusive`: otherwise the workers of a cluster would share the port.
    socket.bind({ port, address, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
