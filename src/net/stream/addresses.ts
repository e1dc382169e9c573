import type { Socket } from 'node:net';
import type { SocketAddress } from '../../traffic/event.ts';

/** Where a stream comes from and goes to; `peer` is undefined where the peer was gone before it was asked. */
export interface StreamAddresses {
  readonly local: SocketAddress;
  readonly peer: SocketAddress | undefined;
}

const asked = new Set<string | symbol>(['localAddress', 'localPort', 'remoteAddress', 'remotePort']);

/**
 * The addresses of a TCP socket, asked once. A socket that is asked for its peer keeps the answer as a new property, which
 * gives it another shape than it was made with; Node's own paths for reading and writing then know too many shapes to stay
 * fast, and an echo costs a twentieth more. So what it wants to keep is kept beside it, and only what is asked for sees
 * another object than the socket.
 */
export function addressesOf(socket: Socket): StreamAddresses {
  const kept = new Map<string | symbol, unknown>();
  const { localAddress, localPort, remoteAddress, remotePort } = new Proxy(socket, {
    get(target, key, receiver): unknown {
      if (kept.has(key)) return kept.get(key);
      return Reflect.get(target, key, asked.has(key) ? receiver : target);
    },
    set(_target, key, value) {
      kept.set(key, value);
      return true;
    },
  });
  return {
    local: { host: localAddress ?? '', port: localPort ?? 0 },
    peer: remoteAddress === undefined ? undefined : { host: remoteAddress, port: remotePort ?? 0 },
  };
}
