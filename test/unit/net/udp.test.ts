import assert from 'node:assert/strict';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import fc from 'fast-check';
import { mostPeers } from '../../../src/net/datagram/endpoint.ts';
import type { EndpointSpec } from '../../../src/endpoints/spec.ts';
import { freshNet } from '../../helpers/freshNet.ts';
import { freePort } from '../../helpers/nets.ts';

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
  const net = freshNet(() => plain.close());
  let plain: Socket;

  beforeEach(async () => {
    plain = await plainSocket();
  });

  for (const length of [0, 1, 1472, 65_507]) {
    it(`answers a datagram of ${length} bytes with as many`, async () => {
      const server = await net.registry.start(echo);
      const sent = Buffer.alloc(length, 'wirebench');
      plain.send(sent, server.local!.port, '127.0.0.1');
      assert.ok((await message(plain)).equals(sent));
      const [listening, ...rest] = net.recorder.events;
      assert.equal(`${listening!.connection} ${listening!.kind} ${listening!.direction}`, '0 opened none');
      assert.equal(Buffer.from(listening!.bytes).toString(), `listening on 127.0.0.1:${server.local!.port}`);
      const life = rest.map((e) => `${e.connection} ${e.kind} ${e.direction} ${e.bytes.length}`);
      const expected = ['1 opened none 0', `1 data in ${length}`, `1 data out ${length}`];
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

  it('sends to a multicast group on the interface that it joined it on', async () => {
    const member = createSocket({ type: 'udp4', reuseAddr: true });
    member.bind(0, '0.0.0.0');
    await once(member, 'listening');
    member.addMembership('239.255.77.2', '127.0.0.1');
    const heard = message(member);
    const multicast = [{ group: '239.255.77.2', interface: '127.0.0.1' }];
    const server = await net.registry.start({ ...quiet, multicast });
    const address = { host: '239.255.77.2', port: member.address().port };
    await server.send({ kind: 'address', address }, Buffer.from('from the server'));
    assert.equal((await heard).toString(), 'from the server');
    member.close();
  });

  it('broadcasts where that is turned on, and says what to do where it is not', async () => {
    // The loopback network has a broadcast address too; only who listens on every address hears it.
    const everywhere = createSocket('udp4');
    everywhere.bind(0, '0.0.0.0');
    await once(everywhere, 'listening');
    const address = { host: '127.255.255.255', port: everywhere.address().port };
    const silent = await net.registry.start(quiet);
    await assert.rejects(silent.send({ kind: 'address', address }, Buffer.from('x')), {
      code: 'no-permission',
      system: 'EACCES',
      message: `Could not send to 127.255.255.255:${address.port}: the system does not permit it. If that is a broadcast address, turn the option broadcast on.`,
    });
    const heard = message(everywhere);
    const server = await net.registry.start({ ...quiet, broadcast: true });
    await server.send({ kind: 'address', address }, Buffer.from('everyone'));
    assert.equal((await heard).toString(), 'everyone');
    everywhere.close();
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
    const client = await net.registry.start({
      role: 'client',
      transport: 'udp',
      host: '::1',
      port: server.local!.port,
    });
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

    it('broadcasts, and hears who answers from another address', async () => {
      const server = await net.registry.start({ ...echo, host: '0.0.0.0' });
      const { port } = server.local!;
      const spec = { role: 'client', transport: 'udp', host: '127.255.255.255', port } as const;
      await assert.rejects(net.registry.start(spec), { code: 'no-permission' });
      const client = await net.registry.start({ ...spec, broadcast: true });
      await client.send(all, Buffer.from('anyone?'));
      await net.recorder.until(() => net.recorder.endpointCounters(client.id).bytesIn === 7);
      const peers = [...client.connections.values()].map(({ peer }) => peer.host);
      assert.deepEqual(peers, ['127.255.255.255', '127.0.0.1']);
      // A second one goes to everybody again, not only to who answered.
      assert.deepEqual(await client.send(all, Buffer.from('x')), { bytes: 1, recipients: 1 });
    });

    it('to this machine is bound to the loopback address', async () => {
      const server = await net.registry.start(quiet);
      const { port } = server.local!;
      const client = await net.registry.start({ role: 'client', transport: 'udp', host: '127.0.0.1', port });
      assert.equal(client.local?.host, '127.0.0.1');
    });

    describe('by name', () => {
      const { lookup } = dns.promises;
      const answerWith = (answer: readonly { address: string; family: number }[]) => {
        dns.promises.lookup = (() => Promise.resolve(answer)) as unknown as typeof lookup;
        syncBuiltinESMExports();
      };
      afterEach(() => {
        dns.promises.lookup = lookup;
        syncBuiltinESMExports();
      });
      const target = (port: number, more: object = {}) =>
        ({ role: 'client', transport: 'udp', host: 'two.wirebench.test', port, ...more }) as EndpointSpec;

      it('takes IPv4 first, since nobody answers a UDP connect', async () => {
        answerWith([
          { address: '::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ]);
        const server = await net.registry.start(echo);
        const client = await net.registry.start(target(server.local!.port));
        await client.send(all, Buffer.from('x'));
        await net.recorder.until(() => net.recorder.endpointCounters(client.id).bytesIn === 1);
      });

      it('goes on to the next address where the system refuses one, and leaves no socket of the first', async () => {
        // The system connects nobody to the broadcast address without being told to.
        answerWith([
          { address: '255.255.255.255', family: 4 },
          { address: '::1', family: 6 },
        ]);
        const server = await net.registry.start({ ...echo, family: 6 });
        const client = await net.registry.start(target(server.local!.port));
        await client.send(all, Buffer.from('six'));
        await net.recorder.until(() => net.recorder.endpointCounters(client.id).bytesIn === 3);
        assert.deepEqual(net.recorder.errorCodes(), []);
      });

      it('says why the last address was refused, where all are', async () => {
        answerWith([
          { address: '127.255.255.255', family: 4 },
          { address: '255.255.255.255', family: 4 },
        ]);
        await assert.rejects(net.registry.start(target(9)), {
          code: 'no-permission',
          message:
            'Could not connect to two.wirebench.test:9: the system does not permit it. If that is a broadcast address, turn the option broadcast on.',
        });
      });
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
