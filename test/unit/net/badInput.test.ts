import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { python } from '../../../scripts/python.ts';
import { WirebenchError, type ErrorData } from '../../../src/base/errors.ts';
import type { EngineChannel } from '../../../src/engine/client.ts';
import type { EndpointSnapshot } from '../../../src/engine/messages.ts';
import type { Payload } from '../../../src/protocol/text/payload.ts';
import { engineInProcess } from '../../helpers/engineInProcess.ts';
import { freePort, readBytes } from '../../helpers/nets.ts';

const all = { kind: 'all' } as const;
/** What a case may use; what it opens is closed after it. */
interface Bench {
  readonly engine: EngineChannel;
  /** A TCP echo server with one client, which must not notice anything. */
  readonly echo: EndpointSnapshot;
  readonly program: (source: string) => Promise<{ child: ChildProcess; said: string }>;
  readonly start: (spec: object) => Promise<EndpointSnapshot>;
  readonly problem: () => Promise<ErrorData>;
}

interface Case {
  readonly what: string;
  readonly code: string | readonly string[];
  /** Does it, and gives the failure, or what it is a rejection of. The texts must be in the sentence. */
  readonly provoke: (bench: Bench) => Promise<{ failing: Promise<unknown>; says: readonly string[] }>;
}

const server = (more: object) => ({ role: 'server', transport: 'tcp', port: 0, ...more });
const client = (port: number, more: object = {}) => ({
  ...{ role: 'client', transport: 'tcp', host: '127.0.0.1', port },
  ...more,
});

/** A start that must fail as it stands. */
const startOf =
  (spec: object, ...says: string[]): Case['provoke'] =>
  ({ start }) =>
    Promise.resolve({ failing: start(spec), says });

/** A message that cannot be sent to the echo server's client. */
const messageOf =
  (payload: Payload, ...says: string[]): Case['provoke'] =>
  ({ engine, echo }) =>
    Promise.resolve({ failing: engine.request('endpoint.send', { endpoint: echo.id, to: all, payload }), says });

