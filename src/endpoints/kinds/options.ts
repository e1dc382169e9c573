import { behaviour as behaviourValue } from '../behaviour.ts';
import { badSpec } from '../check.ts';
import { framing as framingValue } from '../framing.ts';
import { groups } from '../groups.ts';
import { group, made, missing, optional, required, standard } from '../option.ts';
import {
  boolean,
  bytes,
  choice,
  duration,
  encoding as encodingValue,
  file,
  host as hostValue,
  hostNames,
  hosts,
  integer,
  ip,
  listenHost,
  name as nameValue,
  pem,
  plainText,
  port as portValue,
  protocols,
} from '../value.ts';

/** The options that more than one kind of endpoint has, and those of TLS. Durations in milliseconds, sizes in bytes. */

const name = made(nameValue, {
  label: 'Name',
  sentence: 'The name in the tree and in the traffic.',
  without: 'made from the behaviour',
  word: false,
});
const family = optional(choice([4, 6]), {
  label: 'Version of IP',
  sentence: 'The version of IP that a name as the host is looked up for.',
  listed: false,
  word: false,
});
const encoding = standard(encodingValue, 'utf-8', {
  label: 'Encoding',
  sentence: 'How bytes become text, and text bytes.',
  example: 'utf-8',
});

const common = { name, family, encoding };

export const framing = standard(
  framingValue,
  { kind: 'none' },
  {
    label: 'Framing',
    sentence: 'How messages are found in the stream. A message that is sent goes out as one of them.',
    example: 'line',
  },
);
export const receiveBuffer = standard(bytes, 65_536, {
  label: 'Receive buffer',
  sentence: 'Bytes that one receive takes at most, as recv(1024) does. UDP loses the rest of a longer datagram.',
  example: '1024',
  minimum: 1,
  maximum: 65_536,
});
export const halfOpen = standard(boolean, false, {
  label: 'Half-open',
  sentence: 'Keep our direction open after the peer ended its own.',
  example: 'true',
});
export const broadcast = standard(boolean, false, {
  label: 'Broadcast',
  sentence: 'May send to broadcast addresses.',
  example: 'true',
});

/** Options of every server. `behaviour`: the default behaviour. */
export const listens = (behaviour: string) => ({
  ...common,
  host: made(listenHost, {
    label: 'Address',
    sentence:
      'The address it listens at. 127.0.0.1 and ::1 can be reached from this machine only; 0.0.0.0 and :: from others too.',
    without: '127.0.0.1',
    listed: false,
    word: false,
  }),
  port: required(portValue, {
    label: 'Port',
    sentence: 'The port it listens at. 0: any free port.',
    minimum: 0,
    maximum: 65_535,
    listed: false,
    word: false,
  }),
  behaviour: standard(
    behaviourValue,
    { name: behaviour },
    {
      label: 'Behaviour',
      sentence: 'How it answers.',
      example: 'echo',
      listed: false,
    },
  ),
});

/** Options of servers that accept connections. `idle`: milliseconds without traffic until a connection is closed. */
export const accepts = (idle: number) => ({
  maxConnections: standard(integer, 10_000, {
    label: 'Most connections',
    sentence: 'Connections open at the same time; further ones are closed at once.',
    example: '1',
    minimum: 1,
    maximum: 100_000,
  }),
  idleTimeout: standard(duration, idle, {
    label: 'Idle timeout',
    sentence: 'A connection without traffic is closed after this time. 0: never.',
    example: '30s',
    ...(idle === 0 && { without: 'never' }),
    minimum: 0,
    maximum: 86_400_000,
  }),
  backlog: standard(integer, 511, {
    label: 'Backlog',
    sentence: 'Connections that may wait to be accepted.',
    example: '5',
    minimum: 1,
    maximum: 65_535,
  }),
});

export const allowedHosts = standard(hosts, [], {
  label: 'Allowed hosts',
  sentence: 'Names by which requests may call it (Host, Origin), beside its address and the loopback names; `*`: any.',
  example: 'lab.test',
  without: 'none',
});

/** Options of sockets that join groups and share their port. */
export const datagrams = {
  reuse: standard(boolean, false, {
    label: 'Reuse address',
    sentence: 'Share the port with other programs that allow it too.',
    example: 'true',
  }),
  broadcast,
  multicast: standard(groups, [], {
    label: 'Multicast groups',
    sentence: 'A group to join, and the interface to join it on.',
    example: '239.1.2.3 on 127.0.0.1',
    without: 'none',
    repeatable: true,
  }),
};

