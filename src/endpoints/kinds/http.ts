import { addressText } from '../address.ts';
import type { EndpointKind } from '../kind.ts';
import { standard } from '../option.ts';
import { choice } from '../value.ts';
import { accepts, allowedHosts, listens, tlsServer } from './options.ts';
import { literal } from './python.ts';

const versions = ['1.1', '1.0'] as const;
const version = standard(choice(versions), '1.1', {
  label: 'Version of HTTP',
  sentence:
    'The version that it answers in. With 1.0, each answer ends the connection, and a request needs no Host header.',
  example: '1.0',
  choices: versions,
});
const options = { ...listens('bin'), ...accepts(60_000), allowedHosts, version };

export const http = {
  label: 'HTTP',
  sentence: 'Serves a folder, or answers requests as httpbin.org or as you write',
  transport: 'tcp',
  application: 'http',
  family: 'http',
  icon: 'globe',
  behaviours: 'http',
  server: {
    // A certificate is accepted without TLS too, and not used: a saved server can be switched between the two.
    options: { ...options, tls: { ...tlsServer, listed: false, word: false } },
    port: 8080,
    hasUrl: true,
    next: ['get', 'browser', 'traffic'],
    python: (address) => `import urllib.request

with urllib.request.urlopen(${literal(`http://${addressText(address.host, address.port)}/`)}, timeout=5) as response:
    print(response.status, response.reason)
    print(response.read().decode())
`,
  },
} as const satisfies EndpointKind;

export const https = {
  label: 'HTTPS',
  sentence: 'HTTP over TLS',
  transport: 'tls',
  application: 'http',
  family: 'http',
  icon: 'lock',
  behaviours: 'http',
  server: {
    options: { ...options, tls: tlsServer },
    port: 8443,
    hasUrl: true,
    next: ['get', 'browser', 'traffic'],
    python: ({ host, port }) => `import ssl
import urllib.request

with urllib.request.urlopen(${literal(`https://${addressText(host, port)}/`)}, timeout=5, context=ssl._create_unverified_context()) as response:
    print(response.status, response.reason)
    print(response.read().decode())
`,
  },
} as const satisfies EndpointKind;
