import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { namesOf } from '../../../../src/net/http/folder.ts';
import { createNet, dial, readAll } from '../../../helpers/nets.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

describe('the behaviour static', () => {
  let folder: string;
  let port: number;
  let net: ReturnType<typeof createNet>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-static-'));
    const root = path.join(folder, 'www');
    await mkdir(path.join(root, 'sub', 'inner'), { recursive: true });
    await mkdir(path.join(root, '.git'));
    await mkdir(path.join(folder, 'www-other'));
    const files: Readonly<Record<string, string>> = {
      'www/hello.txt': '0123456789',
      'www/page.html': '<p>page</p>',
      'www/sub/index.html': '<p>index</p>',
      'www/sub/inner/a & b <c>.txt': 'odd',
      'www/sub/inner/B.txt': 'b',
      'www/sub/inner/a.txt': 'a',
      'www/sub/inner/.hidden': 'hidden',
      'www/.env': 'SECRET',
      'www/.git/config': 'SECRET',
      'secret.txt': 'SECRET',
      'www-other/secret.txt': 'SECRET',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    await writeFile(path.join(root, 'big.bin'), '');
    await truncate(path.join(root, 'big.bin'), 30_000_000);
    await utimes(path.join(root, 'hello.txt'), 1_700_000_000.5, 1_700_000_000.5);
    await symlink(path.join(folder, 'secret.txt'), path.join(root, 'link-out.txt'));
    await symlink(path.join(folder, 'www-other'), path.join(root, 'link-folder'));
    await symlink(path.join(root, '.env'), path.join(root, 'link-hidden.txt'));
    await symlink('hello.txt', path.join(root, 'link-in.txt'));
    await symlink('loop', path.join(root, 'loop'));
    net = createNet();
    const server = await net.registry.start({
      ...{ role: 'server', transport: 'tcp', application: 'http', port: 0 },
      behaviour: { name: 'static', options: { root } },
    });
    port = server.local!.port;
  });
  after(async () => {
    await net.registry.stopAll();
    await rm(folder, { recursive: true });
  });

  /** The target goes out as it is: no client tidies it up. */
  async function get(target: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
    const socket = await dial(port);
    const lines = Object.entries({ Host: 'localhost', Connection: 'close', ...headers }).map(([n, v]) => `${n}: ${v}`);
    socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    const all = await readAll(socket);
    socket.destroy();
    const end = all.indexOf('\r\n\r\n');
    const [first = '', ...rest] = all.subarray(0, end).toString('latin1').split('\r\n');
    const fields = rest.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 2),
    ]);
    return {
      status: Number(first.split(' ')[1]),
      headers: Object.fromEntries(fields) as Record<string, string>,
      body: all.subarray(end + 4),
    };
  }

  const outside = [
    '/../secret.txt',
    '/sub/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2E%2E/secret.txt',
    '/.%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%2Fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/sub%2f..%2f..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..%c0%afsecret.txt',
    '/../www-other/secret.txt',
    '/hello.txt%00.html',
    '/%00',
    '//../secret.txt',
    '/....//secret.txt',
    '/link-out.txt',
    '/link-folder/secret.txt',
    '/link-folder/',
    '/link-hidden.txt',
    '/loop',
    '/.env',
    '/%2eenv',
    '/sub/../.env',
    '/.git/config',
    '/.git/',
    '/HELLO.TXT',
    '/hello.txt/',
    '/hello.txt/x',
    '/%',
    '/%zz',
    `/${'a/'.repeat(3000)}`,
    `/${'a'.repeat(5000)}`,
    'http://localhost/../secret.txt',
    '/hello.txt::$DATA',
  ];
  for (const target of outside) {
    it(`does not serve ${target.slice(0, 60)}`, async () => {
      const { status, body } = await get(target);
      assert.ok([400, 404].includes(status), `status ${status}`);
      assert.ok(!body.includes('SECRET'));
    });
  }

  it('takes no device, stream or short name of Windows for a file there', () => {
    const names = ['CON', 'nul.txt', 'Aux.tar.gz', 'com1', 'LPT\u00b2.log', 'prn .x', 'a:b', 'a.', 'a ', 'PROGRA~1'];
    for (const name of names) {
      assert.equal(namesOf(`/${encodeURIComponent(name)}`, true), undefined, name);
      assert.deepEqual(namesOf(`/${encodeURIComponent(name)}`, false), [name]);
    }
    for (const name of ['console', 'null', 'com', 'com10', 'auxiliary.txt'])
      assert.deepEqual(namesOf(`/${name}`, true), [name]);
  });

  it('serves files with their types, also through a link that stays inside', async () => {
    const hello = await get('/hello.txt');
    assert.equal(hello.status, 200);
    assert.equal(hello.headers['content-type'], 'text/plain');
    assert.equal(hello.body.toString(), '0123456789');
    assert.equal(hello.headers['last-modified'], new Date(1_700_000_000_000).toUTCString());
    assert.equal((await get('/link-in.txt')).body.toString(), '0123456789');
    assert.equal((await get('/sub/../hello.txt?x=1')).status, 200);
    assert.equal((await get('http://localhost/hello.txt')).status, 200);
    assert.equal((await get('/page.html')).headers['content-type'], 'text/html');
    assert.equal(hello.headers['access-control-allow-origin'], undefined);
  });

  it('answers HEAD with the head alone, and other methods with 405', async () => {
    const { status, headers, body } = await get('/hello.txt', {}, 'HEAD');
    assert.deepEqual([status, headers['content-length'], body.length], [200, '10', 0]);
    const post = await get('/hello.txt', { 'Content-Length': '0' }, 'POST');
    assert.deepEqual([post.status, post.headers['allow']], [405, 'GET, HEAD']);
  });

  it('lists a folder as Python does: order, escapes; its index before that; a slash where one is missing', async () => {
    const listing = (await get('/sub/inner/')).body.toString();
    const links = [...listing.matchAll(/<li><a href="(.*?)">(.*?)<\/a><\/li>/g)].map(([, link, shown]) => [
      link,
      shown,
    ]);
    assert.deepEqual(links, [
      ['a%20%26%20b%20%3Cc%3E.txt', 'a &amp; b &lt;c&gt;.txt'],
      ['a.txt', 'a.txt'],
      ['B.txt', 'B.txt'],
    ]);
    assert.equal((await get('/sub/inner/a%20%26%20b%20%3Cc%3E.txt')).body.toString(), 'odd');
    assert.equal((await get('/sub/')).body.toString(), '<p>index</p>');
    const moved = await get('/sub?q=1');
    assert.deepEqual([moved.status, moved.headers['location']], [301, '/sub/?q=1']);
    assert.equal((await get('//sub')).headers['location'], '/sub/');
    const root = (await get('/')).body.toString();
    assert.ok(!/\.env|\.git|link-out|link-folder|link-hidden/.test(root));
    assert.ok(root.includes('link-in.txt@'));
  });

  const ranges: readonly (readonly [range: string, status: number, body: string, contentRange?: string])[] = [
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=5-', 206, '56789', 'bytes 5-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-30', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=3-1', 200, '0123456789'],
    ['bytes=x', 200, '0123456789'],
    ['bytes=', 200, '0123456789'],
    ['bytes=,', 200, '0123456789'],
    ['lines=0-1', 200, '0123456789'],
    ['bytes=0-9,0-9,0-9', 200, '0123456789'],
    [`bytes=${'0-0,'.repeat(40)}1-1`, 200, '0123456789'],
  ];
  for (const [range, status, body, contentRange] of ranges) {
    it(`answers ${range.slice(0, 30)} with ${status}`, async () => {
      const answer = await get('/hello.txt', { Range: range });
      assert.deepEqual(
        [answer.status, answer.body.toString(), answer.headers['content-range']],
        [status, body, contentRange],
      );
      assert.equal(answer.headers['content-length'], String(body.length));
    });
  }

  it('answers several ranges in parts', async () => {
    const { status, headers, body } = await get('/hello.txt', { Range: 'bytes=0-1,8-9' });
    assert.equal(status, 206);
    const boundary = /^multipart\/byteranges; boundary=(.+)$/.exec(headers['content-type']!)![1]!;
    const part = (range: string, text: string) =>
      `\r\n--${boundary}\r\nContent-Type: text/plain\r\nContent-Range: bytes ${range}/10\r\n\r\n${text}`;
    assert.equal(body.toString(), `${part('0-1', '01')}${part('8-9', '89')}\r\n--${boundary}--\r\n`);
    assert.equal(headers['content-length'], String(body.length));
  });

  it('holds to conditions', async () => {
    const { etag = '', 'last-modified': modified = '' } = (await get('/hello.txt')).headers;
    const earlier = new Date(Date.parse(modified) - 1000).toUTCString();
    const rows: readonly (readonly [Readonly<Record<string, string>>, number])[] = [
      [{ 'If-None-Match': etag }, 304],
      [{ 'If-None-Match': `"x", W/${etag}` }, 304],
      [{ 'If-None-Match': '*' }, 304],
      [{ 'If-None-Match': '"x"' }, 200],
      [{ 'If-None-Match': '"x"', 'If-Modified-Since': modified }, 200],
      [{ 'If-Modified-Since': modified }, 304],
      [{ 'If-Modified-Since': earlier }, 200],
      [{ 'If-Modified-Since': 'soon' }, 200],
      [{ 'If-Modified-Since': '2100' }, 200],
      [{ 'If-Unmodified-Since': 'long ago, 1' }, 200],
      [{ 'If-Match': etag }, 200],
      [{ 'If-Match': `W/${etag}` }, 412],
      [{ 'If-Match': '"x"' }, 412],
      [{ 'If-Unmodified-Since': earlier }, 412],
      [{ 'If-Unmodified-Since': modified }, 200],
      [{ Range: 'bytes=0-0', 'If-Range': etag }, 206],
      [{ Range: 'bytes=0-0', 'If-Range': '"x"' }, 200],
      [{ Range: 'bytes=0-0', 'If-Range': modified }, 206],
      [{ Range: 'bytes=0-0', 'If-Range': earlier }, 200],
    ];
    for (const [headers, status] of rows) {
      assert.equal((await get('/hello.txt', headers)).status, status, JSON.stringify(headers));
    }
  });

  it('streams a big file, and a part of it', async () => {
    const whole = await get('/big.bin');
    assert.deepEqual([whole.headers['content-length'], whole.body.length], ['30000000', 30_000_000]);
    assert.equal((await get('/big.bin', { Range: 'bytes=1000000-20999999' })).body.length, 20_000_000);
  });

  it('goes on after a client has left in the middle', async () => {
    const socket = await dial(port);
    socket.write('GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
    assert.equal((await get('/hello.txt')).status, 200);
  });

  it('serves what a file has become since it was served a moment ago, and nothing from outside', async () => {
    const file = path.join(folder, 'www', 'changing.txt');
    await writeFile(file, 'one');
    assert.equal((await get('/changing.txt')).body.toString(), 'one');
    const first = await get('/changing.txt');
    assert.equal(first.body.toString(), 'one');
    await writeFile(file, 'another');
    const second = await get('/changing.txt', { 'If-None-Match': first.headers['etag']! });
    assert.equal(second.status, 200);
    assert.equal(second.body.toString(), 'another');
    await rm(file);
    assert.equal((await get('/changing.txt')).status, 404);
    await symlink(path.join(folder, 'secret.txt'), file);
    assert.equal((await get('/changing.txt')).status, 404);
    await rm(file);
  });
});
