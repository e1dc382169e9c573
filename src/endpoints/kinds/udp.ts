import type { EndpointKind } from '../kind.ts';
import { broadcast, connects, datagrams, framing, listens, receiveBuffer } from './options.ts';
import { family, pair } from './python.ts';

/** A datagram is one message by itself. Framing is accepted, as for every endpoint, but not offered. */
const unframed = { ...framing, listed: false, word: false } as const;

export const udp = {
  label: 'UDP',
  sentence: 'Datagrams, no connections',
  transport: 'udp',
  family: 'datagram',
  icon: 'add',
  behaviours: 'bytes',
  server: {
    options: { ...listens('none'), framing: unframed, receiveBuffer, ...datagrams },
    port: 9000,
    next: ['connect', 'python', 'traffic'],
    python: (address) => `import socket

with socket.socket(${family(address)}, socket.SOCK_DGRAM) as client:
    client.settimeout(5)
    client.sendto(b"hello", ${pair(address)})
    print(client.recvfrom(65535))
`,
  },
  client: {
    options: {
      ...connects,
      framing: unframed,
      connectTimeout: { ...connects.connectTimeout, listed: false },
      broadcast,
    },
    title: 'Open UDP Socket',
    command: 'openUdpSocket',
    python: (address) => `import socket

with socket.socket(${family(address)}, socket.SOCK_DGRAM) as server:
    server.bind(${pair(address)})
    while True:
        data, peer = server.recvfrom(65535)
        print(peer, data)
        server.sendto(data, peer)
`,
  },
} as const satisfies EndpointKind;
