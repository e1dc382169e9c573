import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { python } from '../../scripts/python.ts';
import type { EndpointSpec } from '../../src/endpoints/spec.ts';
import { createNet } from '../helpers/nets.ts';

const run = promisify(execFile);
const all = { kind: 'all' } as const;
const echo = (transport: string, more: object = {}) =>
  ({ role: 'server', transport, port: 0, behaviour: { name: 'echo' }, ...more }) as EndpointSpec;

/** A program fed with text on its standard input; resolves with what it printed. */
async function feed(command: string, args: readonly string[], input: string | Buffer): Promise<Buffer> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const wrong: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => wrong.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 0, `${command}: ${Buffer.concat(wrong).toString()}`);
  return Buffer.concat(out);
}

describe("endpoints against other people's programs", function () {
  this.timeout(20_000);
  let net: ReturnType<typeof createNet>;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    net = createNet();
  });

  afterEach(async () => {
    await net.registry.stopAll();
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill();
      await once(child, 'close');
    }
  });

  /** A python program that prints its port first; it is ended with the test. */
  async function pythonServer(program: string): Promise<number> {
    const child = spawn(python, ['-u', '-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return Number(line.toString());
  }

  it('echoes 1 MB that python3 sends in pieces, to four clients at once', async () => {
    const server = await net.registry.start(echo('tcp'));
    const program = [
      'import socket, sys, threading',
      's = socket.create_connection(("127.0.0.1", int(sys.argv[1])))',
      'data = bytes(i * 7 % 251 for i in range(1000003))',
      'def send():',
      '    for i in range(0, len(data), 777): s.sendall(data[i:i+777])',
      '    s.shutdown(socket.SHUT_WR)',
      't = threading.Thread(target=send); t.start()',
      'got = b"".join(iter(lambda: s.recv(65536), b""))',
      't.join()',
      'print(got == data)',
    ].join('\n');
    const results = await Promise.all([1, 2, 3, 4].map(() => run(python, ['-c', program, String(server.local!.port)])));
    assert.deepEqual(
      results.map((result) => result.stdout.trim()),
      ['True', 'True', 'True', 'True'],
    );
    await net.recorder.until(() => net.recorder.of('closed').length === 4);
    const counters = net.recorder.endpointCounters(server.id);
    assert.deepEqual([counters.bytesIn, counters.bytesOut], [4_000_012, 4_000_012]);
    for (const id of net.recorder.connections.keys()) {
      assert.ok(net.recorder.bytes('in', id).equals(net.recorder.bytes('out', id)));
    }
  });

  it('hears 3,000 bytes through a buffer of 1,024 as python3 does', async () => {
    const server = await net.registry.start(echo('tcp', { receiveBuffer: 1024, behaviour: { name: 'none' } }));
    const ours = [
      'import socket, sys',
      's = socket.create_connection(("127.0.0.1", int(sys.argv[1])))',
      's.sendall(b"x" * 3000)',
    ];
    await run(python, ['-c', ours.join('\n'), String(server.local!.port)]);
    await net.recorder.first('closed');
    const theirs = [
      'import socket',
      'l = socket.create_server(("127.0.0.1", 0)); c = socket.create_connection(l.getsockname()); s, _ = l.accept()',
      'c.sendall(b"x" * 3000); c.close()',
      'print([len(b) for b in iter(lambda: s.recv(1024), b"")])',
    ];
    const { stdout } = await run(python, ['-c', theirs.join('\n')]);
    const lengths = net.recorder.of('data', 'in').map((e) => e.bytes.length);
    assert.deepEqual(lengths, JSON.parse(stdout));
  });

  it('answers ncat and socat over TCP and TLS', async () => {
    const tcp = String((await net.registry.start(echo('tcp'))).local!.port);
    const tls = String((await net.registry.start(echo('tls'))).local!.port);
    assert.equal((await feed('ncat', ['127.0.0.1', tcp], 'by ncat\n')).toString(), 'by ncat\n');
    assert.equal(
      (await feed('socat', ['-t', '5', '-', `TCP:127.0.0.1:${tcp}`], 'by socat\n')).toString(),
      'by socat\n',
    );
    assert.equal((await feed('ncat', ['--ssl', '127.0.0.1', tls], 'sealed\n')).toString(), 'sealed\n');
    const socat = ['-t', '5', '-', `OPENSSL:127.0.0.1:${tls},verify=0`];
    assert.equal((await feed('socat', socat, 'sealed too\n')).toString(), 'sealed too\n');
    assert.ok(net.recorder.bytes('in').includes('sealed too'));
  });

  it('shakes hands with openssl s_client', async () => {
    const { port } = (await net.registry.start(echo('tls'))).local!;
    const out = await feed(
      'openssl',
      ['s_client', '-connect', `127.0.0.1:${port}`, '-ign_eof', '-brief', '-no_ign_eof'],
      'x\n',
    );
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
    assert.equal(net.recorder.bytes('in').toString(), 'x\n', out.toString());
  });

  it('serves a given certificate, which openssl and ncat verify by name', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    try {
      const [certFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
      const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-days', '2'];
      const names = ['-subj', '/CN=lab.wirebench.test', '-addext', 'subjectAltName=DNS:lab.wirebench.test'];
      const passphrase = 'open sesame';
      await run('openssl', [...made, ...names, '-passout', `pass:${passphrase}`, '-keyout', keyFile, '-out', certFile]);
      const server = await net.registry.start(echo('tls', { tls: { certFile, keyFile, passphrase } }));
      const where = `127.0.0.1:${server.local!.port}`;
      const verified = ['-CAfile', certFile, '-verify_return_error', '-verify_hostname'];
      const client = ['s_client', '-connect', where, '-brief', ...verified];
      await feed('openssl', [...client, 'lab.wirebench.test'], 'by openssl\n');
      await net.recorder.until(() => net.recorder.of('closed').length === 1);
      assert.equal(net.recorder.bytes('in').toString(), 'by openssl\n');
      await assert.rejects(feed('openssl', [...client, 'other.wirebench.test'], 'x\n'), /hostname mismatch/i);
      const ncat = ['--ssl-verify', '--ssl-trustfile', certFile, '--ssl-servername', 'lab.wirebench.test'];
      const args = [...ncat, '127.0.0.1', String(server.local!.port)];
      assert.equal((await feed('ncat', args, 'by ncat\n')).toString(), 'by ncat\n');
      // Our own client trusts it by the file, under its name.
      const tls = { caFile: certFile, servername: 'lab.wirebench.test' };
      const spec = { role: 'client', transport: 'tls', host: '127.0.0.1', port: server.local!.port, tls };
      const ours = await net.registry.start(spec);
      assert.equal(ours.state, 'running');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('answers python3 and socat over UDP, empty and largest datagrams included', async () => {
    const { port } = (await net.registry.start(echo('udp'))).local!;
    const program = [
      'import socket, sys',
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(10)',
      'def ask(n):',
      '    s.sendto(b"d" * n, ("127.0.0.1", int(sys.argv[1])))',
      '    return s.recv(65536) == b"d" * n',
      'print([ask(n) for n in (0, 1, 65507)])',
    ].join('\n');
    assert.equal((await run(python, ['-c', program, String(port)])).stdout.trim(), '[True, True, True]');
    const socat = await feed('socat', ['-t', '1', '-', `UDP:127.0.0.1:${port}`], 'by socat\n');
    assert.equal(socat.toString(), 'by socat\n');
  });

  it('is a client of python3 over TCP and UDP, and learns of its end', async () => {
    const tcp = await pythonServer(
      'import socket\nl = socket.create_server(("127.0.0.1", 0))\nprint(l.getsockname()[1])\ns, _ = l.accept()\ns.sendall(s.recv(100).upper())\ns.close()',
    );
    const one = await net.registry.start({ role: 'client', transport: 'tcp', host: '127.0.0.1', port: tcp });
    await one.send(all, Buffer.from('hello'));
    await net.recorder.first('closed');
    assert.equal(net.recorder.bytes('in').toString(), 'HELLO');
    const udp = await pythonServer(
      'import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(("127.0.0.1", 0))\nprint(s.getsockname()[1])\nd, a = s.recvfrom(100)\ns.sendto(d.upper(), a)',
    );
    const two = await net.registry.start({ role: 'client', transport: 'udp', host: '127.0.0.1', port: udp });
    await two.send(all, Buffer.from('datagram'));
    await net.recorder.until(() => net.recorder.endpointCounters(two.id).bytesIn === 8);
    assert.ok(net.recorder.bytes('in').includes('DATAGRAM'));
  });

  it('names the python3 that has the port, for TCP and UDP', async () => {
    for (const [transport, kind] of [
      ['tcp', 'SOCK_STREAM'],
      ['udp', 'SOCK_DGRAM'],
    ] as const) {
      const listen = transport === 'tcp' ? 's.listen()\n' : '';
      const port = await pythonServer(
        `import socket, sys\ns = socket.socket(socket.AF_INET, socket.${kind})\ns.bind(("127.0.0.1", 0))\n${listen}print(s.getsockname()[1])\nsys.stdin.read()`,
      );
      const { pid } = children.at(-1)!;
      await assert.rejects(net.registry.start(echo(transport, { port })), (error: Error) => {
        assert.match(
          error.message,
          new RegExp(`^Port ${port} on 127.0.0.1 is already in use by python3.* \\(pid ${pid}\\)\\.$`),
        );
        return true;
      });
    }
  });

  it('listens on loopback addresses only, after every kind of start, as ss sees it', async () => {
    const servers = await Promise.all(
      ['tcp', 'tls', 'udp'].flatMap((transport) => [
        net.registry.start(echo(transport)),
        net.registry.start(echo(transport, { family: 6 })),
        net.registry.start(echo(transport, { host: 'localhost' })),
      ]),
    );
    await net.registry.restart(servers[0]!.id);
    const { stdout } = await run('ss', ['-Hltnup']);
    const mine = stdout.split('\n').filter((line) => line.includes(`pid=${process.pid},`));
    assert.equal(mine.length, servers.length, stdout);
    for (const line of mine) assert.match(line.split(/\s+/)[4]!, /^(127\.0\.0\.1|\[::1\]):\d+$/);
    const open = await net.registry.start(echo('tcp', { host: '0.0.0.0' }));
    const after = (await run('ss', ['-Hltn', `sport = :${open.local!.port}`])).stdout;
    assert.match(after, /0\.0\.0\.0:/);
  });
});
