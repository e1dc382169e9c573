import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createSecureServer, createServer as createHttp2Server } from 'node:http2';
import { createServer, type ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { certificate, type Pem } from '../../../helpers/certificates.ts';
import { HttpBench } from '../../../helpers/httpServers.ts';

describe('the HTTP client over TLS and HTTP/2', () => {
  let bench: HttpBench;
  let authority: Pem;
  let good: Pem;
  before(async () => {
    authority = await certificate({ name: 'Test Authority', authority: true });
    good = await certificate({ by: authority });
  });
  beforeEach(() => (bench = new HttpBench()));
  afterEach(() => bench.close());

  async function serve(options: ServerOptions): Promise<string> {
    const server = createServer(options, (request, response) => {
      const { subject } = (request.socket as unknown as Pick<TLSSocket, 'getPeerCertificate'>).getPeerCertificate();
      response.end(`secret of ${(subject as { CN?: string } | undefined)?.CN ?? 'nobody'}`);
    });
    server.on('tlsClientError', () => undefined);
    return `https://localhost:${await bench.listen(server)}/`;
  }

  const get = (url: string, more: object = {}) =>
    bench.client.send({ method: 'GET', url, headers: [], family: 4, ...more });

  it('trusts an authority that is given; shows the chain; records plain text', async () => {
    const url = await serve(good);
    const exchange = await get(url, { tls: { ca: authority.cert } });
    assert.equal(exchange.error, undefined);
    const { tls, timings } = exchange.hops[0]!;
    assert.equal(tls!.authorized, true);
    assert.match(tls!.protocol, /^TLSv1\.3$/);
    assert.deepEqual(
      tls!.certificates.map(({ subject, issuer, selfSigned }) => [subject, issuer, selfSigned]),
      [
        ['CN=localhost', 'CN=Test Authority', false],
        ['CN=Test Authority', 'CN=Test Authority', true],
      ],
    );
    assert.match(tls!.certificates[0]!.fingerprint256, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.ok(
      timings.lookup! <= timings.connected! &&
        timings.connected! <= timings.secured! &&
        timings.secured! <= timings.sent!,
    );
    assert.match(bench.recorder.bytes('out').toString(), /^GET \/ HTTP\/1\.1\r\nHost: localhost:\d+\r\n/);
    assert.match(bench.recorder.bytes('in').toString(), /secret of nobody/);
    // The connection is kept for the next, but not for one that trusts others.
    await get(url, { tls: { ca: authority.cert } });
    assert.equal(bench.recorder.of('opened').length, 1);
    assert.equal((await get(url)).error!.code, 'tls-unknown-authority');
    assert.equal(bench.recorder.of('opened').length, 2);
  });

  const bad: readonly [code: string, sentence: RegExp, make: () => Promise<Pem>][] = [
    ['tls-self-signed', /is self-signed/, () => certificate()],
    ['tls-expired', /expired on /, () => certificate({ from: -30, to: -1, by: authority })],
    ['tls-not-yet-valid', /is not valid before/, () => certificate({ from: 10, by: authority })],
    [
      'tls-wrong-name',
      /is for another name \(DNS:example\.org\)/,
      () => certificate({ name: 'example.org', by: authority }),
    ],
  ];
  for (const [code, sentence, make] of bad) {
    it(`refuses a certificate (${code}) before anything is sent, and sends anyway when told to`, async () => {
      const url = await serve(await make());
      const tls = code === 'tls-self-signed' ? {} : { ca: authority.cert };
      const exchange = await get(url, { tls });
      assert.equal(exchange.error!.code, code);
      assert.match(exchange.error!.message, sentence);
      assert.deepEqual(exchange.error!.remedies, ['sendAnyway']);
      assert.equal(exchange.hops[0]!.tls!.authorized, false);
      assert.ok(exchange.hops[0]!.tls!.certificates.length > 0);
      assert.equal(bench.recorder.bytes('out').length, 0);
      const anyway = await get(url, { tls: { ...tls, verify: false } });
      assert.equal(anyway.error, undefined);
      assert.match(anyway.hops[0]!.tls!.problem!, sentence);
      assert.equal(await bench.text(anyway), 'secret of nobody');
    });
  }

  it('shows a client certificate, from files', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-test-'));
    try {
      const mine = await certificate({ name: 'me', by: authority });
      const at = (name: string) => path.join(folder, name);
      await writeFile(at('ca.pem'), authority.cert);
      await writeFile(at('me.pem'), mine.cert);
      await writeFile(at('me.key'), mine.key);
      const url = await serve({ ...good, ca: authority.cert, requestCert: true, rejectUnauthorized: true });
      const exchange = await get(url, { tls: { caFile: at('ca.pem'), certFile: at('me.pem'), keyFile: at('me.key') } });
      assert.equal(exchange.error, undefined);
      assert.equal(await bench.text(exchange), 'secret of me');
      const missing = await get(url, { tls: { caFile: at('ca.pem'), certFile: at('none.pem') } });
      assert.equal(missing.error!.code, 'file-unreadable');
      const without = await get(url, { tls: { caFile: at('ca.pem') } });
      assert.equal(without.error!.code, 'tls-refused');
      assert.match(without.error!.message, /requires a certificate of the client, and none was given/);
      await writeFile(at('binary.crt'), Buffer.from([0x30, 0x82, 1, 2]));
      const binary = await get(url, { tls: { caFile: at('binary.crt') } });
      assert.equal(binary.error!.code, 'bad-certificate');
      assert.ok(binary.error!.message.includes(at('binary.crt')), binary.error!.message);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says that a server speaks plain HTTP', async () => {
    const url = await bench.serve((_request, response) => response.end());
    const exchange = await get(url.replace('http:', 'https:'));
    assert.equal(exchange.error!.code, 'tls-plain-text');
  });

  it('speaks HTTP/2 where the server offers it: frames in the journal, one connection', async () => {
    const server = createSecureServer({ ...good, allowHTTP1: true });
    server.on('stream', (stream, headers) => {
      stream.respond({ ':status': 200, 'x-a': ['1', '2'] });
      stream.end(`${headers[':method']} ${headers[':path']} ${String(headers['x-mine'])}`);
    });
    server.on('request', (request, response) => {
      if (request.httpVersion === '1.1') response.end();
    });
    const url = `https://localhost:${await bench.listen(server)}/x`;
    const options = { preferHttp2: true, headers: [['X-Mine', 'me']], tls: { ca: authority.cert } };
    const exchanges = [await get(url, options), ...(await Promise.all([1, 2, 3].map(() => get(url, options))))];
    for (const exchange of exchanges) {
      assert.equal(exchange.error, undefined);
      assert.equal(await bench.text(exchange), 'GET /x me');
      const hop = exchange.hops[0]!;
      assert.equal(hop.version, '2');
      assert.equal(hop.tls!.alpn, 'h2');
      assert.ok(hop.response!.headers.some(([name, value]) => name === 'x-a' && value === '1'));
      assert.deepEqual(hop.requestHeaders.slice(0, 2), [
        [':method', 'GET'],
        [':authority', new URL(url).host],
      ]);
      assert.ok(hop.timings.sent! <= hop.timings.firstByte! && hop.timings.firstByte! <= hop.timings.done!);
    }
    assert.equal(bench.recorder.of('opened').length, 1);
    assert.match(bench.recorder.bytes('out').toString('latin1'), /^PRI \* HTTP\/2\.0\r\n\r\nSM/);
    const plain = await get(url, { tls: { ca: authority.cert } });
    assert.equal(plain.hops[0]!.version, '1.1');
  });

  it('speaks HTTP/2 without TLS when asked for it; posts a body', async () => {
    const server = createHttp2Server();
    server.on('stream', (stream) => {
      stream.respond({ ':status': 201 });
      stream.pipe(stream);
    });
    const url = `http://127.0.0.1:${await bench.listen(server)}/`;
    const exchange = await get(url, {
      version: '2',
      method: 'POST',
      body: [{ kind: 'bytes', bytes: Buffer.alloc(200_000, 'x') }],
    });
    assert.equal(exchange.error, undefined);
    assert.equal(exchange.body!.bytes, 200_000);
    const none = await get(await bench.serve((_request, response) => response.end()), { version: '2' });
    assert.equal(none.error!.code, 'no-http2');
    const offered = await get(await serve(good), { version: '2', tls: { ca: authority.cert } });
    assert.equal(offered.error!.code, 'no-http2');
  });

  it('closes what it kept', async () => {
    const url = await serve(good);
    await get(url, { tls: { ca: authority.cert } });
    const closed = bench.recorder.first('closed');
    await bench.registry.stopAll();
    await closed;
    assert.equal(bench.recorder.closed.size, 1);
  });
});
