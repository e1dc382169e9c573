import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HttpRequestSpec } from '../../../src/net/http/exchange.ts';
import { certificate, type Pem } from '../../helpers/certificates.ts';
import { HttpPeers } from '../../helpers/httpPeers.ts';
import { HttpBench } from '../../helpers/httpServers.ts';

/** What every server below answers. */
const locations = `
  location = /say { return 200 "$request_method $request_uri $server_protocol $http_x_mine"; }
  location = /which { return 200 "$connection $connection_requests"; }
  location = /old { return 301 /text.txt; }
  location = /older { return 302 /old; }
  location = /moved { return 308 /say; }
  location = /loop { return 302 /loop; }
  location = /away { return 302 https://127.0.0.1:OTHER/told; }
  location = /told { return 200 "told: $http_authorization"; }
  location = /drop { return 444; }
  location = /tls { return 200 "$ssl_protocol $ssl_client_verify $ssl_client_s_dn"; }
  location /locked/ { auth_basic "the cellar"; auth_basic_user_file passwords; return 200 "in"; }
  location /secret/ { auth_basic "the cellar"; auth_basic_user_file passwords; alias FOLDER/files/; }
  location /zipped/ { gzip on; gzip_min_length 1; gzip_types *; alias FOLDER/files/; }
  location /put/ { dav_methods PUT DELETE; create_full_put_path on; client_max_body_size 8m; root FOLDER; }
  location /small/ { dav_methods PUT; client_max_body_size 1k; root FOLDER; }
`;

