import type { Socket } from 'node:net';
import type { SocketAddress } from '../../traffic/event.ts';

/** The addresses of both ends of a stream; `peer` is undefined if the peer was gone before its address was read. */
export interface StreamAddresses {
  readonly local: SocketAddress;
  readonly peer: SocketAddress | undefined;
}

const asked = new Set<string | symbol>(['localAddress', 'localPort', 'remoteAddress', 'remotePort']);

/**
 * Reads the addresses of a TCP socket, once. A socket stores its peer's address as a new property when it is first
 * read, which changes the shape of the object. Node's own read and write paths then see too many shapes to stay fast,
 * and an echo costs a twentieth more. So the addresses are read through a proxy, which stores the new property in place
 * of the socket.
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
