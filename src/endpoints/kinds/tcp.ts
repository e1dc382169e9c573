import type { EndpointKind } from '../kind.ts';
import { accepts, connects, framing, halfOpen, listens, receiveBuffer } from './options.ts';
import { family, pair } from './python.ts';

export const tcp = {
  label: 'TCP',
  sentence: 'A stream of bytes, a connection for every client',
  transport: 'tcp',
  family: 'stream',
  icon: 'add',
  behaviours: 'bytes',
  server: {
    options: { ...listens('none'), framing, receiveBuffer, ...accepts(0), halfOpen },
    port: 9000,
    next: ['connect', 'python', 'traffic'],
    python: (address) => `import socket

with socket.create_connection(${pair(address)}, timeout=5) as connection:
    connection.sendall(b"hello\\n")
    print(connection.recv(1024))
`,
  },
  client: {
    options: { ...connects, halfOpen: { ...halfOpen, word: false } },
    title: 'Connect to TCP Server',
    command: 'connectTcp',
    python: (address) => `import socket

with socket.create_server(${pair(address)}, family=${family(address)}) as server:
    while True:
        connection, peer = server.accept()
        with connection:
            print("connected:", peer)
            while data := connection.recv(1024):
                print(data)
                connection.sendall(data)
`,
  },
} as const satisfies EndpointKind;
