import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { connect as tlsConnect } from 'node:tls';
import { generate } from 'selfsigned';
import type { EndpointSpec } from '../../../src/endpoints/spec.ts';
import { ownCertificate } from '../../../src/net/stream/ownCertificate.ts';
import { freshNet } from '../../helpers/freshNet.ts';
import { dial } from '../../helpers/nets.ts';

const echo: EndpointSpec = { role: 'server', transport: 'tls', port: 0, behaviour: { name: 'echo' } };
const all = { kind: 'all' } as const;
const client = (port: number, tls: object, host = '127.0.0.1') =>
  ({ role: 'client', transport: 'tls', host, port, tls }) as EndpointSpec;

describe('TLS', () => {
  const net = freshNet();

  for (const host of ['localhost', '127.0.0.1']) {
    it(`talks to ${host} with the certificate made on the spot, verified, and records the plain bytes`, async () => {
      const server = await net.registry.start(echo);
      const { cert } = await ownCertificate();
      const one = await net.registry.start(client(server.local!.port, { ca: cert }, host));
      await one.send(all, Buffer.from('secret'));
      await net.recorder.until(() => net.recorder.endpointCounters(one.id).bytesIn === 6);
      assert.equal(net.recorder.bytes('in', 1).toString() || net.recorder.bytes('in', 2).toString(), 'secret');
      for (const endpoint of [server, one]) {
        const [connection] = endpoint.snapshot().connections;
        assert.match(connection!.security!, /^TLSv1\.3 TLS_/);
        assert.equal(connection!.state, 'open');
      }
    });
  }

  it('does not trust an unknown certificate, and says what to do', async () => {
    const server = await net.registry.start(echo);
    await assert.rejects(net.registry.start(client(server.local!.port, {})), {
      code: 'tls-untrusted',
      remedies: ['openSettings'],
    });
    await net.recorder.until(() => net.recorder.of('closed').length === 2);
    // One row of the journal for each side: the client's own, and what the server heard of it.
    const [own, ...others] = net.recorder.of('error').filter(({ endpoint }) => endpoint !== server.id);
    assert.notEqual(own?.connection, 0);
    assert.deepEqual(others, []);
    const one = await net.registry.start(client(server.local!.port, { verify: false }));
    assert.equal(one.state, 'running');
  });

  it('does not take a certificate for another name', async () => {
    const server = await net.registry.start(echo);
    const { cert } = await ownCertificate();
    await assert.rejects(net.registry.start(client(server.local!.port, { ca: cert, servername: 'wirebench.test' })), {
      code: 'tls-wrong-name',
    });
  });

  it('says that a certificate has expired', async () => {
    const day = 86_400_000;
    const old = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date(Date.now() - 3 * day),
      notAfterDate: new Date(Date.now() - day),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    const server = await net.registry.start({ ...echo, tls: { cert: old.cert, key: old.private } });
    await assert.rejects(net.registry.start(client(server.local!.port, { ca: old.cert }, 'localhost')), {
      code: 'tls-expired',
    });
  });

  it('reads a certificate and its key from files, and says which file it cannot read', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    try {
      const pair = await ownCertificate();
      const [certFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
      await writeFile(certFile, pair.cert);
      await assert.rejects(net.registry.start({ ...echo, tls: { certFile, keyFile } }), {
        code: 'file-unreadable',
        message: `The file ${keyFile} (tls.keyFile) could not be read: ENOENT.`,
      });
      await writeFile(keyFile, 'not a key');
      await assert.rejects(net.registry.start({ ...echo, tls: { certFile, keyFile } }), {
        code: 'bad-certificate',
      });
      await writeFile(keyFile, pair.key);
      const server = await net.registry.start({ ...echo, tls: { certFile, keyFile } });
      assert.equal(server.state, 'running');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says that a client spoke plain text', async () => {
    const server = await net.registry.start(echo);
    const plain = await dial(server.local!.port);
    plain.on('error', () => undefined);
    plain.resume().write('GET / HTTP/1.1\r\n\r\n');
    await net.recorder.first('closed');
    assert.deepEqual(net.recorder.errorCodes(), ['tls-plain-text']);
    assert.equal(net.recorder.of('data').length, 0);
    assert.equal(server.state, 'running');
    plain.destroy();
  });

  it('says that a server speaks plain text', async () => {
    const server = await net.registry.start({ ...echo, transport: 'tcp' });
    await assert.rejects(net.registry.start(client(server.local!.port, { verify: false })), { code: 'tls-plain-text' });
  });

  it('says that no version is in common', async () => {
    const server = await net.registry.start(echo);
    const old = tlsConnect({
      port: server.local!.port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    await once(old, 'error');
    await net.recorder.first('error');
    assert.deepEqual(net.recorder.errorCodes(), ['tls-version']);
  });

  it('notices at once that a peer left during the handshake', async () => {
    const server = await net.registry.start(echo);
    const plain = await dial(server.local!.port);
    await net.recorder.until(() => net.recorder.of('opened').length === 2);
    plain.on('error', () => undefined);
    plain.resume().end();
    await net.recorder.first('closed');
    assert.deepEqual(net.recorder.errorCodes(), ['tls-handshake-failed']);
    plain.destroy();
  });

  it('half-closes and resets', async () => {
    const server = await net.registry.start({ ...echo, behaviour: { name: 'none' }, halfOpen: true });
    const one = await net.registry.start(client(server.local!.port, { verify: false }));
    await net.recorder.until(() => [...server.connections.values()].some((c) => c.snapshot().state === 'open'));
    [...one.connections.values()][0]!.finish('end');
    await net.recorder.first('half-closed', 'in');
    await server.send(all, Buffer.from('late'));
    await net.recorder.until(() => net.recorder.endpointCounters(one.id).bytesIn === 4);
    [...server.connections.values()][0]!.finish('reset');
    await net.recorder.until(() => net.recorder.of('closed').length === 2);
    assert.ok(net.recorder.errorCodes().includes('reset'));
  });
});
