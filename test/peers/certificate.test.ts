import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { python } from '../../scripts/python.ts';
import { ownCertificate } from '../../src/net/stream/ownCertificate.ts';

/** Connects by a name, verifies as strictly as Python can, and prints the serial number. */
const client = `
import socket, ssl, sys
file, port, name = sys.argv[1:]
context = ssl.create_default_context(cafile=file)
context.verify_flags |= ssl.VERIFY_X509_STRICT
with socket.create_connection(("127.0.0.1", int(port))) as plain:
    with context.wrap_socket(plain, server_hostname=name) as secure:
        print(secure.getpeercert()["serialNumber"])
`;

describe('the certificate that is made on the spot', () => {
  let folder: string;
  let file: string;
  const names = ['api.example.org', 'bücher.example', '192.0.2.7', '2001:db8::1'];

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-test-'));
    file = path.join(folder, 'certificate.pem');
    writeFileSync(file, (await ownCertificate(names)).cert);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is a valid one for OpenSSL, by its strictest rules', () => {
    const verified = execFileSync('openssl', [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-CAfile',
      file,
      file,
    ]);
    assert.match(verified.toString(), /: OK\n$/);
    const text = execFileSync('openssl', ['x509', '-in', file, '-noout', '-text']).toString();
    assert.match(text, /Version: 3/);
    assert.match(text, /Public-Key: \(256 bit\)/);
    assert.match(
      text,
      /DNS:localhost, IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1, DNS:api\.example\.org, DNS:xn--bcher-kva\.example, IP Address:192\.0\.2\.7, IP Address:2001:DB8:0:0:0:0:0:1/,
    );
    assert.match(text, /CA:FALSE/);
  });

  it('is believed by Python for each of its names, and for no other', async () => {
    const server = createServer(await ownCertificate(names), (socket) => socket.end());
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const port = String((server.address() as AddressInfo).port);
      const ask = (name: string) => promisify(execFile)(python, ['-c', client, file, port, name]);
      for (const name of ['localhost', '127.0.0.1', '::1', ...names])
        assert.match((await ask(name)).stdout, /^[0-9A-F]{32}\n$/);
      await assert.rejects(ask('other.example'), /CERTIFICATE_VERIFY_FAILED/);
    } finally {
      server.close();
    }
  });
});
