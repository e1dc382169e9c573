import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { python as pythonPath } from '../../../scripts/python.ts';
import type { EndpointSpec } from '../../../src/endpoints/spec.ts';
import { freshNet } from '../../helpers/freshNet.ts';
import { freePort, settled } from '../../helpers/nets.ts';

const echo: EndpointSpec = { role: 'server', transport: 'tcp', port: 0, behaviour: { name: 'echo' } };
const all = { kind: 'all' } as const;
const client = (port: number, more: Partial<EndpointSpec> = {}) =>
  ({ role: 'client', transport: 'tcp', host: '127.0.0.1', port, ...more }) as EndpointSpec;

describe('a TCP client', () => {
  const net = freshNet();

  for (const host of ['127.0.0.1', 'localhost']) {
    it(`talks to ${host}, and stays open until it is stopped`, async () => {
      const server = await net.registry.start(echo);
      const one = await net.registry.start(client(server.local!.port, { host }));
      assert.equal(one.connections.size, 1);
      await one.send(all, Buffer.from('hello'));
      await net.recorder.until(() => net.recorder.endpointCounters(one.id).bytesIn === 5);
      assert.equal(one.state, 'running');
      assert.equal(one.snapshot().connections[0]!.state, 'open');
      await one.stop();
      assert.equal(one.state, 'stopped');
      await net.recorder.until(() => server.connections.size === 0 && net.recorder.of('closed').length === 2);
      assert.deepEqual(net.recorder.errorCodes(), []);
    });
  }

  it('is stopped when the server closes, and may start again', async () => {
    const server = await net.registry.start(echo);
    const one = await net.registry.start(client(server.local!.port));
    await net.recorder.until(() => server.connections.size === 1);
    const stopped = new Promise<void>((resolve) => {
      const listening = one.onChange(() => {
        if (one.state !== 'stopped') return;
        listening.dispose();
        resolve();
      });
    });
    [...server.connections.values()][0]!.finish('close');
    await stopped;
    await assert.rejects(one.send(all, Buffer.from('x')), { code: 'endpoint-stopped' });
    await one.start();
    assert.equal(one.state, 'running');
  });

  it('half-closes, and still hears the answer', async () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('end', () => socket.end('after your end')).resume();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const one = await net.registry.start(client((server.address() as AddressInfo).port));
    [...one.connections.values()][0]!.finish('end');
    await net.recorder.first('closed');
    assert.equal(net.recorder.bytes('in').toString(), 'after your end');
    assert.deepEqual(
      net.recorder.of('half-closed').map((e) => e.direction),
      ['out', 'in'],
    );
    server.close();
    await once(server, 'close');
  });

  it('says that nobody listens', async () => {
    const port = await freePort();
    await assert.rejects(net.registry.start(client(port)), {
      code: 'refused',
      system: 'ECONNREFUSED',
      message: `127.0.0.1:${port} refused the connection: no program listens there. Start the server and try again.`,
    });
    assert.deepEqual(
      net.registry.snapshot().map((e) => e.state),
      ['failed'],
    );
    assert.deepEqual(net.recorder.errorCodes(), ['refused']);
  });

  it('says that a name does not exist', async () => {
    await assert.rejects(net.registry.start(client(9, { host: 'no-such-host.invalid' })), (error: { code: string }) =>
      ['name-not-found', 'name-lookup-failed'].includes(error.code),
    );
  });

  it('gives up after its connect timeout', async () => {
    // A backlog that is full leaves the next connect without an answer, with no network needed.
    const full = await fullListener();
    await assert.rejects(net.registry.start(client(full.port, { connectTimeout: 50 })), {
      code: 'timeout',
      message: `127.0.0.1:${full.port} did not answer within 0.05 s. The program there does not accept: as many connections as its listen() allows are waiting to be accepted already.`,
    });
    await full.close();
  });

  it('can be stopped while it connects', async () => {
    const full = await fullListener();
    const one = await net.registry.add(client(full.port));
    const cancelled = assert.rejects(one.start(), { code: 'cancelled' });
    await settled();
    await one.stop();
    await cancelled;
    assert.equal(one.state, 'stopped');
    assert.deepEqual(net.recorder.errorCodes(), []);
    await full.close();
  });

  it('says that the server reset', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy())).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const one = await net.registry.start(client((server.address() as AddressInfo).port));
    await one.send(all, Buffer.from('x'));
    await net.recorder.first('closed');
    assert.deepEqual(net.recorder.errorCodes(), ['reset']);
    server.close();
    await once(server, 'close');
  });
});

/** A listener whose queue of connections is full: it accepts none of them, since this thread's peer process is stopped. */
async function fullListener(): Promise<{ port: number; close(): Promise<void> }> {
  const { spawn } = await import('node:child_process');
  const program = [
    'import socket, sys',
    's = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(0)',
    'a = [socket.socket() for _ in range(4)]',
    '[(c.setblocking(False), c.connect_ex(s.getsockname())) for c in a]',
    'print(s.getsockname()[1], flush=True)',
    'sys.stdin.read()',
  ].join('\n');
  const python = spawn(pythonPath, ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(python.stdout, 'data')) as [Buffer];
  return {
    port: Number(line.toString()),
    async close() {
      python.stdin.end();
      await once(python, 'close');
    },
  };
}
