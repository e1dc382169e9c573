import assert from 'node:assert/strict';
import { copiedRequest } from '../../../src/net/http/copied.ts';
import type { HeaderList, HttpRequestSpec } from '../../../src/net/http/exchange.ts';
import { copyRequestAs } from '../../../src/protocol/http/copyAs.ts';
import { alike, CurlBench } from '../../helpers/curlBench.ts';
import { HttpBench } from '../../helpers/httpServers.ts';

/** A request without its server. */
type Wanted = Partial<Omit<HttpRequestSpec, 'url' | 'body'>> & { readonly body?: string | Uint8Array };
type Case = readonly [title: string, path: string, request?: Wanted];

const text: HeaderList = [['Content-Type', 'text/plain']];
const post = (body: string | Uint8Array, headers: HeaderList = text): Wanted => ({ method: 'POST', headers, body });
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const targets: readonly Case[] = [
  ['a path', '/get'],
  ['no path', ''],
  ['no path and a query', '?a=b'],
  ['a query', '/get?a=b&c=d&e'],
  ['dots', '/a/../b/./c/..'],
  ['dots as %2e', '/a/%2e%2e/b'],
  ['dots in a query', '/?a=/../b'],
  ['brackets and braces', '/?a[]=1&b={c,d}&e=[1-3]'],
  ['percent escapes of both cases', '/%7e%7E%20%zz'],
  ['a space', '/a b?c=d e'],
  ['beyond ASCII', '/caf\u00e9/\u20ac?q=\u{1f600}'],
  ['quotes', `/it's?a="b"`],
  ['what a shell knows', '/$HOME/`id`/*?a=!x&b=\\n;|<>()'],
  ['a hyphen in front', '/-x'],
  ['two slashes', '//a//b'],
  ['a fragment', '/a?b#c'],
  ['a caret and a bar', '/a^b|c'],
];

const methods: readonly Case[] = [
  ['HEAD', '/', { method: 'HEAD' }],
  ['OPTIONS *', '/', { method: 'OPTIONS', requestTarget: '*' }],
  ['OPTIONS * with a Host', '/', { method: 'OPTIONS', requestTarget: '*', headers: [['Host', 'example.test']] }],
  ['another target', '/one', { requestTarget: '/two?x' }],
  ['DELETE', '/', { method: 'DELETE' }],
  ['a method of its own', '/', { method: 'PROPFIND' }],
  ['a method in lower case', '/', { method: 'get' }],
  ['a method with a sign', '/', { method: 'M-SEARCH!' }],
  ['POST of nothing', '/', { method: 'POST' }],
  ['PUT of nothing', '/', { method: 'PUT' }],
  ['GET with a body', '/', { method: 'GET', body: 'x', headers: text }],
  ['DELETE with a body', '/', { method: 'DELETE', body: '{}', headers: [['Content-Type', 'application/json']] }],
  ['HTTP/1.0', '/', { version: '1.0' }],
  ['HTTP/1.0 with a body', '/', { version: '1.0', ...post('a') }],
  ['basic authentication', '/', { auth: { kind: 'basic', user: 'me', password: "it's" } }],
  ['a bearer token', '/', { auth: { kind: 'bearer', token: 'a.b-c' } }],
  ['no decoding', '/', { decompress: false }],
  ['a connection that closes', '/', { keepAlive: false }],
];

const headers: readonly Case[] = [
  ['order, case and repetition', '/', { headers: [['b', '1'], ['A', '2'], ['B', '3'], ['b', '1']] }], // prettier-ignore
  ['an empty header', '/', { headers: [['X-Empty', '']] }],
  ['a Host of its own', '/', { headers: [['Host', 'example.test:81']] }],
  ['an Accept of its own', '/', { headers: [['accept', 'a/b;q=0.1, c/*']] }],
  ['no default header', '/', { own: { 'user-agent': null, accept: null, 'accept-encoding': null } }],
  ['an Accept-Encoding of its own', '/', { headers: [['Accept-Encoding', 'identity']] }],
  ['quotes and what a shell knows', '/', { headers: [['X', `it's "$HOME" \`id\` \\n !x #y ~ *`]] }],
  ['a tab', '/', { headers: [['X', 'a\tb']] }],
  ['Latin-1', '/', { headers: [['X-Name', 'caf\u00e9 \u00fc'], ['X-Plain', 'y']] }], // prettier-ignore
  ['Latin-1 with signs of printf', '/', { headers: [['X', `100 % \u00e9 \\n 'q' "$x"`]] }],
  ['a header that begins with a hyphen, in Latin-1', '/', { headers: [['-x', '\u00e9']] }],
  ['UTF-8', '/', { headers: [['X', '\u20ac \u00e9']] }],
  ['UTF-8 where Latin-1 would do', '/', { headers: [['X', 'caf\u00e9']], curl: { fixedMethod: false, posted: false } }],
  ['marks of direction', '/', { headers: [['X', 'a\u202eb\u2066c']] }],
  ['cookies', '/', { headers: [['Cookie', 'a=1; b="2"']] }],
  ['a range and a referer', '/', { headers: [['Range', 'bytes=0-9'], ['Referer', 'http://x/?a=b']] }], // prettier-ignore
  ['a semicolon at the end', '/', { headers: [['X', 'a;']] }],
  ['a colon and a percent sign', '/', { headers: [['X', ':%41:']] }],
];

