import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { python } from '../../../scripts/python.ts';
import type { HttpRequestSpec } from '../../../src/net/http/exchange.ts';
import { latin1 } from '../../../src/protocol/http/lineBuffer.ts';
import { MessageParser } from '../../../src/protocol/http/message.ts';
import { HttpBench } from '../../helpers/httpServers.ts';

const run = promisify(execFile);

describe('the HTTP client beside curl and python3', function () {
  this.timeout(30_000);
  let bench: HttpBench;
  let seen: string[];
  let url: string;
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    bench = new HttpBench();
    seen = [];
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-test-'));
    url = await bench.serveRaw((socket) => {
      const parts: string[] = [];
      const ignore = () => undefined;
      const parser = new MessageParser({ kind: 'request' }, { head: ignore, body: ignore, trailers: ignore });
      socket.on('data', (chunk) => {
        parts.push(latin1(chunk));
        parser.push(chunk);
        if (!parser.done) return;
        seen.push(parts.join(''));
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
      });
    });
  });
  afterEach(async () => {
    await bench.close();
    await rm(folder, { recursive: true });
    for (const child of children.splice(0)) {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    }
  });

  const bytes = (text: string) => [{ kind: 'bytes', bytes: Buffer.from(text) }] as const;
  type Case = readonly [name: string, args: readonly string[], request: Partial<HttpRequestSpec>, path?: string];
  const cases: readonly Case[] = [
    ['a GET', [], {}, '/a/b?c=d&e#f'],
    ['HEAD', ['--head'], { method: 'HEAD' }],
    ['headers in their order and case', ['-H', 'b: 1', '-H', 'A: 2', '-H', 'b: 3'], { headers: [['b', '1'], ['A', '2'], ['b', '3']] }], // prettier-ignore
    ['a form', ['-d', 'a=1&b=2'], { method: 'POST', headers: [['Content-Type', 'application/x-www-form-urlencoded']], body: bytes('a=1&b=2') }], // prettier-ignore
    ['JSON', ['-H', 'Content-Type: application/json', '--data-raw', '{"a":1}'], { method: 'POST', headers: [['Content-Type', 'application/json']], body: bytes('{"a":1}') }], // prettier-ignore
    ['basic authentication', ['-u', 'me:secret'], { auth: { kind: 'basic', user: 'me', password: 'secret' } }],
    ['HTTP/1.0', ['--http1.0'], { version: '1.0' }],
    ['a method of its own', ['-X', 'PURGE'], { method: 'PURGE' }],
    ['a body in chunks', ['-X', 'PUT', '-H', 'Transfer-Encoding: chunked', '-H', 'Content-Type: text/plain', '-d', 'hello'], { method: 'PUT', headers: [['Transfer-Encoding', 'chunked'], ['Content-Type', 'text/plain']], body: bytes('hello') }], // prettier-ignore
  ];

  /** Without what the tools name themselves; curl puts the type of a form after its length. */
  function plain(request: string): string {
    const [head, ...rest] = request.split('\r\n\r\n');
    const lines = head!.split('\r\n').filter((line) => !/^(?:User-Agent|Accept-Encoding):/.test(line));
    const moved = lines.filter((line) => /^Content-(?:Length|Type):/.test(line)).sort();
    return [[...lines.filter((line) => !moved.includes(line)), ...moved].join('\n'), ...rest].join('\n\n');
  }

  for (const [name, args, request, at = '/'] of cases) {
    it(`sends ${name} as curl does`, async () => {
      await run('curl', ['--silent', '--compressed', '--noproxy', '*', ...args, url + at], { timeout: 10_000 });
      const exchange = await bench.client.send({ method: 'GET', url: url + at, headers: [], ...request });
      assert.equal(exchange.error, undefined);
      assert.equal(seen.length, 2);
      assert.equal(plain(seen[1]!), plain(seen[0]!));
    });
  }

  it("reads what python3's http.server gives: a file, a redirect to a folder, a listing, an error", async () => {
    await writeFile(path.join(folder, 'a.txt'), 'from python\n');
    const program = [
      'import http.server, os, sys',
      'os.chdir(sys.argv[1]); os.mkdir("sub")',
      's = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)',
      'print(s.server_port, flush=True)',
      's.serve_forever()',
    ].join('\n');
    const child = spawn(python, ['-c', program, folder], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const get = (at: string) =>
      bench.client.send({ method: 'GET', url: `http://127.0.0.1:${line.toString().trim()}${at}`, headers: [] });
    const file = await get('/a.txt');
    assert.equal(await bench.text(file), 'from python\n');
    assert.equal(file.hops[0]!.response!.version, '1.0');
    const listing = await get('/sub');
    assert.deepEqual(
      listing.hops.map((hop) => hop.response!.status),
      [301, 200],
    );
    assert.match(await bench.text(listing), /Directory listing for/);
    const missing = await get('/none');
    assert.deepEqual([missing.error, missing.hops[0]!.response!.status], [undefined, 404]);
  });
});
