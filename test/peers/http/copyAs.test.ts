import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { python } from '../../../scripts/python.ts';
import { copyRequestAs, type CopiedRequest, type RequestFormat } from '../../../src/protocol/http/copyAs.ts';
import { MessageParser } from '../../../src/protocol/http/message.ts';
import type { HeaderPair, MessageHead } from '../../../src/protocol/http/messageLines.ts';
import { HttpBench } from '../../helpers/httpServers.ts';

const run = promisify(execFile);

interface Seen {
  readonly head: MessageHead;
  readonly body: Buffer;
}

describe('requests copied as code, run', function () {
  this.timeout(30_000);
  let bench: HttpBench;
  let seen: Seen[];
  let url: string;

  beforeEach(async () => {
    bench = new HttpBench();
    seen = [];
    url = await bench.serveRaw((socket) => {
      let head: MessageHead | undefined;
      const body: Buffer[] = [];
      const parser = new MessageParser(
        { kind: 'request' },
        { head: (one) => (head = one), body: (bytes) => body.push(Buffer.from(bytes)), trailers: () => undefined },
      );
      socket.on('data', (chunk) => {
        parser.push(chunk);
        if (!parser.done) return;
        seen.push({ head: head!, body: Buffer.concat(body) });
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
      });
    });
  });
  afterEach(() => bench.close());

  const programs: Readonly<Record<RequestFormat, (code: string) => [command: string, args: string[]]>> = {
    curl: (code) => ['/bin/sh', ['-c', `${code} --silent`]],
    'python-requests': (code) => [python, ['-c', code]],
    'python-http-client': (code) => [python, ['-c', code]],
    'python-socket': (code) => [python, ['-c', code]],
    'node-fetch': (code) => [process.execPath, ['--input-type=module', '-e', code]],
  };

  /** What a tool adds or leaves out in its own way: of the connection, and fetch's own. */
  const ofTools = new Set(['host', 'connection', 'content-length', 'sec-fetch-mode', 'accept-language']);

  function comparable(headers: readonly HeaderPair[], format: RequestFormat): string[] {
    const list = headers.filter(([name]) => !ofTools.has(name.toLowerCase()));
    // A dict in Python, and fetch, join what is repeated; fetch orders by name.
    if (format === 'python-requests' || format === 'node-fetch') {
      const joined = new Map<string, string>();
      for (const [name, value] of list) {
        const key = name.toLowerCase();
        joined.set(key, joined.has(key) ? `${joined.get(key)!}, ${value}` : value);
      }
      return [...joined].map(([name, value]) => `${name}: ${value}`).sort();
    }
    return list.map(([name, value]) => `${name}: ${value}`);
  }

  const usual: HeaderPair[] = [
    ['User-Agent', 'wirebench/0'],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'gzip'],
  ];
  const cases: readonly [name: string, request: Omit<CopiedRequest, 'url'> & { path: string }, skip?: RequestFormat][] =
    [
      [
        'a plain GET',
        {
          method: 'GET',
          path: '/a/../b?c=d&e=%20[x]',
          headers: [...usual, ['x-Own', 'it\'s "quoted" $HOME `id` \\n']],
        },
        'node-fetch',
      ],
      [
        'a POST of JSON',
        {
          method: 'POST',
          path: '/',
          headers: [...usual, ['Content-Type', 'application/json']],
          body: Buffer.from('{"a": "it\'s \\"é\\"",\n\t"b": "$x"}'),
        },
      ],
      [
        'a body that begins with an at',
        { method: 'PUT', path: '/', headers: [...usual, ['Content-Type', 'text/plain']], body: Buffer.from('@file') },
      ],
      [
        'binary bytes',
        {
          method: 'POST',
          path: '/',
          headers: [...usual, ['Content-Type', 'application/octet-stream']],
          body: Uint8Array.from({ length: 256 }, (_, i) => i),
        },
      ],
      [
        'repeated headers',
        { method: 'DELETE', path: '/x', headers: [...usual, ['X-A', '1'], ['x-b', '2'], ['X-A', '3']] },
      ],
      ['a body of no type', { method: 'POST', path: '/', headers: usual, body: Buffer.from('x=\u00e9') }],
      ['a method of its own', { method: 'PROPFIND', path: '/', headers: usual }],
      ['a header in Latin-1', { method: 'GET', path: '/', headers: [...usual, ['X-Name', 'caf\u00e9']] }, 'curl'],
    ];

  for (const format of Object.keys(programs) as RequestFormat[]) {
    for (const [name, { path, ...request }, skip] of cases) {
      if (skip === format) continue;
      it(`${format}: ${name}`, async () => {
        const length: HeaderPair[] =
          request.body === undefined ? [] : [['Content-Length', String(request.body.length)]];
        const copied: CopiedRequest = {
          ...request,
          url: url + path,
          headers: [['Host', url.slice(7)], ...request.headers, ...length],
        };
        const code = copyRequestAs(copied, format);
        const [command, args] = programs[format](code);
        const { stdout } = await run(command, args, { env: { PATH: process.env['PATH'] } });
        assert.match(stdout, /ok/);
        const [got] = seen;
        assert.ok(got, code);
        assert.equal(got.head.method, request.method);
        // requests squeezes dots and escapes brackets, as browsers do.
        if (format !== 'python-requests' || !path.includes('..')) assert.equal(got.head.target, path, code);
        assert.deepEqual(comparable(got.head.headers, format), comparable(copied.headers, format), code);
        assert.deepEqual(got.body, Buffer.from(request.body ?? []), code);
      });
    }
  }

  it('curl: a body too long for an argument', async () => {
    const body = Buffer.from("it's 100 %\\n\n\u00e9".repeat(20_000));
    const code = copyRequestAs({ method: 'POST', url: `${url}/`, headers: usual, body }, 'curl');
    const shell = execFile('/bin/sh', { env: { PATH: process.env['PATH'] } });
    shell.stdin!.end(`${code} --silent\n`);
    const [status] = (await once(shell, 'close')) as [number];
    assert.equal(status, 0);
    assert.deepEqual(seen[0]!.body, body);
  });
});
