import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, createServer as createNetServer, type Socket } from 'node:net';
import { createServer as createSecure } from 'node:https';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { HttpClient } from '../../../../src/net/http/client.ts';
import type { HttpProgress, HttpRequestSpec } from '../../../../src/net/http/exchange.ts';
import { isExcepted, parseProxy, proxyFor } from '../../../../src/net/http/proxy.ts';
import { bodyBytes } from '../../../../src/net/http/sources.ts';
import { parseTarget } from '../../../../src/net/http/target.ts';
import { becomes } from '../../../helpers/becomes.ts';
import { certificate } from '../../../helpers/certificates.ts';
import { HttpBench } from '../../../helpers/httpServers.ts';
import { assertNoneLeft, handles } from '../../../helpers/nets.ts';

describe('ways of the HTTP client: proxies, Unix sockets, raw bytes, files', () => {
  let bench: HttpBench;
  let seen: string[];
  let folder: string;
  let before: ReadonlyMap<string, number>;
  beforeEach(async () => {
    bench = new HttpBench();
    seen = [];
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-test-'));
    // The timer of the test runner itself is among them by now.
    before = handles();
  });
  afterEach(async () => {
    await bench.close();
    await rm(folder, { recursive: true });
    await assertNoneLeft(before);
  });
  const get = (url: string, more: object = {}) => bench.client.send({ method: 'GET', url, headers: [], ...more });

  /** A proxy for GET of whole URLs and for CONNECT. */
  async function proxy(): Promise<number> {
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
      response.end('by proxy');
    });
    server.on('connect', (request, socket: Socket) => {
      seen.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
      if (request.url!.startsWith('forbidden')) {
        socket.end('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const onward = connect(Number(request.url!.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Go\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    return bench.listen(server);
  }

  it('asks an HTTP proxy for the whole URL', async () => {
    const port = await proxy();
    const exchange = await get('http://some.test:81/a?b', { proxy: `http://u:p@127.0.0.1:${port}` });
    assert.equal(await bench.text(exchange), 'by proxy');
    assert.deepEqual(seen, ['GET http://some.test:81/a?b Basic dTpw']);
    assert.equal(exchange.hops[0]!.proxy, `http://127.0.0.1:${port}`);
    assert.equal(exchange.hops[0]!.remote, `127.0.0.1:${port}`);
  });

  it('goes through a proxy to TLS, and says when the proxy refuses or is not there', async () => {
    const pem = await certificate();
    const server = createSecure(pem, (_request, response) => response.end('through'));
    const url = `https://localhost:${await bench.listen(server)}/`;
    const port = await proxy();
    const exchange = await get(url, { proxy: `http://127.0.0.1:${port}`, tls: { ca: pem.cert } });
    assert.equal(exchange.error, undefined);
    assert.equal(await bench.text(exchange), 'through');
    assert.match(
      bench.recorder.bytes('out').toString(),
      /^CONNECT localhost:\d+ HTTP\/1\.1\r\nHost: [^]*\r\n\r\nGET \/ HTTP\/1\.1/,
    );
    const refused = await get('https://forbidden.test/', { proxy: `127.0.0.1:${port}` });
    assert.deepEqual([refused.error!.code, refused.hops.length], ['proxy-refused', 1]);
    assert.match(refused.error!.message, /answered "403 No"/);
    const gone = await get('https://some.test/', { proxy: 'http://127.0.0.1:1' });
    assert.equal(gone.error!.code, 'proxy-failed');
  });

  /** A SOCKS5 server with no authentication, of RFC 1928 what is needed here. */
  async function socks(): Promise<number> {
    const server = createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(Buffer.from([5, 0]));
        socket.once('data', (request) => {
          const named = request[3] === 3;
          const host = named ? request.subarray(5, 5 + request[4]!).toString() : request.subarray(4, 8).join('.');
          seen.push(host);
          const onward = connect(request.readUInt16BE(request.length - 2), '127.0.0.1', () => {
            socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
            socket.pipe(onward).pipe(socket);
          });
          onward.on('error', () => socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
          socket.on('close', () => onward.destroy());
        });
      });
    });
    return bench.listen(server);
  }

  it('goes through SOCKS, plain and to TLS', async () => {
    const url = await bench.serve((_request, response) => response.end('by socks'));
    const port = await socks();
    const plain = await get(url, { proxy: `socks5://127.0.0.1:${port}` });
    assert.equal(plain.error, undefined);
    assert.equal(await bench.text(plain), 'by socks');
    const named = await get(url.replace('127.0.0.1', 'some.test'), { proxy: `socks5h://127.0.0.1:${port}` });
    assert.equal(await bench.text(named), 'by socks');
    const pem = await certificate();
    const server = createSecure(pem, (_request, response) => response.end('secure socks'));
    const secure = await get(`https://localhost:${await bench.listen(server)}/`, {
      proxy: `socks5h://127.0.0.1:${port}`,
      tls: { ca: pem.cert },
    });
    assert.equal(secure.error, undefined);
    assert.equal(await bench.text(secure), 'secure socks');
    assert.deepEqual(seen, ['127.0.0.1', 'some.test', 'localhost']);
    const refused = await get('http://127.0.0.1:1/', { proxy: `socks5://127.0.0.1:${port}` });
    assert.equal(refused.error!.code, 'proxy-refused');
  });

  it('reads the environment as curl does, but for servers on this machine', () => {
    const of = (url: string, environment: Record<string, string>) =>
      proxyFor(parseTarget(url), undefined, environment)?.name;
    assert.equal(of('http://a.test/', { http_proxy: 'p:1' }), 'http://p:1');
    assert.equal(of('http://a.test/', { HTTP_PROXY: 'p:1' }), undefined);
    assert.equal(of('https://a.test/', { HTTPS_PROXY: 'http://p:2', ALL_PROXY: 'q' }), 'http://p:2');
    assert.equal(of('http://a.test/', { ALL_PROXY: 'socks5://q:3' }), 'socks5://q:3');
    assert.equal(of('http://a.test/', { http_proxy: 'p:1', no_proxy: 'b.test,.a.test' }), undefined);
    assert.equal(of('http://127.0.0.1/', { http_proxy: 'p:1' }), undefined);
    assert.equal(of('http://localhost/', { http_proxy: 'p:1' }), undefined);
    assert.deepEqual(parseProxy('socks4a://u%40:p:w@[::1]:9'), {
      kind: 'socks4a', host: '::1', port: 9, user: 'u@', password: 'p:w', name: 'socks4a://[::1]:9',
    }); // prettier-ignore
    assert.equal(parseProxy('host').port, 1080);
    assert.throws(() => parseProxy('ftp://x'), { code: 'bad-proxy' });
    const table: readonly [host: string, list: string, excepted: boolean][] = [
      ['a.b.test', 'b.test', true],
      ['ab.test', 'b.test', false],
      ['b.test.', '.b.test', true],
      ['x', '*', true],
      ['10.1.2.3', '10.0.0.0/8', true],
      ['11.1.2.3', '10.0.0.0/8', false],
      ['fe80::1', 'fe80::/16 other', true],
      ['10.1.2.3', '2.3', false],
    ];
    assert.equal(isExcepted('192.0.2.9', '192.0.2.1/'), false);
    for (const [host, list, excepted] of table) assert.equal(isExcepted(host, list), excepted, `${host} ${list}`);
  });

  it('talks over a Unix socket', async () => {
    const socketPath = path.join(folder, 'sock');
    const server = createServer((request, response) => response.end(`${request.headers.host} ${request.url}`));
    server.listen(socketPath);
    await once(server, 'listening');
    try {
      const exchange = await get('http://docker/x', { socketPath });
      assert.equal(await bench.text(exchange), 'docker /x');
      assert.equal(exchange.hops[0]!.remote, socketPath);
      const none = await get('http://docker/x', { socketPath: path.join(folder, 'none') });
      assert.equal(none.error!.code, 'refused');
      assert.match(none.error!.message, /the socket does not exist/);
    } finally {
      await bench.registry.stopAll();
      server.close();
    }
  });

  const refused: readonly [code: string, request: object][] = [
    ['bad-method', { method: 'GE T' }],
    ['bad-header', { headers: [['Bad Name', 'x']] }],
    [
      'both-lengths',
      {
        headers: [
          ['content-length', '3'],
          ['Transfer-Encoding', 'chunked'],
        ],
      },
    ],
    ['header-injection', { headers: [['X', 'a\r\nEvil: 1']] }],
    ['bad-header', { headers: [['X', 'a\0b']] }],
  ];
  for (const [code, request] of refused) {
    it(`refuses ${JSON.stringify(request)}, and sends it as written when told to`, async () => {
      const url = await bench.answer('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      const exchange = await get(`${url}/`, request);
      assert.equal(exchange.error!.code, code);
      assert.deepEqual(exchange.error!.remedies, ['sendRaw']);
      assert.equal(bench.recorder.events.length, 0);
      const raw = await get(`${url}/`, { ...request, insist: true });
      assert.equal(await bench.text(raw), 'ok');
      const { method = 'GET', headers = [] } = request as { method?: string; headers?: string[][] };
      const sent = bench.recorder.bytes('out').toString('latin1');
      assert.ok(sent.startsWith(`${method} / HTTP/1.1\r\nHost: `), sent);
      for (const [name, value] of headers) assert.ok(sent.includes(`\r\n${name}: ${value}\r\n`), sent);
    });
  }

  /** As the URL Standard has it ("path percent-encode set" and "query percent-encode set"), but nothing else is touched. */
  const awkward = [
    ['/"a"<b>', '/%22a%22%3Cb%3E'],
    ['/`{x}^', '/%60%7Bx%7D%5E'],
    ['/a?q="x y"<z>', '/a?q=%22x%20y%22%3Cz%3E'],
    ["/a?$filter=name eq 'x'&{b}|`", "/a?$filter=name%20eq%20'x'&{b}|`"],
    ['/%22/%zz/a//b/../c?%20+', '/%22/%zz/a//b/../c?%20+'],
    ["/[a]!$&'()*+,;=:@-._~", "/[a]!$&'()*+,;=:@-._~"],
  ] as const;

  it('encodes what a target may not have, and sends it as written when told to', async () => {
    const url = await bench.answer('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const exchange = await get(`${url}/a b/ü?q=\u{1F600}`);
    assert.match(exchange.notes.join(), /went out as \/a%20b\/%C3%BC\?q=%F0%9F%98%80/);
    for (const [path] of awkward) await get(url + path);
    await get(`${url}/a b/ü?`, { insist: true });
    const sent = bench.recorder.bytes('out').toString('latin1');
    assert.match(sent, /^GET \/a%20b\/%C3%BC\?q=%F0%9F%98%80 HTTP/);
    for (const [, target] of awkward) assert.ok(sent.includes(`GET ${target} HTTP`), target);
    assert.match(sent, /GET \/a b\/ü\? HTTP/);
  });

  it('sends the very bytes it is given', async () => {
    const url = await bench.answer('HTTP/1.1 200 OK\nContent-Length: 2\n\nok');
    const raw = Buffer.from('GET / HTTP/1.1\nHost: x\nContent-Length: 2\nTransfer-Encoding: chunked\n\n\xff');
    const exchange = await get(`${url}/`, { raw });
    assert.deepEqual(bench.recorder.bytes('out'), raw);
    assert.equal(await bench.text(exchange), 'ok');
    assert.match(exchange.notes.join(), /LF alone/);
  });

  it('sends HTTP/1.0, a body in chunks, and headers in their order and case', async () => {
    const url = await bench.answer('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    await get(`${url}/`, { version: '1.0', headers: [['b', '1'], ['A', 'ü'], ['b', '2']] }); // prettier-ignore
    assert.match(
      bench.recorder.bytes('out').toString('latin1'),
      /^GET \/ HTTP\/1\.0\r\n[^]*\r\nAccept-Encoding: .*\r\nb: 1\r\nA: ü\r\nb: 2\r\n\r\n$/,
    );
    await get(`${url}/`, {
      method: 'POST',
      headers: [['Transfer-Encoding', 'chunked']],
      body: [{ kind: 'bytes', bytes: Buffer.from('hello') }],
    });
    assert.match(
      bench.recorder.bytes('out').toString('latin1'),
      /Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n$/,
    );
    assert.doesNotMatch(bench.recorder.bytes('out').toString('latin1'), /Content-Length/);
  });

  it('says what is wrong with a URL, a length, and a name with no address of the family', async () => {
    const said = async (url: string, more: Partial<HttpRequestSpec> = {}) => {
      const { error, notes } = await bench.client.send({ method: 'POST', url, headers: [], ...more });
      return `${error?.code ?? ''} ${error?.message ?? ''} ${notes.join(' ')}`;
    };
    assert.match(await said('http://[::1/x'), /^bad-url .*the bracket of its IPv6 address is not closed/);
    assert.match(await said(`http://${'a'.repeat(64)}.test/`), /^bad-url .*too long for a host name/);
    // Where no name server answers at all, that is what is said.
    const noName = /^(name-not-found No IPv6 address was found for the name wirebench\.invalid|name-lookup-failed )/;
    assert.match(await said('http://wirebench.invalid/', { family: 6 }), noName);
    const url = await bench.serveRaw((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n')));
    const body = [{ kind: 'bytes', bytes: Buffer.from('four') }] as const;
    const given = (length: string) => said(url, { headers: [['Content-Length', length]], body });
    assert.equal(await given('4'), '  ');
    const wrong = [
      ['9', /given as 9, but the body has 4 bytes: the server waits for the rest/],
      ['2', /given as 2, but the body has 4 bytes: the server takes the rest for the beginning of another request/],
      ['4, 4', /given as 4, 4, but the body has 4 bytes/],
    ] as const;
    for (const [length, sentence] of wrong) {
      assert.match(await given(length), sentence);
      assert.match(await given(length), /^wrong-length /);
      const insisted = await said(url, { headers: [['Content-Length', length]], body, insist: true });
      assert.match(insisted, sentence);
      assert.doesNotMatch(insisted, /wrong-length/);
    }
    assert.match(await said(url, { method: 'GET', headers: [['Content-Length', '4']] }), /^wrong-length .*has 0 bytes/);
    assert.match(
      await said(url, { headers: [['Transfer-Encoding', 'gzip']], body }),
      /^wrong-length .*end with chunked/,
    );
  });

  it('begins no request with the rest of another, and says that a file has changed while it was sent', async () => {
    const url = await bench.serve((request, response) => {
      void request.toArray().then(() => response.end(request.url));
    });
    const body = [{ kind: 'bytes', bytes: Buffer.from('four, and more') }] as const;
    await bench.client.send({
      method: 'POST',
      url: `${url}/1`,
      headers: [['Content-Length', '4']],
      body,
      insist: true,
    });
    const next = await bench.client.send({ method: 'GET', url: `${url}/2`, headers: [] });
    assert.deepEqual([await bench.text(next), bench.recorder.of('opened').length], ['/2', 2]);
    const file = path.join(folder, 'changes');
    await writeFile(file, Buffer.alloc(100));
    for (const length of [99, 101]) {
      const bytes = Readable.from(bodyBytes({ sources: [{ kind: 'file', path: file }], length }));
      await assert.rejects(bytes.toArray(), { code: 'file-changed' });
    }
  });

  it('waits for 100 Continue where that is asked for', async () => {
    const server = createServer((_request, response) => response.end('final'));
    server.on('checkContinue', (request, response) => {
      seen.push('asked');
      response.writeContinue();
      request.resume().on('end', () => response.end('continued'));
    });
    const url = `http://127.0.0.1:${await bench.listen(server)}/`;
    const exchange = await get(url, {
      method: 'PUT',
      headers: [['Expect', '100-continue']],
      body: [{ kind: 'bytes', bytes: Buffer.from('x') }],
    });
    assert.equal(await bench.text(exchange), 'continued');
    assert.deepEqual(
      exchange.hops[0]!.interim.map(({ status }) => status),
      [100],
    );
  });

  it('streams files up and down with progress, flat in memory, and saves what came', async () => {
    bench.recorder.keep = false;
    const big = path.join(folder, 'big');
    await writeFile(big, Buffer.alloc(24 * 1024 * 1024, 'abcdefg'));
    const url = await bench.serve((request, response) => {
      response.setHeader('Content-Length', request.headers['content-length']!);
      request.pipe(response);
    });
    const told: HttpProgress[] = [];
    const exchange = await bench.client.send(
      {
        method: 'POST',
        url,
        headers: [],
        body: [
          { kind: 'bytes', bytes: Buffer.from('start') },
          { kind: 'file', path: big },
        ],
      },
      { onProgress: (progress) => told.push(progress) },
    );
    assert.equal(exchange.error, undefined);
    const size = 24 * 1024 * 1024 + 5;
    assert.equal(exchange.body!.bytes, size);
    assert.ok(bench.client.bodies.memoryBytes < 2 * 1024 * 1024, String(bench.client.bodies.memoryBytes));
    assert.deepEqual(told.at(-1), {
      ...{ phase: 'receiving', sent: size, sendTotal: size, received: size, total: size, hop: 0 },
    });
    assert.ok(told.length <= exchange.duration / 100 + 2, `${told.length} reports in ${exchange.duration} ms`);
    const part = await bench.client.bodies.read(exchange.body!.id, { offset: size - 7, length: 100 });
    const end = Buffer.alloc(24 * 1024 * 1024, 'abcdefg').subarray(-7);
    assert.deepEqual(Buffer.from(part), end);
    const saved = path.join(folder, 'saved');
    assert.deepEqual(await bench.client.bodies.save(exchange.body!.id, saved), { bytes: size });
    assert.equal((await stat(saved)).size, size);
    const cancel = new AbortController();
    const saving = bench.client.bodies.save(exchange.body!.id, saved, cancel.signal);
    cancel.abort();
    await assert.rejects(saving, { code: 'cancelled' });
    await assert.rejects(stat(saved), { code: 'ENOENT' });
    await bench.client.bodies.forget([exchange.body!.id]);
    assert.equal((await bench.client.bodies.read(exchange.body!.id)).length, 0);
  });

  it('says which file is missing before anything is sent', async () => {
    const exchange = await get('http://127.0.0.1:1/', {
      method: 'POST',
      body: [{ kind: 'file', path: path.join(folder, 'none') }],
    });
    assert.equal(exchange.error!.code, 'file-unreadable');
    assert.match(exchange.error!.message, /none could not be read: the system says ENOENT/);
    assert.equal(bench.recorder.events.length, 0);
  });

  for (const how of ['a file', 'bytes', 'bytes as written'] as const) {
    it(`tells how far the upload of ${how} is`, async () => {
      bench.recorder.keep = false;
      const size = 12 * 1024 * 1024;
      const bytes = Buffer.alloc(size);
      const big = path.join(folder, 'upload');
      await writeFile(big, bytes);
      const told: HttpProgress[] = [];
      const url = await bench.serveRaw((socket) => {
        socket.pause();
        // It goes on reading when the client has told that it is in the middle.
        const inTheMiddle = () =>
          Promise.resolve(told.some(({ phase, sent }) => phase === 'sending' && sent > 0 && sent < size));
        void becomes(inTheMiddle, true).then(() => {
          let left = size;
          socket.on('data', (chunk) => {
            if ((left -= chunk.length) <= 0) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
          });
          socket.resume();
        });
      });
      const exchange = await bench.client.send(
        {
          method: 'POST',
          url,
          headers: [],
          insist: how === 'bytes as written',
          body: [how === 'a file' ? { kind: 'file', path: big } : { kind: 'bytes', bytes }],
        },
        { onProgress: (progress) => told.push(progress) },
      );
      assert.equal(exchange.error, undefined);
      assert.ok(told.every(({ sendTotal }) => sendTotal === size));
      assert.equal(told.at(-1)!.sent, size);
      assert.deepEqual([exchange.hops[0]!.requestBodyBytes, exchange.hops[0]!.unsent], [size, undefined]);
    });
  }

  it('knows that nothing was sent where there was no connection, and how much of a body was', async () => {
    const body = [{ kind: 'bytes', bytes: Buffer.alloc(8_000_000) }] as const;
    const nowhere = await bench.client.send({ method: 'POST', url: 'http://127.0.0.1:1/', headers: [], body });
    assert.deepEqual([nowhere.hops[0]!.unsent, nowhere.hops[0]!.requestBodyBytes], [true, 0]);
    const plain = await bench.answer('no TLS');
    const insecure = await bench.client.send({ method: 'GET', url: plain.replace('http:', 'https:'), headers: [] });
    assert.equal(insecure.hops[0]!.unsent, true);
    const hangsUp = await bench.serveRaw((socket) => socket.once('data', () => socket.destroy()));
    const partly = await bench.client.send({ method: 'POST', url: hangsUp, headers: [], body });
    assert.equal(partly.hops[0]!.unsent, undefined);
    assert.ok(partly.hops[0]!.requestBodyBytes < 8_000_000);
  });

  it('cancels an upload', async () => {
    const stop = new AbortController();
    const url = await bench.serveRaw((socket) => socket.once('data', () => socket.pause()));
    const big = path.join(folder, 'big');
    await writeFile(big, Buffer.alloc(16 * 1024 * 1024));
    const exchange = await bench.client.send(
      { method: 'POST', url, headers: [], body: [{ kind: 'file', path: big }] },
      { signal: stop.signal, onProgress: ({ sent }) => sent > 100_000 && stop.abort() },
    );
    assert.equal(exchange.error!.code, 'cancelled');
    await bench.close();
  });

  it('closes connections that nobody uses', async () => {
    const client = new HttpClient({
      registry: bench.registry,
      environment: {},
      idleTimeout: 20,
    });
    const url = await bench.serve((_request, response) => response.end('x'));
    await client.send({ method: 'GET', url, headers: [] });
    await bench.recorder.first('closed');
  });

  for (const url of [
    '',
    'nothing',
    'ftp://x/',
    'http://',
    'http://h:0/',
    'http://h:x/',
    'http://[::1/',
    'http://a b/',
  ]) {
    it(`says what is wrong with the URL ${JSON.stringify(url)}`, async () => {
      const exchange = await get(url);
      assert.equal(exchange.error!.code, 'bad-url');
      assert.equal(exchange.hops.length, 0);
    });
  }
});
