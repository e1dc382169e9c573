import type { EndpointKind } from '../kind.ts';
import { tlsClient, tlsServer } from './options.ts';
import { family, literal, pair } from './python.ts';
import { tcp } from './tcp.ts';

export const tls = {
  label: 'TLS',
  sentence: 'TCP, encrypted',
  transport: 'tls',
  family: 'stream',
  icon: 'lock',
  behaviours: 'bytes',
  server: {
    options: { ...tcp.server.options, tls: tlsServer },
    port: 9000,
    next: ['connect', 'python', 'traffic'],
    python: (address) => `import socket
import ssl

# The server made its own certificate: it is not verified here.
context = ssl._create_unverified_context()
with socket.create_connection(${pair(address)}, timeout=5) as plain:
    with context.wrap_socket(plain, server_hostname=${literal(address.host)}) as connection:
        connection.sendall(b"hello\\n")
        print(connection.recv(1024))
`,
  },
  client: {
    options: { ...tcp.client.options, tls: tlsClient },
    title: 'Connect to TLS Server',
    command: 'connectTls',
    python: (address) => `import socket
import ssl

context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain("cert.pem", "key.pem")
with socket.create_server(${pair(address)}, family=${family(address)}) as server:
    while True:
        plain, peer = server.accept()
        with context.wrap_socket(plain, server_side=True) as connection:
            print("connected:", peer)
            while data := connection.recv(1024):
                print(data)
                connection.sendall(data)
`,
  },
} as const satisfies EndpointKind;