const bodies: readonly Case[] = [
  ['text', '/', post('hello')],
  ['a form', '/', post('a=1&b=%20+c', [['Content-Type', 'application/x-www-form-urlencoded']])],
  ['JSON with quotes', '/', post('{"a": "it\'s \\"\u00e9\\"",\n\t"b": "$x `y`"}', [['Content-Type', 'application/json']])], // prettier-ignore
  ['an at in front', '/', post('@file')],
  ['a hyphen in front', '/', post('-n text')],
  ['two hyphens in front', '/', post('--data')],
  ['a hyphen and a control character', '/', post('-\u0001 x')],
  ['two hyphens and bytes', '/', post(Uint8Array.from([45, 45, 0, 255]))],
  ['only a hyphen and a return', '/', post('-\r')],
  ['line ends of every kind', '/', post('a\r\nb\nc\rd\n\n')],
  ['line ends at the end', '/', post('a\n\n\n')],
  ['every byte', '/', post(everyByte, [['Content-Type', 'application/octet-stream']])],
  ['bytes that are no UTF-8', '/', post(Uint8Array.from([0xff, 0xfe, 0x2d, 0x25]))],
  ['signs of printf', '/', post('%s %d %% \\n \\0 \\x41 \\101 \r')],
  ['a NUL', '/', post(Uint8Array.from([0, 97, 0]))],
  ['backslashes at the end', '/', post('a\\')],
  ['quotes alone', '/', post(`'''"""`)],
  ['a byte order mark', '/', post('\ufeffa')],
  ['marks of direction', '/', post('a\u202eb')],
  ['no type', '/', post('x', [])],
  ['in chunks', '/', post('hello', [['Content-Type', 'text/plain'], ['Transfer-Encoding', 'chunked']])], // prettier-ignore
  ['a history sign', '/', post('wow! !! !$')],
  ['a here-document in it', '/', post('cat <<EOF\n$x\nEOF\n')],
  ['100 KB', '/', post("it's 100 %\\n\n\u00e9".repeat(7000))],
  ['2 MB', '/', post('0123456789'.repeat(200_000))],
  ['multipart', '/', post('--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--\r\n', [['Content-Type', 'multipart/form-data; boundary=B']])], // prettier-ignore
];

const insisted: readonly Case[] = [
  ['a space in the target', '/a b', { insist: true }],
  ['Latin-1 in the target', '/caf\u00e9', { insist: true }],
  ['UTF-8 in the target', '/\u20ac?q=\u00e9', { insist: true }],
  [
    'a length that is not the body\u2019s',
    '/',
    { insist: true, ...post('abcdef', [...text, ['Content-Length', '3']]) },
  ],
  ['a method that is none', '/', { insist: true, method: 'GE(T' }],
];

const cases: readonly Case[] = [...targets, ...methods, ...headers, ...bodies, ...insisted];
const shells = ['bash --norc', 'dash'] as const;
const lanes = 4;

describe('requests copied as curl, run in shells', function () {
  this.timeout(180_000);
  const failures = new Map<string, Error>();
  const key = (shell: string, [title, path]: Case): string => `${shell}: ${title} ${path}`;

  before(async () => {
    const waiting = [...cases];
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        const side = await CurlBench.start();
        const bench = new HttpBench();
        for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await compare(side, bench, one);
        await bench.close();
        await side.stop();
      }),
    );
  });

  async function compare(side: CurlBench, bench: HttpBench, one: Case): Promise<void> {
    const [, path, { body: content, ...request } = {}] = one;
    const body = typeof content === 'string' ? Buffer.from(content) : content;
    side.server.requests.length = 0;
    const exchange = await bench.client.send({
      ...{ method: 'GET', url: `http://${side.server.host}${path}`, headers: [], jar: null, ...request },
      ...(body && { body: [{ kind: 'bytes', bytes: body }] }),
    });
    const ours = side.server.requests.map(alike);
    const code = copyRequestAs(copiedRequest(exchange.hops[0]!, body), 'curl');
    for (const shell of shells) {
      try {
        assert.equal(ours.length, 1, exchange.error?.message);
        const theirs = await side.sent(shell.split(' ') as [string, ...string[]], code);
        assert.deepEqual(theirs.map(alike), ours, code.slice(0, 2000));
      } catch (error) {
        failures.set(key(shell, one), error as Error);
      }
    }
  }

  it('are at least 60', () => assert.ok(cases.length >= 60));

  for (const shell of shells)
    for (const one of cases)
      it(`${shell}: ${one[0]}`, () => {
        const failed = failures.get(key(shell, one));
        if (failed !== undefined) throw failed;
      });
});
