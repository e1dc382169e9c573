import assert from 'node:assert/strict';
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
    ['a damaged status line', 'HTTP 200 OK\r\nContent-Length: 5\r\n\r\nhello', 200, 'hello'],
    ['no status line', 'hello', 0, 'hello'],
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
  for (const [name, answer, status, body, code] of broken) {
    it(`shows an answer with ${name} as far as it can be read`, async () => {
      const exchange = await get(await bench.answer(answer));
      assert.equal(exchange.error?.code, code);
      assert.equal(exchange.hops[0]!.response!.status, status);
      assert.equal(await bench.text(exchange), body);
      assert.ok(exchange.notes.length > 0);
    });
  }

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
