import assert from 'node:assert/strict';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { mostPeers } from '../../../src/net/datagrams.ts';
import type { EndpointSpec } from '../../../src/net/spec.ts';
import { createNet, freePort, handles, settled } from '../../helpers/nets.ts';

const echo: EndpointSpec = { role: 'server', transport: 'udp', port: 0, behaviour: { name: 'echo' } };
const quiet: EndpointSpec = { role: 'server', transport: 'udp', port: 0 };
const all = { kind: 'all' } as const;

async function plainSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.setRecvBufferSize(1 << 20);
  return socket;
}

async function message(socket: Socket): Promise<Buffer> {
  const [bytes] = (await once(socket, 'message')) as [Buffer, RemoteInfo];
  return bytes;
}

describe('a UDP server', () => {
  let before: string;
  let net: ReturnType<typeof createNet>;
  let plain: Socket;

  beforeEach(async () => {
    await settled();
    before = handles();
    net = createNet();
    plain = await plainSocket();
  });

  afterEach(async () => {
    await net.registry.stopAll();
    plain.close();
    await settled();
    assert.equal(handles(), before, 'a handle is left');
  });

  for (const length of [0, 1, 1472, 65_507]) {
    it(`answers a datagram of ${length} bytes with as many`, async () => {
      const server = await net.registry.start(echo);
      const sent = Buffer.alloc(length, 'wirebench');
      plain.send(sent, server.local!.port, '127.0.0.1');
      assert.ok((await message(plain)).equals(sent));
      const life = net.recorder.events.map((e) => `${e.connection} ${e.kind} ${e.direction} ${e.bytes.length}`);
      const expected = ['0 opened none 0', '1 opened none 0', `1 data in ${length}`, `1 data out ${length}`];
      assert.deepEqual(life, expected);
    });
  }

  it('keeps boundaries: every datagram is one event, in and out', async () => {
    const server = await net.registry.start(echo);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 2000 }), { minLength: 1, maxLength: 8 }), async (sent) => {
        const from = net.recorder.of('data', 'in').length;
        const got: Buffer[] = [];
        await new Promise<void>((resolve) => {
          const onMessage = (bytes: Buffer) => {
            got.push(bytes);
            if (got.length < sent.length) return;
            plain.off('message', onMessage);
            resolve();
          };
          plain.on('message', onMessage);
          for (const bytes of sent) plain.send(bytes, server.local!.port, '127.0.0.1');
        });
        const recorded = net.recorder.of('data', 'in').slice(from);
        const hex = (list: Iterable<Uint8Array>) => [...list].map((bytes) => Buffer.from(bytes).toString('hex'));
        assert.deepEqual(hex(recorded.map((e) => e.bytes)), hex(sent));
        assert.deepEqual(hex(got), hex(sent));
      }),
      { numRuns: 30 },
    );
  });

  it('sends anywhere, and to all it knows', async () => {
    const server = await net.registry.start(quiet);
    const { port } = plain.address();
    await assert.rejects(server.send(all, Buffer.from('x')), { code: 'no-such-connection' });
    const first = message(plain);
    await server.send({ kind: 'address', address: { host: '127.0.0.1', port } }, Buffer.from('anywhere'));
    assert.equal((await first).toString(), 'anywhere');
    const second = message(plain);
    assert.deepEqual(await server.send(all, Buffer.from('all')), { bytes: 3, recipients: 1 });
    assert.equal((await second).toString(), 'all');
    assert.equal(net.recorder.connections.size, 1);
  });

  it('refuses a datagram of 65,508 bytes before anything is sent or recorded', async () => {
    const server = await net.registry.start(quiet);
    const address = { host: '127.0.0.1', port: plain.address().port };
    await assert.rejects(server.send({ kind: 'address', address }, Buffer.alloc(65_508)), {
      code: 'message-too-long',
      message: `The message of 65508 bytes is too long for one datagram to 127.0.0.1:${address.port}; at most 65507 bytes fit. Nothing was sent.`,
    });
    assert.equal(net.recorder.of('data').length, 0);
    await server.send({ kind: 'address', address }, Buffer.alloc(65_507));
    assert.equal((await message(plain)).length, 65_507);
  });

  it('loses what its receive buffer cannot take, as recvfrom(1024) does, and says so', async () => {
    const server = await net.registry.start({ ...echo, receiveBuffer: 1024 });
    plain.send(Buffer.alloc(3000, 'a'), server.local!.port, '127.0.0.1');
    assert.equal((await message(plain)).length, 1024);
    assert.equal(net.recorder.endpointCounters(server.id).bytesIn, 1024);
    assert.match(Buffer.from(net.recorder.of('note')[0]!.bytes).toString(), /3000 bytes .* 1976 bytes are lost/);
  });

  it(`remembers ${mostPeers} peers, and forgets who was silent for longest`, async () => {
    const server = await net.registry.start(quiet);
    const address = (index: number) => ({ host: `127.0.${1 + (index >> 8)}.${index & 255}`, port: 9 });
    for (let index = 0; index < mostPeers; index++) {
      await server.send({ kind: 'address', address: address(index) }, Buffer.from('x'));
    }
    assert.equal(server.connections.size, mostPeers);
    assert.equal(net.recorder.of('closed').length, 0);
    // The first is heard of again, so the second is the oldest now.
    await server.send({ kind: 'address', address: address(0) }, Buffer.from('x'));
    await server.send({ kind: 'address', address: address(mostPeers) }, Buffer.from('x'));
    assert.equal(server.connections.size, mostPeers);
    assert.deepEqual(
      net.recorder.of('closed').map((e) => e.connection),
      [2],
    );
    assert.deepEqual([...net.recorder.closed], [2]);
  });

  it('names who has a port that is taken, and may share one that both sides reuse', async () => {
    const server = await net.registry.start({ ...quiet, reuse: true });
    const { port } = server.local!;
    await assert.rejects(net.registry.start({ ...quiet, port }), { code: 'port-in-use' });
    const second = await net.registry.start({ ...quiet, port, reuse: true });
    assert.equal(second.local?.port, port);
  });

  it('joins a multicast group, and refuses what is none', async () => {
    await assert.rejects(net.registry.start({ ...quiet, multicast: [{ group: '127.0.0.1' }] }), { code: 'bad-spec' });
    const server = await net.registry.start({
      ...quiet,
      host: '0.0.0.0',
      multicast: [{ group: '239.255.77.1', interface: '127.0.0.1' }],
    });
    plain.setMulticastInterface('127.0.0.1');
    plain.send('to the group', server.local!.port, '239.255.77.1');
    await net.recorder.first('data', 'in');
    assert.equal(net.recorder.bytes('in').toString(), 'to the group');
  });

  it('stops twice, and starts again on the same port', async () => {
    const port = await freePort();
    const server = await net.registry.start({ ...echo, port });
    await Promise.all([server.stop(), server.stop()]);
    await assert.rejects(server.send(all, Buffer.from('x')), { code: 'endpoint-stopped' });
    await server.start();
    plain.send('again', port, '127.0.0.1');
    assert.equal((await message(plain)).toString(), 'again');
  });

  it('talks over IPv6', async () => {
    const server = await net.registry.start({ ...echo, family: 6 });
    const client = await net.registry.start({ role: 'client', transport: 'udp', host: '::1', port: server.local!.port });
    await client.send(all, Buffer.from('six'));
    await net.recorder.until(() => net.recorder.endpointCounters(client.id).bytesIn === 3);
  });

  describe('and a UDP client', () => {
    it('sends, hears its server, and records the same bytes', async () => {
      const server = await net.registry.start(echo);
      const client = await net.registry.start({
        role: 'client',
        transport: 'udp',
        host: 'localhost',
        family: 4,
        port: server.local!.port,
      });
      await client.send(all, Buffer.from('hello'));
      await net.recorder.until(() => net.recorder.endpointCounters(client.id).bytesIn === 5);
      assert.equal(client.snapshot().connections.length, 1);
      await client.stop();
      assert.equal(client.connections.size, 0);
    });

    it('learns that nobody receives there, and goes on', async () => {
      const port = await freePort();
      const client = await net.registry.start({ role: 'client', transport: 'udp', host: '127.0.0.1', port });
      await client.send(all, Buffer.from('x'));
      const refused = net.recorder.first('error');
      await refused;
      assert.deepEqual(net.recorder.errorCodes(), ['refused']);
      assert.match(client.error!.message, /refused a datagram: no program receives UDP there/);
      assert.equal(client.state, 'running');
    });
  });
});
