import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createNet } from '../../helpers/nets.ts';
import { PythonProgram, runPython } from '../../helpers/python.ts';

const run = promisify(execFile);

/** Python's own server of a folder; the end of its standard input is its end. */
const server = `
import functools, http.server, os, sys, threading
class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=sys.argv[1]))
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(0)
`;

/** Python's own client. */
const client = `
import http.client, sys, urllib.request
port = int(sys.argv[1])
connection = http.client.HTTPConnection('127.0.0.1', port)
for target in ['/hello.txt', '/sub/', '/none']:
    connection.request('GET', target)
    response = connection.getresponse()
    print(response.status, response.getheader('Content-Type'), len(response.read()))
connection.request('HEAD', '/hello.txt')
response = connection.getresponse()
print(response.status, response.getheader('Content-Length'), len(response.read()))
print(urllib.request.urlopen('http://127.0.0.1:%d/sub' % port).geturl().split('/', 3)[3])
`;

const names = [
  'hello.txt',
  'b.html',
  'A.css',
  'c.js',
  'data.json',
  'x.png',
  'archive.tar.gz',
  'no-end',
  'ümlaut & <x>.txt',
  'é.bin',
  'z.unknown',
];

describe('static and python -m http.server', () => {
  let folder: string;
  let program: PythonProgram;
  let theirs: number;
  let ours: number;
  let net: ReturnType<typeof createNet>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wirebench-static-'));
    await mkdir(path.join(folder, 'sub'));
    for (const name of names) await writeFile(path.join(folder, name), `the file ${name}`);
    program = new PythonProgram(['-c', server, folder]);
    theirs = Number(await program.line());
    net = createNet();
    const endpoint = await net.registry.start({
      ...{ role: 'server', transport: 'tcp', application: 'http', port: 0 },
      behaviour: { name: 'static', options: { root: folder } },
    });
    ours = endpoint.local!.port;
  });
  after(async () => {
    await net.registry.stopAll();
    await program.dispose();
    await rm(folder, { recursive: true });
  });

  /** curl asks, and says what came: status, type, length, where to, and the body. */
  async function curl(port: number, args: readonly string[], target: string): Promise<unknown> {
    const format = '\n%{http_code} %{content_type} %{size_download} %header{location} %header{last-modified}';
    const { stdout } = await run('curl', [
      '-s',
      '--path-as-is',
      '-w',
      format,
      ...args,
      `http://127.0.0.1:${port}${target}`,
    ]);
    const end = stdout.lastIndexOf('\n');
    return { about: stdout.slice(end + 1), body: stdout.slice(0, end) };
  }

  for (const name of names) {
    it(`answer alike for ${name}, also to HEAD`, async () => {
      const target = `/${encodeURIComponent(name)}`;
      assert.deepEqual(await curl(ours, [], target), await curl(theirs, [], target));
      assert.deepEqual(
        await curl(ours, ['-I', '-o', '/dev/null'], target),
        await curl(theirs, ['-I', '-o', '/dev/null'], target),
      );
    });
  }

  it('list alike', async () => {
    const [a, b] = (await Promise.all([curl(ours, [], '/'), curl(theirs, [], '/')])) as { body: string }[];
    const links = (body: string) => body.match(/<li>.*<\/li>/g);
    assert.deepEqual(links(a!.body), links(b!.body));
    assert.ok(links(a!.body)!.length === names.length + 1);
  });

  it('lead to the slash alike, and hold to If-Modified-Since', async () => {
    assert.deepEqual(await curl(ours, [], '/sub?x=1'), await curl(theirs, [], '/sub?x=1'));
    const since = ['-H', `If-Modified-Since: ${new Date(Date.now() + 5000).toUTCString()}`, '-o', '/dev/null'];
    const status = ['-w', '%{http_code}'];
    const asked = (port: number) => run('curl', ['-s', ...since, ...status, `http://127.0.0.1:${port}/hello.txt`]);
    assert.equal((await asked(ours)).stdout, '304');
    assert.equal((await asked(theirs)).stdout, '304');
  });

  it('serve ranges to curl, which puts the file together again', async () => {
    const { stdout } = await run('curl', ['-s', '-r', '4-7', `http://127.0.0.1:${ours}/hello.txt`]);
    assert.equal(stdout, 'file');
  });

  it("serve Python's clients", async () => {
    const lines = (await runPython(['-c', client, String(ours)])).trim().split('\n');
    assert.equal(lines[0], '200 text/plain 18');
    assert.match(lines[1]!, /^200 text\/html; charset=utf-8 \d+$/);
    assert.match(lines[2]!, /^404 /);
    assert.equal(lines[3], '200 18 0');
    assert.equal(lines[4], 'sub/');
  });
});