describe('the HTTP client against nginx', function () {
  this.timeout(30_000);
  const peers = new HttpPeers();
  const large = Buffer.alloc(3_000_000, 'all work and no play\n');
  let bench: HttpBench;
  let folder: string;
  let authority: Pem;
  let [plain, tls, mutual] = ['', '', ''];
  let socketPath: string;

  before(async () => {
    folder = await peers.folder();
    socketPath = path.join(folder, 'http.sock');
    authority = await certificate({ name: 'Test Authority', authority: true });
    const [own, me] = [await certificate({ by: authority }), await certificate({ name: 'me', by: authority })];
    const files = path.join(folder, 'files');
    await mkdir(path.join(files, 'sub'), { recursive: true });
    await Promise.all([
      writeFile(path.join(files, 'text.txt'), '0123456789'),
      writeFile(path.join(files, 'large.txt'), large),
      writeFile(path.join(files, 'sub', 'index.html'), '<h1>sub</h1>'),
      writeFile(path.join(folder, 'passwords'), 'me:{PLAIN}s3cret\n'),
      ...Object.entries({ ca: authority.cert, own: own.cert, 'own.key': own.key, me: me.cert, 'me.key': me.key }).map(
        ([name, pem]) => writeFile(path.join(folder, name), pem),
      ),
    ]);
    const secure = 'ssl_certificate own; ssl_certificate_key own.key;';
    const ports = await peers.nginx(folder, 3, ([http, https, checked]) => {
      const shared = `root files; ${locations.replaceAll('FOLDER', folder).replace('OTHER', String(https))}`;
      return `
        types { text/plain txt; text/html html; }
        ssl_protocols TLSv1.2 TLSv1.3;
        server { listen 127.0.0.1:${http}; ${shared} }
        server { listen unix:${socketPath}; ${shared} }
        server { listen 127.0.0.1:${https} ssl http2; ${secure} ${shared} }
        server {
          listen 127.0.0.1:${checked} ssl; ${secure} ${shared}
          ssl_client_certificate ca; ssl_verify_client on;
        }`;
    });
    plain = `http://127.0.0.1:${ports[0]}`;
    tls = `https://127.0.0.1:${ports[1]}`;
    mutual = `https://127.0.0.1:${ports[2]}`;
  });
  after(() => peers.close());
  beforeEach(() => (bench = new HttpBench()));
  afterEach(() => bench.close());

  const at = (name: string) => path.join(folder, name);
  const send = (url: string, more: Partial<HttpRequestSpec> = {}) =>
    bench.client.send({ method: 'GET', url, headers: [], ...more });
  type Exchange = Awaited<ReturnType<typeof send>>;
  const statuses = ({ hops }: Exchange) => hops.map(({ response }) => response?.status);
  const header = ({ hops }: Exchange, name: string) =>
    hops.at(-1)!.response!.headers.find(([key]) => key.toLowerCase() === name)?.[1];

  async function said(url: string, more: Partial<HttpRequestSpec> = {}): Promise<string> {
    const exchange = await send(url, more);
    assert.equal(exchange.error, undefined);
    return bench.text(exchange);
  }

  it('HTTP/1.0 and 1.1, methods of every kind, the query as it was written', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND']) {
      assert.equal(
        await said(`${plain}/say?a=%20b&c`, { method, headers: [['x-mine', 'as it is']] }),
        `${method} /say?a=%20b&c HTTP/1.1 as it is`,
      );
    }
    assert.equal(await said(`${plain}/say`, { version: '1.0' }), 'GET /say HTTP/1.0 ');
    const head = await send(`${plain}/large.txt`, { method: 'HEAD' });
    assert.deepEqual([head.error, head.body?.bytes, header(head, 'content-length')], [undefined, 0, '3000000']);
  });

  it('keeps the connection unless told not to', async () => {
    const which = async (more: Partial<HttpRequestSpec> = {}) => (await said(`${plain}/which`, more)).split(' ');
    const [[first, one], [second, two]] = [await which(), await which()];
    assert.deepEqual([second, one, two], [first, '1', '2']);
    const [last, three] = await which({ keepAlive: false });
    assert.notEqual(last, first);
    assert.equal(three, '1');
    assert.equal(bench.recorder.of('opened').length, 2);
  });

  it('follows redirects, absolute and of a folder, hop by hop; stops an endless one', async () => {
    const exchange = await send(`${plain}/older`);
    assert.equal(await bench.text(exchange), '0123456789');
    assert.deepEqual(statuses(exchange), [302, 301, 200]);
    assert.deepEqual(
      exchange.hops.map(({ url }) => url),
      [`${plain}/older`, `${plain}/old`, `${plain}/text.txt`],
    );
    const folderOf = await send(`${plain}/sub`);
    assert.deepEqual([statuses(folderOf), await bench.text(folderOf)], [[301, 200], '<h1>sub</h1>']);
    const body = [{ kind: 'bytes', bytes: Buffer.from('again') }] as const;
    assert.equal(await said(`${plain}/moved`, { method: 'POST', body }), 'POST /say HTTP/1.1 ');
    const endless = await send(`${plain}/loop`, { maxRedirects: 3 });
    assert.deepEqual([endless.error!.code, endless.hops.length], ['endless-redirects', 4]);
    const kept = await send(`${plain}/old`, { followRedirects: false });
    assert.deepEqual([statuses(kept), header(kept, 'location')], [[301], `${plain}/text.txt`]);
  });

  it('undoes gzip in chunks, and leaves what is not coded', async () => {
    const exchange = await send(`${plain}/zipped/large.txt`);
    assert.equal(exchange.error, undefined);
    assert.deepEqual(exchange.body!.codings, ['gzip']);
    assert.equal(header(exchange, 'transfer-encoding'), 'chunked');
    assert.ok(exchange.body!.encodedBytes < exchange.body!.bytes / 50);
    assert.equal(await bench.text(exchange), large.toString());
    const asItCame = await send(`${plain}/zipped/text.txt`, {
      headers: [['Accept-Encoding', 'gzip']],
      decompress: false,
    });
    assert.equal((await bench.client.bodies.read(asItCame.body!.id))[0], 0x1f);
    assert.deepEqual((await send(`${plain}/large.txt`)).body!.codings, []);
  });

  it('ranges, several ranges, none that fits; conditional requests', async () => {
    const range = (value: string) => send(`${plain}/text.txt`, { headers: [['Range', `bytes=${value}`]] });
    const part = await range('2-4');
    assert.deepEqual([statuses(part), await bench.text(part)], [[206], '234']);
    assert.equal(header(part, 'content-range'), 'bytes 2-4/10');
    assert.equal(await bench.text(await range('-3')), '789');
    const parts = await range('0-1,8-9');
    assert.match(header(parts, 'content-type')!, /^multipart\/byteranges; boundary=/);
    assert.match(await bench.text(parts), /bytes 0-1\/10\r\n\r\n01\r\n.*bytes 8-9\/10\r\n\r\n89\r\n/s);
    assert.deepEqual(statuses(await range('20-')), [416]);
    const etag = header(part, 'etag')!;
    const unchanged = await send(`${plain}/text.txt`, { headers: [['If-None-Match', etag]] });
    assert.deepEqual([unchanged.error, statuses(unchanged), unchanged.body?.bytes], [undefined, [304], 0]);
  });

  it('basic authentication: asked for, refused, let in, and not carried to another server', async () => {
    const without = await send(`${plain}/secret/text.txt`);
    assert.deepEqual([statuses(without), header(without, 'www-authenticate')], [[401], 'Basic realm="the cellar"']);
    const auth = (password: string) => ({ auth: { kind: 'basic', user: 'me', password } }) as const;
    assert.deepEqual(statuses(await send(`${plain}/secret/text.txt`, auth('wrong'))), [401]);
    assert.equal(await said(`${plain}/secret/text.txt`, auth('s3cret')), '0123456789');
    assert.equal(await said(`${plain.replace('//', '//me:s3cret@')}/secret/text.txt`), '0123456789');
    const basic = `told: Basic ${Buffer.from('me:s3cret').toString('base64')}`;
    assert.equal(await said(`${plain}/told`, auth('s3cret')), basic);
    assert.equal(await said(`${plain}/away`, { ...auth('s3cret'), tls: { verify: false } }), 'told: ');
  });

  it('uploads a file as it is on the disk; hears at once that one is too large', async () => {
    const body = [{ kind: 'file', path: at('files/large.txt') }] as const;
    const upload = await send(`${plain}/put/copy.txt`, { method: 'PUT', body });
    assert.deepEqual([upload.error, statuses(upload)], [undefined, [201]]);
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    assert.equal(hash(await readFile(at('put/copy.txt'))), hash(large));
    const chunked = [['Transfer-Encoding', 'chunked']] as const;
    assert.deepEqual(statuses(await send(`${plain}/put/copy.txt`, { method: 'PUT', body, headers: chunked })), [204]);
    assert.equal(hash(await readFile(at('put/copy.txt'))), hash(large));
    const expecting = [['Expect', '100-continue']] as const;
    const refused = await send(`${plain}/small/copy.txt`, { method: 'PUT', body, headers: expecting });
    assert.deepEqual([statuses(refused), refused.hops[0]!.interim], [[413], []]);
    const welcome = await send(`${plain}/put/other.txt`, { method: 'PUT', body, headers: expecting });
    assert.deepEqual([statuses(welcome), welcome.hops[0]!.interim.map(({ status }) => status)], [[201], [100]]);
    assert.deepEqual(statuses(await send(`${plain}/put/copy.txt`, { method: 'DELETE' })), [204]);
  });

  it('says that the server closed without an answer, and shows what it says of what it refuses', async () => {
    const dropped = await send(`${plain}/drop`);
    assert.equal(dropped.error!.code, 'reset');
    assert.match(dropped.error!.message, /closed the connection without an answer/);
    const tooLong = await send(`${plain}/${'a'.repeat(20_000)}`);
    assert.deepEqual(statuses(tooLong), [414]);
    const mistaken = await send(tls.replace('https:', 'http:'));
    assert.deepEqual(statuses(mistaken), [400]);
    assert.match(await bench.text(mistaken), /plain HTTP request was sent to HTTPS port/);
  });

  it('sends what Node refuses as raw bytes, and reads the answer', async () => {
    const spaced = await send(`${plain}/say`, {
      raw: Buffer.from('GET /say HTTP/1.1\nHost: a\nConnection: close\n\n'),
    });
    assert.deepEqual([spaced.error, await bench.text(spaced)], [undefined, 'GET /say HTTP/1.1 ']);
    const odd = await send(`${plain}/say`, { method: 'G:T', insist: true });
    assert.deepEqual(statuses(odd), [400]);
  });

  it('TLS: trusts the authority that is given, and no other', async () => {
    const exchange = await send(`${tls}/tls`, { tls: { caFile: at('ca') } });
    assert.equal(await bench.text(exchange), 'TLSv1.3 NONE ');
    const { tls: info } = exchange.hops[0]!;
    assert.deepEqual([info!.authorized, info!.alpn], [true, 'http/1.1']);
    assert.equal(info!.certificates[0]!.subject, 'CN=localhost');
    assert.equal((await send(`${tls}/tls`)).error!.code, 'tls-unknown-authority');
    assert.equal(await said(`${tls}/tls`, { tls: { verify: false } }), 'TLSv1.3 NONE ');
  });

  it('HTTP/2: many requests over one connection, gzip, a redirect, an upload', async () => {
    const http2 = { version: '2', tls: { caFile: at('ca') } } as const;
    assert.equal(await said(`${tls}/say?x`, { ...http2, headers: [['X-Mine', 'me']] }), 'GET /say?x HTTP/2.0 me');
    const files = await Promise.all(Array.from({ length: 20 }, () => send(`${tls}/zipped/large.txt`, http2)));
    for (const exchange of files) {
      assert.deepEqual([exchange.error, exchange.hops[0]!.version], [undefined, '2']);
      assert.equal(exchange.body!.bytes, large.length);
    }
    assert.deepEqual(statuses(await send(`${tls}/older`, http2)), [302, 301, 200]);
    const body = [{ kind: 'file', path: at('files/large.txt') }] as const;
    assert.deepEqual(statuses(await send(`${tls}/put/h2.txt`, { ...http2, method: 'PUT', body })), [201]);
    assert.ok((await readFile(at('put/h2.txt'))).equals(large));
    assert.equal(bench.recorder.of('opened').length, 1);
    const dropped = await send(`${tls}/drop`, http2);
    assert.equal(dropped.error!.code, 'reset');
    assert.match(dropped.error!.message, /reset the HTTP\/2 stream: [A-Z_]+\./);
    // nginx speaks HTTP/2 there only by TLS.
    assert.equal((await send(`${mutual}/say`, http2)).error!.code, 'no-http2');
  });

  it('shows a client certificate where the server wants one', async () => {
    const mine = { caFile: at('ca'), certFile: at('me'), keyFile: at('me.key') };
    assert.match(await said(`${mutual}/tls`, { tls: mine }), /^TLSv1\.3 SUCCESS CN=me$/);
    const without = await send(`${mutual}/tls`, { tls: { caFile: at('ca') } });
    assert.deepEqual(statuses(without), [400]);
    assert.match(await bench.text(without), /No required SSL certificate was sent/);
  });

  it('over a Unix socket', async () => {
    const exchange = await send('http://nginx.test/say', { socketPath });
    assert.equal(await bench.text(exchange), 'GET /say HTTP/1.1 ');
    assert.equal(exchange.hops[0]!.remote, socketPath);
    assert.deepEqual(statuses(await send('http://nginx.test/older', { socketPath })), [302, 301, 200]);
  });
});

