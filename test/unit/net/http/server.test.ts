import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ServerSpec } from '../../../../src/endpoints/spec.ts';
import { freshNet } from '../../../helpers/freshNet.ts';
import { dial, readAll, readBytes } from '../../../helpers/nets.ts';

const bin: ServerSpec<'http' | 'https'> = {
  role: 'server',
  transport: 'tcp',
  application: 'http',
  port: 0,
  behaviour: { name: 'bin' },
};
const line = 'GET /headers HTTP/1.1\r\nHost: localhost\r\n';

describe('an HTTP server', () => {
  const net = freshNet();

  const start = async (spec: Partial<ServerSpec<'http' | 'https'>> = {}) => {
    const server = await net.registry.start({ ...bin, ...spec });
    return { server, port: server.local!.port };
  };
  const notes = () => net.recorder.of('note').map(({ bytes }) => Buffer.from(bytes).toString());

  /** The whole answer to some bytes; the connection is ended by whoever ends it. */
  async function exchange(port: number, bytes: string): Promise<string> {
    const socket = await dial(port);
    socket.on('error', () => undefined);
    socket.write(bytes);
    const answer = (await readAll(socket)).toString('latin1');
    socket.destroy();
    return answer;
  }

  it('answers, and has every byte of both directions in the journal', async () => {
    const { server, port } = await start();
    const asked = `${line}Connection: close\r\nX-Odd:  spaced \r\n\r\n`;
    const answer = await exchange(port, asked);
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(answer, /"X-Odd": "spaced"/);
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
    assert.equal(net.recorder.bytes('in').toString('latin1'), asked);
    assert.equal(net.recorder.bytes('out').toString('latin1'), answer);
    assert.equal(server.connections.size, 0);
    const life = net.recorder.events
      .filter(({ connection }) => connection !== 0)
      .map((e) => `${e.kind} ${e.direction}`);
    assert.deepEqual(life.slice(0, 4), ['opened none', 'data in', 'data out', 'half-closed out']);
  });

  it('keeps a connection for more requests, and shows it with its counters', async () => {
    const { server, port } = await start();
    const socket = await dial(port);
    for (let round = 1; round <= 3; round++) {
      socket.write(`GET /bytes/10 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      const seen = net.recorder.bytes('out').length;
      await net.recorder.until(() => net.recorder.bytes('out').length > seen);
      const [connection] = server.snapshot().connections;
      assert.equal(connection!.counters.chunksIn, round);
      assert.equal(connection!.state, 'open');
    }
    assert.equal(server.connections.size, 1);
    socket.destroy();
    await net.recorder.until(() => server.connections.size === 0);
  });

  it('answers a client that has ended its direction', async () => {
    const { port } = await start();
    const socket = await dial(port);
    socket.end('GET /delay/0.05 HTTP/1.0\r\n\r\n');
    assert.match((await readAll(socket)).toString(), /^HTTP\/1\.1 200 OK/);
  });

  it('reads a request however it is split', async () => {
    const { port } = await start();
    const whole = `POST /post HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`;
    const socket = await dial(port);
    socket.setNoDelay(true);
    for (const char of whole) {
      const seen = net.recorder.bytes('in').length;
      socket.write(char);
      await net.recorder.until(() => net.recorder.bytes('in').length > seen);
    }
    assert.match((await readAll(socket)).toString(), /"data": "abc"/);
    assert.equal(net.recorder.bytes('in').toString(), whole);
  });

  const malformed: readonly (readonly [name: string, bytes: string, status: RegExp])[] = [
    ['what is no request', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a version that is none', 'GET / HTTP/9.9\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a space in a field name', `${line}Bad Name: x\r\n\r\n`, /^HTTP\/1\.1 400 /],
    [
      'both lengths',
      `POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a chunk size that is none',
      `POST /post HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a head that is too long', `${line}X: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['a flood of fields', line + 'X: y\r\n'.repeat(10_000), /^HTTP\/1\.1 431 /],
  ];
  for (const [name, bytes, status] of malformed) {
    it(`refuses ${name}, and goes on`, async () => {
      const { port } = await start();
      assert.match(await exchange(port, bytes), status);
      assert.match(await exchange(port, `${line}Connection: close\r\n\r\n`), /^HTTP\/1\.1 200 /);
      if (name !== 'no Host')
        assert.ok(
          notes().some((note) => /Answered with 4/.test(note)),
          notes().join(),
        );
    });
  }

  it('gives up on a client that is too slow', async () => {
    const { port } = await start({ idleTimeout: 60 });
    const answer = await exchange(port, 'GET / HT');
    assert.match(answer, /^(HTTP\/1\.1 408 |$)/);
    assert.ok(notes().length > 0);
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
  });

  it('gives up on a client that says nothing', async () => {
    const { port } = await start({ idleTimeout: 50 });
    const socket = await dial(port);
    socket.on('error', () => undefined);
    await once(socket.resume(), 'end');
    socket.destroy();
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
    assert.ok(
      notes().some((note) => /without traffic|too long/.test(note)),
      notes().join(),
    );
  });

  it('takes no more connections than it may', async () => {
    const { port, server } = await start({ maxConnections: 1 });
    const first = await dial(port);
    await net.recorder.until(() => server.connections.size === 1);
    const second = await dial(port);
    second.on('error', () => undefined);
    assert.equal((await readAll(second)).length, 0);
    assert.deepEqual(net.recorder.errorCodes(), ['too-many-connections']);
    first.destroy();
    second.destroy();
  });

  it('stops at once, whatever is under way', async () => {
    const { port, server } = await start();
    const socket = await dial(port);
    socket.on('error', () => undefined);
    socket.write(`GET /delay/10 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await net.recorder.first('data', 'in');
    const began = performance.now();
    await Promise.all([server.stop(), once(socket.resume(), 'end')]);
    socket.destroy();
    assert.ok(performance.now() - began < 3000);
    await server.start();
    await server.stop();
  });

  it('stops waiting when the client goes', async () => {
    const { port, server } = await start();
    const socket = await dial(port);
    socket.write(`GET /drip?duration=10&numbytes=5 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await net.recorder.first('data', 'out');
    socket.destroy();
    await net.recorder.until(() => server.connections.size === 0);
    // The reset is the client's doing; the answer that was given up is no problem of the server's.
    assert.equal(server.error, undefined);
  });

  const hosts: readonly (readonly [name: string, head: string, allowed: string[], ok: boolean])[] = [
    ['localhost', 'Host: localhost:1', [], true],
    ['an address of the loopback interface', 'Host: 127.0.0.2', [], true],
    ['its IPv6 address', 'Host: [::1]:8080', [], true],
    ['another name', 'Host: evil.example', [], false],
    ['another name that was allowed', 'Host: dev.example:80', ['dev.example'], true],
    ['a name that ends like one', 'Host: evil-localhost', [], false],
    ['a name that begins like one', 'Host: 127.0.0.1.evil.example', [], false],
    ['another address', 'Host: 192.0.2.1', [], false],
    ['a page of another site', 'Host: localhost\r\nOrigin: https://evil.example', [], false],
    ['a page of no site', 'Host: localhost\r\nOrigin: null', [], false],
    ['a page of this machine', 'Host: localhost\r\nOrigin: http://localhost:3000', [], true],
    ['a page of an allowed site', 'Host: localhost\r\nOrigin: https://dev.example', ['dev.example'], true],
    ['anything, where that is allowed', 'Host: evil.example\r\nOrigin: https://evil.example', ['*'], true],
  ];
  it('sends no chunks in HTTP/1.0, however long the answer', async () => {
    const { port } = await start({ version: '1.0' });
    for (const target of ['/stream-bytes/3000?chunk_size=100', '/stream/3', '/drip?duration=0&numbytes=5']) {
      const answer = await exchange(port, `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.0 200 OK\r\n/);
      assert.doesNotMatch(answer, /transfer-encoding/i);
      if (target.startsWith('/stream-bytes')) assert.equal(answer.length - answer.indexOf('\r\n\r\n') - 4, 3000);
    }
  });

  for (const [name, head, allowedHosts, ok] of hosts) {
    it(`${ok ? 'answers' : 'refuses'} ${name}`, async () => {
      const { port } = await start({ allowedHosts });
      const answer = await exchange(port, `GET /get HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n`);
      assert.match(answer, ok ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 403 /);
    });
  }

  const behaviours: readonly NonNullable<ServerSpec<'http' | 'https'>['behaviour']>[] = [
    { name: 'bin' },
    { name: 'static', options: { root: import.meta.dirname } },
    { name: 'mock', options: { routes: 'GET /get\nHTTP/1.1 200 OK\n\nhello\n' } },
  ];
  const refused: readonly (readonly [name: string, request: string, reason: RegExp])[] = [
    ['two Hosts', 'GET /get HTTP/1.1\r\nHost: localhost\r\nhost: localhost\r\n\r\n', /400 .*has 2 Host headers/s],
    ['no Host', 'GET /get HTTP/1.1\r\n\r\n', /400 .*has no Host header/s],
    ['a Host that is none', 'GET /get HTTP/1.1\r\nHost: a b/c\r\n\r\n', /400 .*The Host header is "a b\/c"/s],
    ['HTTP/2.0', 'GET /get HTTP/2.0\r\nHost: localhost\r\n\r\n', /400 .*HTTP\/2\.0/s],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /400 .*\r\n\r\n\S+/s],
    ['an odd expectation', 'GET /get HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\nConnection: close\r\n\r\n', /417 .*100-continue/s],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n', /405 .*does not accept CONNECT/s],
    ['a damaged line', 'GET\r\n\r\n', /400 .*The request cannot be read: /s],
    ['line ends as characters', 'GET /get HTTP/1.0/r/n/r/n\r\n\r\n', /400 .*the characters \/r\/n in place of a line end/s],
    ['a space in a name', 'GET /get HTTP/1.1\r\nHost: localhost\r\nA b: c\r\n\r\n', /400 .*The request cannot be read: /s],
  ]; // prettier-ignore
  for (const behaviour of behaviours) {
    it(`answers in HTTP/1.0 if it is of that version, and ends the connection: ${behaviour.name}`, async () => {
      const { port } = await start({ behaviour, version: '1.0' });
      const target = behaviour.name === 'static' ? '/' : '/get';
      for (const request of [
        `GET ${target} HTTP/1.0\r\n\r\n`,
        `GET ${target} HTTP/1.1\r\n\r\n`,
        `GET ${target} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`,
        `GET ${target} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n`,
      ]) {
        const answer = await exchange(port, request);
        assert.match(answer, /^HTTP\/1\.0 200 OK\r\n/);
        assert.doesNotMatch(answer, /transfer-encoding|HTTP\/1\.1/i);
      }
      for (const [, request, reason] of refused) {
        const answer = await exchange(port, request);
        assert.match(answer, /^HTTP\/1\.0 /);
        if (!reason.source.includes('no Host')) assert.match(answer, reason);
      }
      assert.match(await exchange(port, `GET ${target} HTTP/1.1\r\nHost: evil.example\r\n\r\n`), /^HTTP\/1\.0 403 /);
    });

    for (const [name, request, reason] of refused) {
      it(`refuses ${name} and says why: ${behaviour.name}`, async () => {
        const { port } = await start({ behaviour: behaviour });
        const answer = await exchange(port, request);
        assert.match(answer, /^HTTP\/1\.1 /);
        assert.match(answer, reason);
        assert.match(answer, /\r\n\r\n[A-Z].*\.\n$/s, 'a sentence in the body');
        await net.recorder.until(() => notes().some((note) => /4\d\d/.test(note)));
      });
    }

    it(`takes lines that end with LF alone, mixed too, typed line by line: ${behaviour.name}`, async () => {
      const { port } = await start({ behaviour: behaviour });
      const path = behaviour.name === 'static' ? '/server.test.ts' : '/get';
      const socket = await dial(port);
      const lines = [`HEAD ${path} HTTP/1.1\n`, 'Host: localhost\r\n', 'X: y\n', '\n'];
      for (const each of lines) {
        const seen = net.recorder.bytes('in').length;
        socket.write(each);
        await net.recorder.until(() => net.recorder.bytes('in').length > seen);
      }
      await net.recorder.until(() => net.recorder.bytes('out').length > 0);
      socket.end(`HEAD ${path} HTTP/1.1\nHost: localhost\nConnection: close\n\n`);
      assert.equal((await readAll(socket)).toString().match(/^HTTP\/1\.1 200 OK\r$/gm)?.length, 2);
      // What came is recorded as it came.
      assert.ok(net.recorder.bytes('in').toString().startsWith(lines.join('')));
      assert.equal(notes().filter((note) => /LF alone/.test(note)).length, 1);
    });
  }

  it('leaves the line ends of bodies as they are', async () => {
    const { port } = await start();
    const answer = await exchange(
      port,
      'POST /post HTTP/1.1\nHost: localhost\nConnection: close\nContent-Length: 4\n\na\nb\n',
    );
    assert.match(answer, /"data": "a\\nb\\n"/);
  });

  it('takes two slashes for one', async () => {
    const { port } = await start();
    const answer = await exchange(port, `${line.replace('/headers', '//status//418')}Connection: close\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 418 /);
    const kept = await exchange(port, `${line.replace('/headers', '/anything//x')}Connection: close\r\n\r\n`);
    assert.match(kept, /"url": "http:\/\/localhost\/anything\/\/x"/);
  });

  it('keeps the digits of numbers', async () => {
    const { port } = await start();
    const numbers = [
      '1736184243098437392',
      '-9007199254740993',
      '1.10',
      '1e400',
      '0.1234567890123456789',
      '1E+2',
      '12',
    ];
    const body = `{"b": [${numbers.join(', ')}], "a": 9007199254740993}`;
    for (const path of ['/post', '/anything']) {
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
      const answer = await exchange(port, head + body);
      const [, found = ''] = /"json": (\{[^}]*\})/.exec(answer) ?? [];
      assert.equal(found.replace(/\s/g, ''), `{"a":9007199254740993,"b":[${numbers.join(',')}]}`);
    }
  });

  it('speaks TLS, and the journal has the plain text', async () => {
    const { port } = await start({ transport: 'tls' });
    const request = httpsRequest({ port, path: '/get', rejectUnauthorized: false, agent: false }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const pieces: Buffer[] = [];
    for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
    assert.match(Buffer.concat(pieces).toString(), new RegExp(`"url": "https://localhost:${port}/get"`));
    assert.match(net.recorder.bytes('in').toString(), /^GET \/get HTTP\/1\.1\r\n/);
    assert.match(net.recorder.bytes('out').toString(), /^HTTP\/1\.1 200 OK\r\n/);
  });

  it('says so to who speaks plain text to a TLS server', async () => {
    const { port } = await start({ transport: 'tls' });
    await exchange(port, `${line}\r\n`).catch(() => undefined);
    await net.recorder.until(() => net.recorder.errorCodes().length > 0);
    assert.deepEqual(net.recorder.errorCodes(), ['tls-plain-text']);
  });

  it('sends nothing that a person types', async () => {
    const { server } = await start();
    await assert.rejects(server.send({ kind: 'all' }, Buffer.from('x')), { code: 'not-for-sending' });
  });

  const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ behaviour: { name: 'bni' } }, 'unknown-behaviour'],
    [{ behaviour: { name: 'echo' } }, 'unknown-behaviour'],
    [{ behaviour: { name: 'static' } }, 'missing-option'],
    [{ behaviour: { name: 'static', options: { root: '/no/such/folder' } } }, 'file-unreadable'],
    [{ behaviour: { name: 'bin', options: { corse: true } } }, 'unknown-option'],
    [{ application: 'gopher' }, 'bad-spec'],
    [{ transport: 'udp' }, 'bad-spec'],
    [{ allowedHosts: 'x' }, 'bad-spec'],
    [{ framing: { kind: 'line' } }, 'bad-spec'],
  ];
  for (const [change, code] of wrong) {
    it(`does not start with ${JSON.stringify(change)}`, async () => {
      await assert.rejects(net.registry.start({ ...bin, ...change }), { code });
    });
  }

  it('sends to a slow reader no faster than it reads', async () => {
    const { port, server } = await start();
    const socket = await dial(port);
    socket.write('GET /drip?numbytes=10000000&duration=0 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await net.recorder.first('data', 'out');
    await readBytes(socket, 1000);
    socket.pause();
    await server.stop();
    assert.ok(net.recorder.bytes('out').length < 10_000_000);
    socket.destroy();
  });
});