const cases: readonly Case[] = [
  {
    what: 'a port that another program has',
    code: 'port-in-use',
    async provoke({ program, start }) {
      const { child, said } = await program(
        'import socket, sys\ns = socket.create_server(("127.0.0.1", 0))\nprint(s.getsockname()[1], flush=True)\nsys.stdin.read()',
      );
      const port = Number(said);
      const says = [`Port ${port} on 127.0.0.1 is already in use by python3`, `(pid ${child.pid})`];
      return { failing: start(server({ port })), says };
    },
  },
  {
    what: 'a port of our own',
    code: 'port-in-use',
    provoke: ({ start, echo }) =>
      Promise.resolve({
        failing: start(server({ port: echo.local!.port })),
        says: [`Port ${echo.local!.port} on 127.0.0.1`, "Wirebench's own server echo"],
      }),
  },
  {
    what: 'no permission',
    code: 'no-permission',
    async provoke() {
      const helper = path.resolve(import.meta.dirname, '../../helpers/asNobody.ts');
      const spec = JSON.stringify(server({ port: 80 }));
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', helper, spec]);
      const failing = Promise.reject(new WirebenchError(JSON.parse(stdout) as ErrorData));
      return {
        failing,
        says: ['No permission to listen on port 80 on 127.0.0.1', 'Use a port from 1024 to 65535'],
      };
    },
  },
  { what: 'a bad port', code: 'bad-port', provoke: startOf(server({ port: 70_000 }), '70000', 'from 0 to 65535') },
  {
    what: 'a bad host',
    code: 'bad-host',
    provoke: startOf(client(9, { host: '127.0.0.256' }), '127.0.0.256', 'an IPv4 or IPv6 address, or a name'),
  },
  {
    what: 'an address of another machine to listen on',
    code: 'address-not-available',
    provoke: startOf(server({ host: '203.0.113.7' }), '203.0.113.7', 'Use 127.0.0.1'),
  },
  {
    what: 'a name that is not found',
    // Where no name server answers at all, that is what is said.
    code: ['name-not-found', 'name-lookup-failed'],
    provoke: startOf(
      client(9, { host: 'no-such-host.invalid' }),
      'no-such-host.invalid',
      'use an address such as 127.0.0.1',
    ),
  },
  {
    what: 'a refused connection',
    code: 'refused',
    async provoke({ start }) {
      const port = await freePort();
      return {
        failing: start(client(port)),
        says: [`127.0.0.1:${port} refused the connection`, 'Start the server and try again'],
      };
    },
  },
  {
    what: 'a refused datagram',
    code: 'refused',
    async provoke({ engine, start, problem }) {
      const port = await freePort();
      const { id } = await start(client(port, { transport: 'udp' }));
      const failing = rejection(problem());
      await engine.request('endpoint.send', { endpoint: id, to: all, payload: { kind: 'text', text: 'x' } });
      return { failing, says: [`127.0.0.1:${port} refused a datagram`, 'Start the server and send again'] };
    },
  },
  {
    what: 'a reset',
    code: 'reset',
    async provoke({ program, start, problem }) {
      // Closing with unread bytes and SO_LINGER 0 is a reset.
      const { said, child } = await program(
        'import socket, struct, sys\ns = socket.create_server(("127.0.0.1", 0))\nprint(s.getsockname()[1], flush=True)\nc, _ = s.accept()\nsys.stdin.readline()\nc.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))\nc.close()\nsys.stdin.read()',
      );
      await start(client(Number(said)));
      const failing = rejection(problem());
      child.stdin!.write('\n');
      return { failing, says: [`127.0.0.1:${said} reset the connection`] };
    },
  },
  {
    what: 'a peer that does not answer in time',
    code: 'timeout',
    async provoke({ program, start }) {
      // A queue that is full leaves the next connection without an answer.
      const { said } = await program(
        'import socket, sys\ns = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(0)\na = [socket.socket() for _ in range(4)]\n[(c.setblocking(False), c.connect_ex(s.getsockname())) for c in a]\nprint(s.getsockname()[1], flush=True)\nsys.stdin.read()',
      );
      const failing = start(client(Number(said), { connectTimeout: 50 }));
      return { failing, says: [`127.0.0.1:${said} did not answer within 0.05 s`, 'does not accept'] };
    },
  },
  {
    what: 'an unreachable network',
    // RFC 3849's addresses lead nowhere; a network that lets IPv6 out drops them in silence.
    code: ['unreachable', 'timeout'],
    provoke: startOf(client(9, { host: '2001:db8::1', connectTimeout: 1000 }), '[2001:db8::1]:9', 'Check the address'),
  },
  {
    what: 'a datagram that is too long',
    code: 'message-too-long',
    async provoke({ engine, start }) {
      const { id } = await start(server({ transport: 'udp' }));
      const failing = engine.request('endpoint.send', {
        endpoint: id,
        to: { kind: 'address', address: { host: '127.0.0.1', port: 9 } },
        payload: { kind: 'text', text: 'x'.repeat(65_508) },
      });
      return { failing, says: ['65508 bytes', '127.0.0.1:9', 'at most 65507 bytes fit', 'Nothing was sent'] };
    },
  },
  { what: 'odd hex', code: 'bad-hex', provoke: messageOf({ kind: 'hex', text: '41 4' }, 'digit') },
  {
    what: 'an unknown encoding',
    code: 'unknown-encoding',
    provoke: messageOf({ kind: 'text', text: 'x', encoding: 'utf-9' }, 'utf-9'),
  },
  {
    what: 'a text the encoding cannot hold',
    code: 'unencodable',
    provoke: messageOf({ kind: 'text', text: 'naïve', encoding: 'ascii' }, "'ascii'", 'position 2'),
  },
  {
    what: 'a server that is stopped while someone sends',
    code: 'endpoint-stopped',
    async provoke({ engine, start }) {
      const { id, local } = await start(server({ behaviour: { name: 'none' } }));
      const peer = net.connect(local!.port, '127.0.0.1');
      const heard = readBytes(peer, 1);
      const send = { endpoint: id, to: all, payload: { kind: 'text', text: 'x' } } as const;
      await once(peer, 'connect');
      await registryHas(engine, (now) => now.some((one) => one.id === id && one.connectionCount === 1));
      const failing = engine.request('endpoint.send', { ...send, repeat: { times: 1_000_000, interval: 0 } });
      failing.catch(() => undefined);
      // What was sent until then arrived.
      await heard;
      peer.on('error', () => undefined).resume();
      await engine.request('endpoint.stop', { endpoint: id });
      peer.destroy();
      return { failing, says: ['is not running, so nothing was sent', 'Start it and send again'] };
    },
  },
];

