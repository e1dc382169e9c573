import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { python } from '../../../../scripts/python.ts';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import { freePort } from '../../../helpers/nets.ts';
import { bench, brief, states, type Bench } from './running.ts';

/** Programs in Python; PORT is the number of the port. */
const programs = {
  /** Serves one connection, and tells. */
  server: `
import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", PORT))
s.listen()
c, a = s.accept()
print("connected", flush=True)
c.sendall(c.recv(100))
c.close()
s.accept()`,
  udp: `
import socket
s = socket.socket(type=socket.SOCK_DGRAM)
s.bind(("127.0.0.1", PORT))
d, a = s.recvfrom(100)
s.sendto(d, a)`,
  otherAddress: `
import socket
s = socket.socket()
s.bind(("127.0.1.1", PORT))
s.listen()
s.accept()`,
  /** The other one first, for longer than a program that does nothing else is waited for. */
  inTurn: `
import socket, time
other = socket.socket()
other.bind(("127.0.0.1", 0))
other.listen()
other.settimeout(0.8)
try: other.accept()
except TimeoutError: pass
time.sleep(0.8)
s = socket.socket()
s.bind(("127.0.0.1", PORT))
s.listen()
s.accept()`,
  otherPort: `
import socket, time
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
time.sleep(60)`,
  noListen: `
import socket, time
s = socket.socket()
s.bind(("127.0.0.1", PORT))
time.sleep(60)`,
  acceptsTooSoon: `
import socket
s = socket.socket()
s.bind(("127.0.0.1", PORT))
s.accept()`,
  nothing: `
import time
time.sleep(60)`,
  /** Tells by a connection that it has started. */
  started: `
import socket, sys, time
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
time.sleep(60)`,
  asks: `
name = input("Name? ")`,
  /** Its child is the server. */
  parent: `
import subprocess, sys
subprocess.run([sys.executable, "-c", """
import socket
s = socket.socket()
s.bind(("127.0.0.1", PORT))
s.listen()
s.accept()
"""])`,
  /** Starts a server in a session of its own, and leaves. */
  daemon: `
import os, socket
s = socket.socket()
r, w = os.pipe()
if os.fork():
    os.read(r, 1)
    os._exit(0)
os.setsid()
os.write(w, b"1")
for fd in (0, 1, 2): os.close(fd)
s.bind(("127.0.0.1", PORT))
s.listen()
s.accept()`,
} as const;

/** Linux alone tells by the environment whose a program is that left its parent, and by their numbers which sockets do not listen. */
const isLinux = process.platform === 'linux';
/** Windows does not tell whose child a program is. */
const tellsChildren = process.platform !== 'win32';

let folder: string;

function command(name: keyof typeof programs, port: number): string {
  const file = path.join(folder, `${name}${port}.py`);
  writeFileSync(file, programs[name].trim().replaceAll('PORT', String(port)));
  return `RUN ${python} ${file}`;
}