const readable = { listed: false, word: false } as const;
const certificate = {
  cert: optional(pem, { label: 'Certificate as text', sentence: 'The certificate as PEM text.', ...readable }),
  key: optional(pem, { label: 'Private key as text', sentence: 'The private key as PEM text.', ...readable }),
};
const alpn = optional(protocols, {
  label: 'Protocols (ALPN)',
  sentence: 'The protocols that may be agreed on, best first.',
  example: 'h2, http/1.1',
  without: 'none',
});

/** A certificate without its key, or a key without its certificate, is a mistake that OpenSSL would explain badly. */
function together(given: Readonly<Record<string, unknown>>, field: string): void {
  const hasCert = given.cert !== undefined || given.certFile !== undefined;
  const hasKey = given.key !== undefined || given.keyFile !== undefined;
  if (hasCert !== hasKey)
    throw missing(`${field}.${hasCert ? 'key' : 'cert'}`, 'a certificate and its key go together');
  if (hasCert && given.names !== undefined)
    throw badSpec(`${field}.names`, given.names, 'a certificate that is given has its own names');
}

const tlsServerFields = {
  ...certificate,
  certFile: optional(file, {
    label: 'Certificate',
    sentence: 'A PEM file. Without one, a certificate for localhost is made on the spot.',
    example: 'server.pem',
    without: 'made on the spot',
    word: 'cert',
  }),
  keyFile: optional(file, {
    label: 'Private key',
    sentence: 'The PEM file of the key of the certificate.',
    example: 'server.key',
    without: 'made on the spot',
    word: 'key',
  }),
  names: optional(hostNames, {
    label: 'Names of the certificate',
    sentence:
      'Names and addresses for which the certificate is made, besides localhost. An HTTPS server may be called by them.',
    example: 'www.example.org, lab.test',
    without: 'localhost only',
  }),
  // An input box that shows the typed text is not a place for a passphrase.
  passphrase: optional(plainText, {
    label: 'Passphrase',
    sentence: 'The passphrase of the private key.',
    example: '{{secret}}',
    listed: false,
  }),
  alpn,
  requestClientCert: optional(boolean, {
    label: 'Ask for a client certificate',
    sentence: 'Ask clients for a certificate of their own.',
    example: 'true',
    without: 'false',
  }),
};

export const tlsServer = group(tlsServerFields, {
  label: 'TLS',
  sentence: 'The certificate of a TLS server. Without one, a certificate for localhost is made on the spot.',
  rule: together,
});

/** Options of every client. */
export const connects = {
  ...common,
  host: required(hostValue, { label: 'Host', sentence: 'The address to connect to.', listed: false, word: false }),
  port: required(portValue, {
    label: 'Port',
    sentence: 'The port to connect to.',
    minimum: 1,
    maximum: 65_535,
    listed: false,
    word: false,
  }),
  framing,
  connectTimeout: standard(duration, 10_000, {
    label: 'Connect timeout',
    sentence: 'How long to wait for the connection.',
    minimum: 1,
    maximum: 600_000,
    word: false,
  }),
  receiveBuffer,
  localAddress: optional(ip, {
    label: 'Local address',
    sentence: 'The address to send from.',
    without: 'the one that the system takes',
    word: false,
  }),
  localPort: optional(portValue, {
    label: 'Local port',
    sentence: 'The port to send from. 0: any free one.',
    without: 'any free port',
    minimum: 0,
    maximum: 65_535,
    word: false,
  }),
};

const tlsClientFields = {
  verify: optional(boolean, {
    label: 'Verify the certificate',
    sentence: 'A certificate that cannot be verified is an error.',
    example: 'false',
    without: 'true',
  }),
  servername: optional(hostValue, {
    label: 'Server name',
    sentence: 'The name asked for (SNI) and looked for in the certificate.',
    example: 'localhost',
    without: 'the host',
  }),
  caFile: optional(file, {
    label: 'Certificate authority',
    sentence: 'A PEM file with certificates to trust besides the usual ones.',
    example: 'ca.pem',
    without: 'the usual ones',
    word: 'ca',
  }),
  ca: optional(pem, { label: 'Certificate authority as text', sentence: 'The same as PEM text.', ...readable }),
  certFile: optional(file, {
    label: 'Client certificate',
    sentence: 'Our own certificate, a PEM file.',
    example: 'client.pem',
    without: 'none',
    word: 'cert',
  }),
  keyFile: optional(file, {
    label: 'Client key',
    sentence: 'The PEM file of the key of our certificate.',
    example: 'client.key',
    without: 'none',
    word: 'key',
  }),
  alpn: { ...alpn, sentence: 'The protocols to offer, best first.' },
};

export const tlsClient = group(tlsClientFields, {
  label: 'TLS',
  sentence: 'The protocols and the certificate that a TLS client offers, and the certificates that it trusts.',
});
