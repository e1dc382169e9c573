import assert from 'node:assert/strict';
import { HttpBench } from '../../../helpers/httpServers.ts';
import { freePort } from '../../../helpers/nets.ts';

describe('the HTTP client', () => {
  let bench: HttpBench;
  beforeEach(() => (bench = new HttpBench()));
  afterEach(() => bench.close());

  it('gets a page: head, body, timings, and every byte in the journal', async () => {
    const url = await bench.serve((_request, response) => {
      response.writeHead(201, 'Made Up', ['X-One', 'a', 'x-TWO', 'b', 'X-One', 'c']);
      response.end('hello');
    });
    const exchange = await bench.client.send({ method: 'GET', url: `${url}/a?b=1`, headers: [['X-Mine', 'yes']] });
    assert.equal(exchange.error, undefined);
    const hop = exchange.hops[0]!;
    assert.equal(hop.response!.status, 201);
    assert.equal(hop.response!.reason, 'Made Up');
    assert.deepEqual(hop.response!.headers.slice(0, 3), [
      ['X-One', 'a'],
      ['x-TWO', 'b'],
      ['X-One', 'c'],
    ]);
    assert.equal(await bench.text(exchange), 'hello');
    assert.equal(exchange.body!.bytes, 5);
    const { connected, sent, firstByte, done } = hop.timings;
    assert.ok(0 < connected! && connected! <= sent! && sent! <= firstByte! && firstByte! <= done!);
    const authority = url.slice('http://'.length);
    assert.equal(
      bench.recorder.bytes('out').toString(),
      `GET /a?b=1 HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: wirebench/0.1.0\r\nAccept: */*\r\n` +
        'Accept-Encoding: gzip, deflate, br, zstd\r\nX-Mine: yes\r\n\r\n',
    );
    assert.match(bench.recorder.bytes('in').toString(), /^HTTP\/1\.1 201 Made Up\r\nX-One: a\r\n[^]*hello/);
    const range = bench.recorder.events.slice(hop.firstSeq, hop.lastSeq);
    assert.deepEqual(range.map(({ kind, direction }) => `${kind} ${direction}`).slice(0, 3), [
      'opened none',
      'data out',
      'data in',
    ]);
    assert.ok(range.every(({ connection, endpoint }) => connection === hop.connection && endpoint === hop.endpoint));
  });

  it('posts a body, and uses one connection for requests one after the other', async () => {
    const seen: string[] = [];
    const url = await bench.serve((request, response) => {
      void request.toArray().then((chunks: Buffer[]) => {
        seen.push(`${request.method} ${request.headers['content-length']} ${Buffer.concat(chunks).toString()}`);
        response.end('ok');
      });
    });
    for (const text of ['one', 'three']) {
      const exchange = await bench.client.send({
        method: 'POST',
        url,
        headers: [['Content-Type', 'text/plain']],
        body: [{ kind: 'bytes', bytes: Buffer.from(text) }],
      });
      assert.equal(exchange.error, undefined);
      assert.equal(exchange.hops[0]!.requestBodyBytes, text.length);
    }
    assert.deepEqual(seen, ['POST 3 one', 'POST 5 three']);
    assert.equal(bench.recorder.of('opened').length, 1);
    assert.equal(bench.recorder.of('closed').length, 0);
  });

  it('opens a new connection where the kept one was closed by its server', async () => {
    let connections = 0;
    const url = await bench.serveRaw((socket) => {
      connections++;
      let requests = 0;
      socket.on('data', () => {
        // The second request on a connection is not answered: the connection ends.
        if (++requests === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        else socket.resetAndDestroy();
      });
    });
    for (let i = 0; i < 3; i++) {
      const exchange = await bench.client.send({ method: 'GET', url, headers: [] });
      assert.equal(exchange.error, undefined);
    }
    assert.equal(connections, 3);
  });

  it('says that nothing listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    const exchange = await bench.client.send({ method: 'GET', url, headers: [] });
    assert.equal(exchange.error!.code, 'refused');
    assert.match(exchange.error!.message, /refused the connection: no program listens there/);
    assert.deepEqual(exchange.error!.remedies, ['retry']);
    assert.equal(bench.recorder.of('error').length, 1);
    assert.equal(exchange.hops[0]!.firstSeq, bench.recorder.of('error')[0]!.seq);
  });
});
