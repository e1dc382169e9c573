import type { EndpointSpec } from '../../net/spec.ts';
import { formatAddress, type SocketAddress, type Transport } from '../../traffic/event.ts';

/** A small Python program for the other end of an endpoint: a client for a server, a server for a client. */
export function pythonPeer(spec: EndpointSpec, local: SocketAddress | undefined): string {
  const address = local ?? { host: spec.host ?? '127.0.0.1', port: spec.port };
  if (spec.application === 'dns') return dnsClient(reachable(address));
  if (spec.application === 'http') return httpClient(spec.transport === 'tls', reachable(address));
  if (spec.role === 'server') return clients[spec.transport](reachable(address));
  return servers[spec.transport]({ host: spec.host, port: spec.port });
}

/** Where a client connects to reach a server that listens on every address. */
function reachable({ host, port }: SocketAddress): SocketAddress {
  if (host === '0.0.0.0') return { host: '127.0.0.1', port };
  return host === '::' ? { host: '::1', port } : { host, port };
}

type Program = (address: SocketAddress) => string;

/** A Python string literal of text that may hold anything. */
const literal = (text: string) => JSON.stringify(text);
const pair = ({ host, port }: SocketAddress) => `(${literal(host)}, ${port})`;
const family = ({ host }: SocketAddress) => (host.includes(':') ? 'socket.AF_INET6' : 'socket.AF_INET');

const clients: Record<Transport, Program> = {
  tcp: (address) => `import socket

with socket.create_connection(${pair(address)}, timeout=5) as connection:
    connection.sendall(b"hello\\n")
    print(connection.recv(1024))
`,
  tls: (address) => `import socket
import ssl

# The server made its own certificate: it is not verified here.
context = ssl._create_unverified_context()
with socket.create_connection(${pair(address)}, timeout=5) as plain:
    with context.wrap_socket(plain, server_hostname=${literal(address.host)}) as connection:
        connection.sendall(b"hello\\n")
        print(connection.recv(1024))
`,
  udp: (address) => `import socket

with socket.socket(${family(address)}, socket.SOCK_DGRAM) as client:
    client.settimeout(5)
    client.sendto(b"hello", ${pair(address)})
    print(client.recvfrom(65535))
`,
};

function httpClient(secure: boolean, { host, port }: SocketAddress): string {
  const url = literal(`${secure ? 'https' : 'http'}://${formatAddress({ host, port })}/`);
  const [modules, context] = secure
    ? ['import ssl\nimport urllib.request', ', context=ssl._create_unverified_context()']
    : ['import urllib.request', ''];
  return `${modules}

with urllib.request.urlopen(${url}, timeout=5${context}) as response:
    print(response.status, response.reason)
    print(response.read().decode())
`;
}

/** With dnspython. */
function dnsClient({ host, port }: SocketAddress): string {
  return `import dns.message
import dns.query

query = dns.message.make_query("wirebench.test.", "MX")
response, used_tcp = dns.query.udp_with_fallback(query, ${literal(host)}, timeout=5, port=${port})
print(response)
`;
}

/** What asks a DNS server at a shell's prompt. */
export function digCommand(local: SocketAddress): string {
  const { host, port } = reachable(local);
  return `dig @${host} -p ${port} wirebench.test MX`;
}

const servers: Record<Transport, Program> = {
  tcp: (address) => `import socket

with socket.create_server(${pair(address)}, family=${family(address)}) as server:
    while True:
        connection, peer = server.accept()
        with connection:
            print("connected:", peer)
            while data := connection.recv(1024):
                print(data)
                connection.sendall(data)
`,
  tls: (address) => `import socket
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
  udp: (address) => `import socket

with socket.socket(${family(address)}, socket.SOCK_DGRAM) as server:
    server.bind(${pair(address)})
    while True:
        data, peer = server.recvfrom(65535)
        print(peer, data)
        server.sendto(data, peer)
`,
};