describe('RUN, and whether its program listens', () => {
  let one: Bench;
  let port: number;
  let others: ChildProcess[];
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ready-'));
    one = bench();
  });
  after(async () => {
    await one.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    port = await freePort();
    others = [];
  });
  afterEach(async () => {
    for (const other of others) {
      other.kill('SIGKILL');
      if (other.exitCode === null && other.signalCode === null) await once(other, 'exit');
    }
  });

  async function first(text: string): Promise<RequestOutcome> {
    const { outcomes } = await one.run(text);
    return outcomes[0]!;
  }

  /** A server that the run has not started. */
  async function stranger(at: number): Promise<ChildProcess> {
    const script = `import socket\ns = socket.socket()\ns.bind(("127.0.0.1", ${at}))\ns.listen()\nprint("up", flush=True)\ns.accept()`;
    const other = spawn(python, ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    others.push(other);
    await once(other.stdout, 'data');
    return other;
  }

  it('never connects to find out, whatever the address is called', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const text = [
        ...['# @name server', command('server', port), `ready: tcp ${host}:${port}`, ''],
        ...['###', `TCP 127.0.0.1:${port}`, '', 'hello', '', '?? received text == hello'],
      ].join('\n');
      const summary = await one.run(text);
      assert.deepEqual(summary.outcomes.map(brief), ['passed', 'passed']);
    }
  });

  it('sends no datagram to find out', async () => {
    const text = `${command('udp', port)}\nready: udp 127.0.0.1:${port}\n\n###\nUDP 127.0.0.1:${port}\n\n7\n\n?? received text == 7`;
    assert.deepEqual(states(await one.run(text)), ['passed', 'passed']);
  });

  it('is content with a child of the program, also with one that it left behind', async () => {
    for (const name of ['parent', ...(isLinux ? ['daemon' as const] : [])] as const) {
      const outcome = await first(`${command(name, port)}\nready: tcp 127.0.0.1:${port}`);
      assert.equal(brief(outcome), 'passed', name);
    }
  });

  it('starts nothing if another program has the port, and names it', async () => {
    const { pid } = await stranger(port);
    const { error } = await first(`${command('server', port)}\nready: tcp 127.0.0.1:${port}`);
    assert.equal(error?.code, 'port-in-use');
    assert.ok(error.message.includes(`(pid ${pid}) has TCP port ${port} already`), error.message);
    assert.ok(error.message.includes('was not started'), error.message);
    assert.deepEqual([error.remedies, error.facts?.['pid']], [['stopThatServer'], pid]);
  });

  it('names a server of the file itself that has the port, and a program of the file', async () => {
    const serve = `# @name mine\nSERVE tcp://127.0.0.1:${port}\n\n###\n`;
    const summary = await one.run(`${serve}${command('server', port)}\nready: tcp 127.0.0.1:${port}`);
    const { error } = summary.outcomes[1]!;
    assert.equal(error?.code, 'port-in-use');
    assert.ok(error.message.includes("Wirebench's own server"), error.message);
    const twice = `${command('parent', port)}\nready: tcp 127.0.0.1:${port}\n\n###\n${command('server', port)}\nready: tcp 127.0.0.1:${port}`;
    const [, second] = (await one.run(twice)).outcomes;
    assert.equal(second!.error?.code, 'port-in-use');
    assert.ok(second!.error.message.includes(tellsChildren ? 'parent' : '(pid '), second!.error.message);
  });

  it('does not take the listener of somebody else for the program', async () => {
    const told = createServer().listen(0, '127.0.0.1');
    await once(told, 'listening');
    const started = once(told, 'connection') as Promise<[Socket]>;
    const { port: tell } = told.address() as AddressInfo;
    const running = first(`${command('started', port)} ${tell}\nready: tcp 127.0.0.1:${port}\ntimeout: 2500ms`);
    const [socket] = await started;
    socket.on('error', () => undefined);
    await stranger(port);
    const outcome = await running;
    socket.destroy();
    told.close();
    assert.equal(outcome.error?.code, tellsChildren ? 'program-not-ready' : undefined, outcome.error?.message);
  });

  const seen: [keyof typeof programs, string, (port: number) => string][] = [
    ['otherAddress', 'tcp 127.0.0.1', (at) => `It listens on 127.0.1.1:${at}, not on 127.0.0.1:${at}.`],
    ['server', 'udp 127.0.0.1', (at) => `It listens on 127.0.0.1:${at} with TCP, and the line says udp`],
    ['udp', 'tcp 127.0.0.1', (at) => `It receives on 127.0.0.1:${at} with UDP, and the line says tcp`],
    [
      'noListen',
      'tcp 127.0.0.1',
      (at) => (isLinux ? `It is bound to 127.0.0.1:${at}, but listen() was never called.` : 'It listens on no port.'),
    ],
    ['otherPort', 'tcp 127.0.0.1', (at) => `(TCP), not on 127.0.0.1:${at}.`],
    ['nothing', 'tcp 127.0.0.1', () => 'It listens on no port.'],
  ];
  for (const [name, ready, sentence] of seen) {
    it(`says why a program is not ready: ${name}`, async () => {
      const outcome = await first(`${command(name, port)}\nready: ${ready}:${port}\ntimeout: 700ms`);
      assert.equal(outcome.error?.code, 'program-not-ready', outcome.error?.message);
      assert.ok(outcome.error.message.includes(sentence(port)), outcome.error.message);
    });
  }

  // Linux alone tells what a program waits for.
  const waiting = isLinux ? (['otherAddress', 'udp'] as const) : [];
  for (const name of waiting) {
    it(`says at once why a program is not ready that waits for clients elsewhere: ${name}`, async () => {
      const outcome = await first(`${command(name, port)}\nready: tcp 127.0.0.1:${port}\ntimeout: 60s`);
      assert.equal(outcome.error?.code, 'program-not-ready', outcome.error?.message);
      assert.match(outcome.error.message, /was not ready \(tcp 127\.0\.0\.1:\d+\)\. It (?:listens|receives) on /);
      assert.ok(outcome.duration < 30_000, `${outcome.duration} ms`);
    });
  }

  it('waits for a program that listens on another port first', async () => {
    const outcome = await first(`${command('inTurn', port)}\nready: tcp 127.0.0.1:${port}\ntimeout: 60s`);
    assert.equal(outcome.state, 'passed', outcome.error?.message);
  });

  it('says that a server that ended in accept() never called listen()', async () => {
    const outcome = await first(`${command('acceptsTooSoon', port)}\nready: tcp 127.0.0.1:${port}`);
    assert.equal(outcome.error?.code, 'program-ended', outcome.error?.message);
    assert.match(
      outcome.error.message,
      /OSError in line 4 of .+\.py, `s\.accept\(\)`: \[Errno 22\] .+\. listen\(\) was never called, and accept\(\) needs it\.$/,
    );
  });

  it('says that a program waits for input', async () => {
    const text = `${command('asks', port)}\nready: tcp 127.0.0.1:${port}\ntimeout: 1500ms\n\n=== wait never\nx\n`;
    const { error } = await first(text);
    assert.ok(error?.message.includes('It listens on no port, and it waits for input.'), error?.message);
  });

  it('wants an address of this machine', async () => {
    for (const [ready, why] of [
      ['tcp 192.0.2.1:5550', '192.0.2.1 is not an address of this machine'],
      ['tcp nowhere:x', 'ready'],
      ['udp 127.0.0.1:0', 'ready'],
    ] as const) {
      const { error } = await first(`RUN ${python} -c pass\nready: ${ready}`);
      assert.equal(error?.code, 'bad-value', ready);
      assert.ok(error.message.includes(why), error.message);
    }
  });
});
