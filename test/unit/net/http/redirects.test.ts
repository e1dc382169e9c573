import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpBench } from '../../../helpers/httpServers.ts';

describe('redirects, cookies and authentication of the HTTP client', () => {
  let bench: HttpBench;
  let seen: string[];
  beforeEach(() => {
    bench = new HttpBench();
    seen = [];
  });
  afterEach(() => bench.close());

  async function text(request: IncomingMessage): Promise<string> {
    return Buffer.concat((await request.toArray()) as Buffer[]).toString();
  }

  /** A server that redirects `/STATUS` to `/end` and tells what arrives there. */
  function redirecting(): Promise<string> {
    return bench.serve((request, response) => {
      void text(request).then((body) => {
        const status = Number(request.url!.slice(1));
        if (status > 0) response.writeHead(status, { location: '/end' }).end('moved');
        else response.end(`${request.method} ${request.headers['content-type']} ${body}`);
      });
    });
  }

  const rules: readonly [status: number, method: string, end: string][] = [
    [301, 'POST', 'GET undefined '],
    [302, 'POST', 'GET undefined '],
    [303, 'POST', 'GET undefined '],
    [303, 'DELETE', 'GET undefined '],
    [307, 'POST', 'POST text/plain data'],
    [308, 'POST', 'POST text/plain data'],
    [301, 'PUT', 'PUT text/plain data'],
    [302, 'DELETE', 'DELETE text/plain data'],
  ];
  for (const [status, method, end] of rules) {
    it(`goes on after ${status} to ${method} with ${end.split(' ')[0]}`, async () => {
      const url = await redirecting();
      const exchange = await bench.client.send({
        method,
        url: `${url}/${status}`,
        headers: [['Content-Type', 'text/plain']],
        body: [{ kind: 'bytes', bytes: Buffer.from('data') }],
      });
      assert.equal(await bench.text(exchange), end);
      assert.deepEqual(
        exchange.hops.map((hop) => [hop.response!.status, hop.next]),
        [
          [status, 'redirect'],
          [200, undefined],
        ],
      );
      assert.equal(bench.recorder.of('opened').length, 1);
    });
  }

  it('stays where it is when told to', async () => {
    const url = await redirecting();
    const exchange = await bench.client.send({ method: 'GET', url: `${url}/302`, headers: [], followRedirects: false });
    assert.equal(exchange.hops.length, 1);
    assert.equal(await bench.text(exchange), 'moved');
  });

  it('ends redirects without end, and says which way they went', async () => {
    const url = await bench.serve((request, response) => {
      response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end('round');
    });
    const exchange = await bench.client.send({ method: 'GET', url: `${url}/a`, headers: [], maxRedirects: 3 });
    assert.equal(exchange.error!.code, 'endless-redirects');
    assert.match(
      exchange.error!.message,
      /after 3 of them, the server redirects to \S+\/a\. They go in a circle: \S+\/a → \S+\/b → \S+\/a/,
    );
    assert.equal(exchange.hops.length, 4);
    assert.equal(await bench.text(exchange), 'round');
  });

  it('keeps secrets from another origin', async () => {
    const other = await bench.serve((request, response) => {
      seen.push(JSON.stringify([request.headers.authorization, request.headers.cookie, request.headers['x-mine']]));
      response.end();
    });
    const url = await bench.serve((request, response) => {
      seen.push(JSON.stringify([request.headers.authorization, request.headers.cookie, request.headers['x-mine']]));
      response.writeHead(302, { location: request.url === '/a' ? '/b' : other }).end();
    });
    await bench.client.send({
      method: 'GET',
      url: `${url}/a`,
      headers: [
        ['Cookie', 'a=1'],
        ['X-Mine', 'x'],
      ],
      auth: { kind: 'bearer', token: 't' },
    });
    assert.deepEqual(seen, ['["Bearer t","a=1","x"]', '["Bearer t","a=1","x"]', '[null,null,"x"]']);
  });

  it('keeps cookies in the jar that is named, shows them, and clears them', async () => {
    const url = await bench.serve((request, response) => {
      seen.push(request.headers.cookie ?? 'none');
      response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2; HttpOnly; Max-Age=1000', 'evil=1; Domain=example.org']);
      response.end();
    });
    const at = url.replace('127.0.0.1', 'localhost');
    const get = (jar?: string | null) =>
      bench.client.send({ method: 'GET', url: at, headers: [], family: 4, ...(jar === undefined ? {} : { jar }) });
    const first = await get();
    assert.equal(first.error, undefined);
    assert.match(first.notes.join(), /cookie "evil" was not kept/);
    await get();
    await get('other');
    await get(null);
    assert.deepEqual(seen, ['none', 'a=1; b=2', 'none', 'none']);
    const held = await bench.client.cookies();
    assert.deepEqual(
      held.map(({ name, value, domain, path, httpOnly, hostOnly }) => [name, value, domain, path, httpOnly, hostOnly]),
      [
        ['a', '1', 'localhost', '/', false, true],
        ['b', '2', 'localhost', '/', true, true],
      ],
    );
    assert.ok(held[1]!.expires! > Date.now() + 900_000 && held[0]!.expires === undefined);
    await bench.client.clearCookies({ name: 'a' });
    assert.deepEqual(
      (await bench.client.cookies()).map(({ name }) => name),
      ['b'],
    );
    await bench.client.clearCookies();
    assert.deepEqual(await bench.client.cookies(), []);
    assert.equal((await bench.client.cookies('other')).length, 2);
  });

  it('logs in with basic, from the spec and from the URL', async () => {
    const url = await bench.serve((request, response) => {
      seen.push(request.headers.authorization!);
      response.end();
    });
    await bench.client.send({ method: 'GET', url, headers: [], auth: { kind: 'basic', user: 'ü', password: 'p:w' } });
    await bench.client.send({ method: 'GET', url: url.replace('//', '//u:p%40@'), headers: [] });
    assert.deepEqual(seen, ['Basic w7w6cDp3', `Basic ${Buffer.from('u:p@').toString('base64')}`]);
  });

  it('stays logged in by the URL at the same server, and nowhere else', async () => {
    const other = await bench.serve((request, response) => {
      seen.push(`other ${request.headers.authorization ?? '-'}`);
      response.end();
    });
    const url = await bench.serve((request, response) => {
      seen.push(`${request.url} ${request.headers.authorization ?? '-'}`);
      const to: Record<string, string> = { '/1': '/2', '/2': `${url}/3`, '/3': other };
      response.writeHead(302, { location: to[request.url!]! }).end();
    });
    await bench.client.send({ method: 'GET', url: url.replace('//', '//u:p@') + '/1', headers: [] });
    assert.deepEqual(seen, ['/1 Basic dTpw', '/2 Basic dTpw', '/3 Basic dTpw', 'other -']);
  });

  it("takes a login that a redirect's URL brings at the same server alone, as curl", async () => {
    const logged = (from: string, request: IncomingMessage) =>
      seen.push(`${from}${request.url} ${request.headers.authorization ?? '-'}`);
    const other = await bench.serve((request, response) => {
      logged('other', request);
      response.end();
    });
    const url = await bench.serve((request, response) => {
      logged('first', request);
      const to = request.url === '/other' ? other : `http://${request.headers.host}`;
      if (request.url === '/end') response.end();
      else response.writeHead(302, { location: `${to.replace('//', '//u:p@')}/end` }).end();
    });
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const auth = { kind: 'basic', user: 'x', password: 'y' } as const;
    await bench.client.send({ method: 'GET', url: `${url}/same`, headers: [] });
    await bench.client.send({ method: 'GET', url: `${url}/same`, headers: [], auth });
    await bench.client.send({ method: 'GET', url: `${url}/other`, headers: [] });
    await bench.client.send({ method: 'GET', url: `${url}/other`, headers: [], auth });
    assert.deepEqual(seen, [
      'first/same -', `first/end ${basic('u:p')}`,
      `first/same ${basic('x:y')}`, `first/end ${basic('x:y')}`,
      'first/other -', 'other/end -',
      `first/other ${basic('x:y')}`, 'other/end -',
    ]); // prettier-ignore
  });

  it('gives a server back the bytes of a cookie, and says which promise of a name was not kept', async () => {
    const bytes = Buffer.from('a=caf\u00e9 \u20ac').toString('latin1');
    const url = await bench.serveRaw((socket) => {
      socket.on('data', (chunk) => {
        seen.push(/^Cookie: (.*)\r$/m.exec(chunk.toString('latin1'))?.[1] ?? 'none');
        const cookies = [`${bytes}; Path=/`, '__Secure-b=1', '__Host-c=1; Secure'].map((text) => `Set-Cookie: ${text}`);
        socket.write(`HTTP/1.1 200 OK\r\n${cookies.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`, 'latin1');
      });
    });
    const first = await bench.client.send({ method: 'GET', url, headers: [] });
    assert.deepEqual(
      first.notes.map((note) =>
        /"(.*)" was not kept: a name with that beginning needs the attributes? (\w+)/.exec(note)?.slice(1),
      ),
      [
        ['__Secure-b', 'Secure'],
        ['__Host-c', 'Secure'],
      ],
    );
    await bench.client.send({ method: 'GET', url, headers: [] });
    assert.deepEqual(seen, ['none', bytes]);
  });

  it('sends a name beyond ASCII as its digest counts it: in UTF-8', async () => {
    const url = await bench.serve((request, response) => {
      const given = /username="([^"]*)"/.exec(request.headers.authorization ?? '')?.[1];
      if (given !== undefined) seen.push(Buffer.from(given, 'latin1').toString('utf8'));
      const challenge = { 'www-authenticate': 'Digest realm="r", qop="auth", nonce="n"' };
      response.writeHead(given === undefined ? 401 : 200, given === undefined ? challenge : {}).end();
    });
    const auth = { kind: 'digest', user: 'm\u00fcller', password: 'p' } as const;
    await bench.client.send({ method: 'GET', url, headers: [], auth });
    assert.deepEqual(seen, ['m\u00fcller']);
  });

  const md5 = (value: string): string => createHash('md5').update(value).digest('hex');

  /** A server with digest authentication for u:p; its nonces are good for as many requests as told. */
  function digest(uses: number, info?: string): Promise<string> {
    let nonce = 0;
    let left = 0;
    return bench.serve((request, response: ServerResponse) => {
      const given = Object.fromEntries(
        [...(request.headers.authorization ?? '').matchAll(/(\w+)="?([^",]*)"?/g)].map((found) => [found[1], found[2]]),
      ) as Record<string, string>;
      const proof = md5(
        `${md5('u:r:p')}:${given['nonce']}:${given['nc']}:${given['cnonce']}:auth:${md5(`${request.method}:${request.url}`)}`,
      );
      seen.push(`${request.url} ${given['nonce'] ?? '-'} ${given['nc'] ?? '-'}`);
      if (given['response'] === proof && given['nonce'] === `n${nonce}` && left-- > 0) {
        if (info !== undefined) response.setHeader('Authentication-Info', info);
        response.end('in');
        return;
      }
      const stale = given['response'] === proof ? ', stale=true' : '';
      left = uses;
      response.writeHead(401, {
        'www-authenticate': `Basic realm="b", Digest realm="r", qop="auth,auth-int", nonce="n${++nonce}"${stale}`,
      });
      response.end('out');
    });
  }

  it('logs in by digest: a challenge once, the count after it, a new nonce where the old is stale', async () => {
    const url = await digest(2);
    const get = (path: string, password = 'p') =>
      bench.client.send({ method: 'GET', url: url + path, headers: [], auth: { kind: 'digest', user: 'u', password } });
    const first = await get('/a');
    assert.deepEqual(
      first.hops.map((hop) => [hop.response!.status, hop.next]),
      [
        [401, 'authentication'],
        [200, undefined],
      ],
    );
    assert.equal((await get('/b?c')).hops.length, 1);
    assert.equal(await bench.text(await get('/d')), 'in');
    assert.deepEqual(seen, ['/a - -', '/a n1 00000001', '/b?c n1 00000002', '/d n1 00000003', '/d n2 00000001']);
    const wrong = await get('/e', 'wrong');
    assert.equal(wrong.hops.at(-1)!.response!.status, 401);
    assert.equal(wrong.hops.length, 2);
    assert.equal(await bench.text(wrong), 'out');
  });
});