describe("the HTTP client through other people's proxies", function () {
  this.timeout(30_000);
  const peers = new HttpPeers();
  let bench: HttpBench;
  let authority: Pem;
  let [plain, tls] = ['', ''];

  before(async () => {
    const folder = await peers.folder();
    authority = await certificate({ name: 'Test Authority', authority: true });
    const own = await certificate({ by: authority });
    await writeFile(path.join(folder, 'own'), own.cert);
    await writeFile(path.join(folder, 'own.key'), own.key);
    const answer = 'return 200 "$scheme $request_uri $http_via $http_proxy_authorization";';
    const ports = await peers.nginx(
      folder,
      2,
      ([http, https]) => `
        server { listen 127.0.0.1:${http}; location / { ${answer} } }
        server {
          listen 127.0.0.1:${https} ssl; ssl_certificate own; ssl_certificate_key own.key;
          location / { ${answer} }
        }`,
    );
    [plain, tls] = [`http://127.0.0.1:${ports[0]}/a?b`, `https://localhost:${ports[1]}/a?b`];
  });
  after(() => peers.close());
  beforeEach(() => (bench = new HttpBench()));
  afterEach(() => bench.close());

  async function through(proxy: string, url: string) {
    const exchange = await bench.client.send({ method: 'GET', url, headers: [], proxy, tls: { ca: authority.cert } });
    return { ...exchange, text: await bench.text(exchange), status: exchange.hops[0]!.response?.status };
  }

  it('tinyproxy: forwards http, tunnels https', async () => {
    const proxy = `http://127.0.0.1:${await peers.tinyproxy()}`;
    const forwarded = await through(proxy, plain);
    assert.equal(forwarded.error, undefined);
    assert.match(forwarded.text, /^http \/a\?b 1\.1 \S+ \(tinyproxy\/\S+\) $/);
    const tunnelled = await through(proxy, tls);
    assert.deepEqual([tunnelled.error, tunnelled.text], [undefined, 'https /a?b  ']);
    assert.equal(tunnelled.hops[0]!.tls!.authorized, true);
    assert.equal(tunnelled.hops[0]!.proxy, proxy);
    assert.match(bench.recorder.bytes('out').toString('latin1'), /CONNECT localhost:\d+ HTTP\/1\.1\r\n/);
  });

  it('tinyproxy: a password, wrong, right and not told to the server; a port it does not allow', async () => {
    const port = await peers.tinyproxy(['BasicAuth me s3cret', 'ConnectPort 1']);
    const proxy = (user: string) => `http://${user}127.0.0.1:${port}`;
    assert.equal((await through(proxy(''), plain)).status, 407);
    // That is what tinyproxy says to a wrong one.
    assert.equal((await through(proxy('me:wrong@'), plain)).status, 401);
    assert.match((await through(proxy('me:s3cret@'), plain)).text, /^http .*\(tinyproxy\/\S+\) $/);
    const refused = await through(proxy('me:s3cret@'), tls);
    assert.equal(refused.error!.code, 'proxy-refused');
    assert.match(refused.error!.message, /403/);
  });

  it('microsocks: http and https, the name looked up here or there, a password', async () => {
    const port = await peers.microsocks();
    for (const kind of ['socks5', 'socks5h']) {
      const proxy = `${kind}://127.0.0.1:${port}`;
      assert.equal((await through(proxy, plain.replace('127.0.0.1', 'localhost'))).text, 'http /a?b  ');
      const secure = await through(proxy, tls);
      assert.deepEqual([secure.error, secure.text], [undefined, 'https /a?b  ']);
    }
    const locked = await peers.microsocks(['-u', 'me', '-P', 's3cret']);
    assert.equal((await through(`socks5://me:s3cret@127.0.0.1:${locked}`, plain)).text, 'http /a?b  ');
    for (const user of ['', 'me:wrong@']) {
      const refused = await through(`socks5://${user}127.0.0.1:${locked}`, plain);
      assert.equal(refused.error!.code, 'proxy-refused');
    }
  });
});
