import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { HttpBench } from '../../../helpers/httpServers.ts';

describe('answers to the HTTP client, good and broken', () => {
  let bench: HttpBench;
  beforeEach(() => (bench = new HttpBench()));
  afterEach(() => bench.close());

  const get = (url: string, more: object = {}) => bench.client.send({ method: 'GET', url, headers: [], ...more });

  const words = 'To be, or not to be. '.repeat(500);
  /** `zstd` of "hello zstd\n", by the program of that name. */
  const zstd = Buffer.from('KLUv/QRYWQAAaGVsbG8genN0ZAr+N1T5', 'base64');
  const coded: readonly [codings: string, body: Uint8Array, want: string, undone: string[]][] = [
    ['gzip', gzipSync(words), words, ['gzip']],
    ['deflate', deflateSync(words), words, ['deflate']],
    ['deflate', deflateRawSync(words), words, ['deflate']],
    ['br', brotliCompressSync(words), words, ['br']],
    ['gzip, br', brotliCompressSync(gzipSync(words)), words, ['br', 'gzip']],
    ['identity', Buffer.from(words), words, []],
  ];
  const tail = Buffer.from('garbage');
  const followed: readonly [coding: string, body: Uint8Array, rest: Uint8Array][] = [
    ['gzip', gzipSync(words), Buffer.alloc(20)],
    ['deflate', deflateSync(words), tail],
    ['deflate', deflateRawSync(words), tail],
    ['br', brotliCompressSync(words), tail],
  ];
  for (const [codings, body, want, undone] of coded) {
    it(`undoes ${codings} (${body.length} bytes)`, async () => {
      const url = await bench.serve((_request, response) =>
        response.writeHead(200, { 'content-encoding': codings }).end(body),
      );
      const exchange = await get(url);
      assert.equal(exchange.error, undefined);
      assert.equal(await bench.text(exchange), want);
      const { codings: found, encodedBytes, bytes } = exchange.body!;
      assert.deepEqual([found, encodedBytes, bytes], [undone, body.length, want.length]);
      const raw = await bench.client.bodies.read(exchange.body!.id, { encoded: true });
      assert.deepEqual(Buffer.from(raw), Buffer.from(body));
    });
  }

  for (const [coding, body, rest] of followed) {
    it(`ends where the ${coding} coding ends (${body.length} bytes); what came after it is an error unless insisted`, async () => {
      const url = await bench.serve((_request, response) =>
        response.writeHead(200, { 'content-encoding': coding }).end(Buffer.concat([body, rest])),
      );
      const problem = new RegExp(
        `The ${coding} coding of the body is broken \\(${rest.length} bytes came after its end\\)`,
      );
      for (const insist of [false, true]) {
        const exchange = await get(url, { insist });
        assert.equal(exchange.error?.code, insist ? undefined : 'broken-coding');
        assert.match(exchange.body!.problem!, problem);
        assert.equal(await bench.text(exchange), words);
      }
    });
  }

  const spoiled = (bytes: Buffer, at: number) => {
    const copy = Buffer.from(bytes);
    copy[bytes.length - at]! ^= 0xff;
    return copy;
  };
  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 31) % 253));
  const noisy = gzipSync(noise);
  const halfGood = [
    ['gzip with a wrong checksum', 'gzip', spoiled(noisy, 8), noise.length],
    ['gzip with a wrong length', 'gzip', spoiled(noisy, 1), noise.length],
    ['gzip with garbage behind', 'gzip', Buffer.concat([noisy, tail]), noise.length],
    ['gzip without its trailer', 'gzip', noisy.subarray(0, -8), noise.length],
    ['deflate with a wrong checksum', 'deflate', spoiled(deflateSync(noise), 1), noise.length],
    ['what is not gzip', 'gzip', noise, 0],
  ] as const;
  for (const [name, coding, body, decoded] of halfGood) {
    it(`says that ${name} is broken, and keeps all that could be decoded`, async () => {
      const url = await bench.serve((_request, response) =>
        response.writeHead(200, { 'content-encoding': coding }).end(body),
      );
      for (const insist of [false, true]) {
        const exchange = await get(url, { insist });
        assert.equal(exchange.error?.code, insist ? undefined : 'broken-coding');
        assert.match(exchange.body!.problem!, new RegExp(`\\. The ${decoded} bytes before the error are shown`));
        assert.equal(exchange.hops[0]!.response!.status, 200);
        const read = Buffer.from(await bench.client.bodies.read(exchange.body!.id));
        assert.ok(read.equals(noise.subarray(0, decoded)));
      }
    });
  }

  it('undoes codings of the transfer, which lie around those of the content', async () => {
    const body = gzipSync(deflateSync('twice'));
    const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nTransfer-Encoding: gzip, chunked\r\n\r\n';
    const exchange = await get(
      await bench.answer(
        Buffer.concat([Buffer.from(`${head}${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]),
      ),
    );
    assert.deepEqual(exchange.body!.codings, ['gzip', 'deflate']);
    assert.equal(await bench.text(exchange), 'twice');
  });

  it('stops a decompression bomb that is packed in another coding', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    const url = await bench.serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(bomb),
    );
    const exchange = await get(url);
    assert.equal(exchange.error!.code, 'decompression-bomb');
    assert.ok(exchange.body!.bytes <= 10 * 1024 * 1024);
  });

  it('undoes zstd', async () => {
    const url = await bench.serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'zstd' }).end(zstd),
    );
    const exchange = await get(url);
    assert.equal(exchange.body!.problem, undefined);
    assert.equal(await bench.text(exchange), 'hello zstd\n');
  });

  it('shows what came of a coding that breaks off, and a coding it does not know as it came', async () => {
    const half = gzipSync(Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i) % 251)));
    const url = await bench.serve((request, response) => {
      const odd = request.url === '/odd';
      response.writeHead(200, { 'content-encoding': odd ? 'compress' : 'gzip' }).end(half.subarray(0, half.length - 9));
    });
    const exchange = await get(url);
    assert.match(exchange.body!.problem!, /gzip coding of the body is broken/);
    assert.ok(exchange.body!.bytes > 100_000 && exchange.body!.bytes <= 200_000, String(exchange.body!.bytes));
    const odd = await get(`${url}/odd`);
    assert.match(odd.body!.problem!, /coding "compress" is not known/);
    assert.deepEqual([exchange.error!.code, odd.error!.code], ['broken-coding', 'unknown-coding']);
    assert.equal(odd.body!.bytes, half.length - 9);
  });

  it('stops a decompression bomb', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(32 * 1024 * 1024), {
      params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
    });
    const url = await bench.serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'br' }).end(bomb),
    );
    const exchange = await get(url);
    assert.equal(exchange.error!.code, 'decompression-bomb');
    assert.match(exchange.error!.message, /decompression bomb/);
    assert.ok(exchange.body!.bytes <= 10 * 1024 * 1024);
  });

  it('stops at the limit for a body', async () => {
    const url = await bench.serve((_request, response) => response.end(Buffer.alloc(100_000)));
    const exchange = await get(url, { maxBodyBytes: 50_000 });
    assert.equal(exchange.error!.code, 'body-too-large');
  });

  it('says that a body was cut short, and shows what came', async () => {
    const url = await bench.answer('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour');
    const exchange = await get(url);
    assert.equal(exchange.error!.code, 'body-cut-short');
    assert.match(exchange.error!.message, /4 of 10 bytes/);
    assert.equal(await bench.text(exchange), 'four');
    assert.equal(exchange.body!.problem, exchange.error!.message);
  });

  it('says that there was no answer', async () => {
    const exchange = await get(await bench.answer(''));
    assert.equal(exchange.error!.code, 'reset');
    assert.match(exchange.error!.message, /closed the connection without an answer/);
  });

  const broken: readonly [name: string, answer: string, status: number, body: string, code?: string][] = [
    ['LF alone', 'HTTP/1.1 200 OK\nContent-Length: 5\n\nhello', 200, 'hello'],
    ['a damaged status line', 'HTTP 200 OK\r\nContent-Length: 5\r\n\r\nhello', 200, 'hello', 'broken-status-line'],
    ['no status line', 'hello', 0, 'hello', 'not-http'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\nContent-Length: 5\r\n\r\nhello', 20, 'hello', 'broken-status-line'],
    [
      'a status of four digits',
      'HTTP/1.1 1000 OK\r\nContent-Length: 5\r\n\r\nhello',
      1000,
      'hello',
      'broken-status-line',
    ],
    [
      'both lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
      200,
      'hello',
    ],
    ['a space before a colon', 'HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 5\r\n\r\nhello', 200, 'hello'],
    [
      'a bad chunk size',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nqq\r\n',
      200,
      'hello',
      'chunk-broken',
    ],
    [
      'a chunk too long',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!!\r\n0\r\n\r\n',
      200,
      'hello',
      'chunk-broken',
    ],
    ['a flood of headers', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(300_000)}\r\n\r\n`, 200, '', 'header-flood'],
  ];
  /** What cannot be read on, however much somebody insists. */
  const unreadable = new Set<string | undefined>(['chunk-broken', 'header-flood']);
  for (const [name, answer, status, body, code] of broken) {
    it(`shows an answer with ${name} as far as it can be read`, async () => {
      const exchange = await get(await bench.answer(answer));
      assert.equal(exchange.error?.code, code);
      assert.equal(exchange.hops[0]!.response!.status, status);
      assert.equal(await bench.text(exchange), body);
      assert.ok(exchange.notes.length > 0 || code === 'not-http');
      const insisted = await get(await bench.answer(answer), { insist: true });
      assert.equal(insisted.error?.code, unreadable.has(code) ? code : undefined);
      assert.equal(insisted.hops[0]!.response!.status, status);
      assert.equal(await bench.text(insisted), body);
    });
  }

  it('ends with the head where the server switches to what is no HTTP', async () => {
    const url = await bench.answer('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nbytes', false);
    const exchange = await get(url, { headers: [['Upgrade', 'x']] });
    assert.equal(exchange.error, undefined);
    assert.equal(exchange.hops[0]!.response!.status, 101);
    const unasked = await get(url);
    assert.equal(unasked.error!.code, 'unasked-switch');
    assert.equal(unasked.hops[0]!.response!.status, 101);
  });

  for (const [name, answer, headers] of [
    ['first line', 'HTTP/1.1 200 Sch\xc3\xb6n\r\n', 0],
    ['headers', 'HTTP/1.1 200 Sch\xc3\xb6n\r\nA: b\r\nC: d', 2],
  ] as const) {
    it(`shows an answer that breaks off after its ${name}`, async () => {
      const exchange = await get(await bench.answer(answer));
      assert.equal(exchange.error?.code, 'head-cut-short');
      const { status, reason, headers: came } = exchange.hops[0]!.response!;
      assert.deepEqual([status, reason, came.length], [200, 'Schön', headers]);
    });
  }

  it('reads a reason in UTF-8, and tells of a second answer that nobody asked for', async () => {
    const one = 'HTTP/1.1 200 Sch\xc3\xb6n\r\nContent-Length: 2\r\n\r\nhi';
    const exchange = await get(await bench.answer(one + one, false));
    assert.equal(exchange.hops[0]!.response!.reason, 'Schön');
    assert.equal(await bench.text(exchange), 'hi');
    assert.deepEqual(exchange.notes, [`${one.length} bytes came after the end of the answer.`]);
  });

  it('goes on reading a broken answer whose rest comes later', async () => {
    const url = await bench.serveRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\nContent-Length: 10\n\n');
        // The client has the broken head now: it is in its journal.
        void bench.recorder.until(() => bench.recorder.bytes('in').length > 0).then(() => socket.write('helloworld'));
      });
    });
    const exchange = await get(url);
    assert.equal(exchange.error, undefined);
    assert.equal(await bench.text(exchange), 'helloworld');
  });

  it('keeps interim answers, trailers, and headers as bytes or UTF-8', async () => {
    const url = await bench.answer(
      Buffer.from(
        'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nX-Utf8: café\r\nTrailer: X-Sum\r\n' +
          'Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n',
      ),
    );
    const hop = (await get(url)).hops[0]!;
    assert.deepEqual(
      hop.interim.map(({ status, headers }) => [status, headers]),
      [[103, [['Link', '</a>']]]],
    );
    assert.deepEqual(hop.trailers, [['X-Sum', '7']]);
    assert.deepEqual(hop.response!.headers[0], ['X-Utf8', 'café']);
  });

  it('says how far it was when the time was up', async () => {
    const silent = await get(await bench.serveRaw(() => undefined), { timeout: 1000 });
    assert.deepEqual([silent.error!.code, silent.error!.facts!['phase']], ['timeout', 'waiting']);
    const head = await bench.answer('HTTP/1.1 200 OK\\r\\nContent-Length: 10', false);
    const half = await get(head, { timeout: 1000 });
    assert.match(half.error!.message, /sent something within 1 s, but no whole head of an answer\./);
    const url = await bench.answer('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour', false);
    const begun = await get(url, { timeout: 1000 });
    assert.deepEqual([begun.error!.code, begun.error!.facts!['phase']], ['timeout', 'receiving']);
    assert.equal(await bench.text(begun), 'four');
    await bench.recorder.until(() => bench.recorder.of('closed').length === 3);
    const odd = await get(await bench.answer('no HTTP, and no end', false), { timeout: 300, insist: true });
    assert.equal(odd.error?.code, 'timeout');
    assert.equal(await bench.text(odd), 'no HTTP, and no end');
  });

  const floods = [
    ['interim answers', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'],
    ['interim answers with long headers', `HTTP/1.1 103 Early Hints\r\nLink: ${'a'.repeat(10_000)}\r\n\r\n`],
    ['short interim answers', 'HTTP/1.1 100\r\n\r\n'],
    ['empty lines', '\r\n'.repeat(1000)],
  ] as const;
  for (const [name, one] of floods) {
    for (const insist of [false, true]) {
      it(`stops reading ${name} without end${insist ? ', as written' : ''}`, async () => {
        let sent = 0;
        const url = await bench.serveRaw((socket) => {
          const more = () => {
            while (!socket.destroyed && socket.write(one)) sent += one.length;
          };
          socket.once('data', more);
          socket.on('drain', more);
        });
        const exchange = await get(url, { insist });
        assert.equal(exchange.error!.code, 'header-flood');
        assert.ok(bench.recorder.bytes('in').length < 600_000, String(sent));
      });
    }
  }

  it('stops reading interim answers without end over HTTP/2', async () => {
    let sent = 0;
    const server = http2.createServer();
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      const more = () => {
        for (let i = 0; i < 100 && !stream.destroyed; i++, sent++)
          stream.additionalHeaders({ ':status': 103, link: '</a>' });
        if (!stream.destroyed) setImmediate(more);
      };
      more();
    });
    const port = await bench.listen(server);
    const exchange = await get(`http://127.0.0.1:${port}/`, { version: '2' });
    assert.equal(exchange.error!.code, 'header-flood');
    assert.match(exchange.error!.message, /^1001 interim answers \(103\) came, but no final answer/);
    await bench.registry.stopAll();
  });

  it('knows who answers in something else than HTTP, at once and while the connection stays', async () => {
    const banners: readonly (readonly [bytes: string, name: RegExp])[] = [
      ['SSH-2.0-OpenSSH_9.2p1\r\n', /speaks SSH: .*"SSH-2\.0-OpenSSH_9\.2p1"/],
      ['220 mail.example ESMTP Postfix\r\n', /speaks SMTP/],
      ['220 (vsFTPd 3.0.3)\r\n', /speaks FTP/],
      ["-ERR unknown command 'GET'\r\n", /speaks Redis/],
      ['\x15\x03\x01\x00\x02\x02\x46', /speaks TLS: .*"\\x15\\x03.*Ask with https\./],
      ['\x4a\0\0\0\x0a5.5.5', /speaks MySQL/],
      ['\0\x01\x02', /does not answer in HTTP: its answer begins with "\\0\\x01\\x02"/],
      ['Hi', /begins with "Hi"/],
    ];
    for (const [bytes, name] of banners) {
      const exchange = await get(await bench.answer(bytes, false), { timeout: 20_000 });
      assert.equal(exchange.error!.code, 'not-http');
      assert.match(exchange.error!.message, name);
      assert.match(exchange.error!.message, /^127\.0\.0\.1:\d+ does not answer in HTTP/);
      assert.equal(Buffer.from(await bench.client.bodies.read(exchange.body!.id)).toString('latin1'), bytes);
    }
  });

  it('is cancelled while it waits', async () => {
    const stop = new AbortController();
    const sending = bench.client.send(
      { method: 'GET', url: await bench.serveRaw((socket) => socket.once('data', () => stop.abort())), headers: [] },
      { signal: stop.signal },
    );
    assert.equal((await sending).error!.code, 'cancelled');
  });
});
