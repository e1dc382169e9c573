import assert from 'node:assert/strict';
import { pythonPeer } from '../../../../src/vscode/endpoints/snippets.ts';

describe('a Python program for the other end', () => {
  it('connects where a server listens', () => {
    const spec = { role: 'server', transport: 'tcp', port: 0, host: '0.0.0.0' } as const;
    assert.match(pythonPeer(spec, { host: '0.0.0.0', port: 41 }), /create_connection\(\("127\.0\.0\.1", 41\)/);
    const udp = { role: 'server', transport: 'udp', port: 5 } as const;
    assert.match(pythonPeer(udp, { host: '::', port: 5 }), /AF_INET6.*\n.*\n.*\("::1", 5\)/);
  });

  it('listens where a client connects to, and quotes what could end a string', () => {
    const spec = { role: 'client', transport: 'tcp', host: '"); import os #', port: 1 } as const;
    assert.match(pythonPeer(spec, undefined), /\("\\"\); import os #", 1\)/);
  });
});