async function rejection(problem: Promise<ErrorData>): Promise<never> {
  throw new WirebenchError(await problem);
}

async function registryHas(
  engine: EngineChannel,
  fits: (endpoints: readonly EndpointSnapshot[]) => boolean,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const take = (endpoints: readonly EndpointSnapshot[]): void => {
      if (!fits(endpoints)) return;
      hearing.dispose();
      resolve();
    };
    const hearing = engine.onNotice((notice) => {
      if (notice.kind === 'registry') take(notice.snapshot.endpoints);
    });
    engine.request('registry.get', null).then(({ endpoints }) => take(endpoints), reject);
  });
}

describe('bad input, and bad luck', () => {
  let engine: EngineChannel;
  let echo: EndpointSnapshot;
  let peer: net.Socket;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    engine = engineInProcess().channel;
    echo = await start(server({ behaviour: { name: 'echo' } }));
    peer = net.connect(echo.local!.port, '127.0.0.1');
    await once(peer, 'connect');
    peer.write('before');
    await readBytes(peer, 6);
  });

  afterEach(async () => {
    peer.destroy();
    await engine.request('engine.shutdown', null);
    for (const child of children.splice(0)) {
      child.stdin!.end();
      await once(child, 'close');
    }
  });

  const start = (spec: object) => engine.request('endpoint.start', { spec: spec as never, trusted: true });

  /** A Python program that says something first and ends with its standard input. */
  async function program(source: string): Promise<{ child: ChildProcess; said: string }> {
    const child = spawn(python, ['-c', source], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: line.toString().trim() };
  }

  const problem = () =>
    new Promise<ErrorData>((resolve) => {
      const hearing = engine.onNotice((notice) => {
        if (notice.kind !== 'problem') return;
        hearing.dispose();
        resolve(notice.error);
      });
    });

  for (const { what, code, provoke } of cases) {
    it(`${what}: says what was tried and what to do, and nothing is lost`, async () => {
      const { failing, says } = await provoke({ engine, echo, start, program, problem });
      const error = await failing.then(
        () => assert.fail('it did not fail'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof WirebenchError, String(error));
      assert.ok([code].flat().includes(error.code), `${error.code}: ${error.message}`);
      for (const text of says) assert.ok(error.message.includes(text), error.message);
      assert.match(error.message, /^[^\n]+$/u, 'one line');
      // The connection that was open still is, and every byte of it is counted.
      peer.write('after');
      assert.equal((await readBytes(peer, 5)).toString(), 'after');
      const { endpoints, journal } = await engine.request('registry.get', null);
      const [first] = endpoints.filter(({ id }) => id === echo.id);
      assert.deepEqual([first?.state, first?.connectionCount], ['running', 1]);
      assert.deepEqual([first?.counters.bytesIn, first?.counters.bytesOut], [11, 11]);
      assert.equal(journal.forgottenEvents, 0);
    });
  }
});
