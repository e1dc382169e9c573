import assert from 'node:assert/strict';
import { once } from 'node:events';
import fc from 'fast-check';
import type { Behaviour, Conversation } from '../../../src/net/behaviours/behaviour.ts';
import { highWaterMark, queueLimit, type StreamConnection } from '../../../src/net/stream/connection.ts';
import type { EndpointSpec } from '../../../src/endpoints/spec.ts';
import { freshNet } from '../../helpers/freshNet.ts';
import { createNet, dial, freePort, readAll, readBytes, settled } from '../../helpers/nets.ts';

const echo: EndpointSpec = { role: 'server', transport: 'tcp', port: 0, behaviour: { name: 'echo' } };
const quiet: EndpointSpec = { role: 'server', transport: 'tcp', port: 0 };
const all = { kind: 'all' } as const;

describe('a TCP server', () => {
  const net = freshNet();

  it('listens on the loopback interface unless asked otherwise, on any free port for 0', async () => {
    const server = await net.registry.start(echo);
    assert.equal(server.local?.host, '127.0.0.1');
    assert.ok(server.local.port > 0);
    assert.equal(server.state, 'running');
    const [opened] = net.recorder.events;
    assert.equal(`${opened!.kind} ${opened!.connection}`, 'opened 0');
    assert.equal(Buffer.from(opened!.bytes).toString(), `listening on 127.0.0.1:${server.local.port}`);
  });

  it('records what it hears and what it says, and the life of a connection in order', async () => {
    const server = await net.registry.start(echo);
    const client = await dial(server.local!.port);
    client.end('hello');
    assert.equal((await readAll(client)).toString(), 'hello');
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
    const life = net.recorder.events.filter((e) => e.connection !== 0).map((e) => `${e.kind} ${e.direction}`);
    assert.deepEqual(life, ['opened none', 'data in', 'data out', 'half-closed in', 'half-closed out', 'closed none']);
    assert.deepEqual([...net.recorder.closed], [1]);
    assert.equal(server.connections.size, 0);
  });

  it('echoes any bytes however they are split, and counts them exactly', async () => {
    const server = await net.registry.start(echo);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { maxLength: 12 }),
        async (writes) => {
          const client = await dial(server.local!.port);
          const sent = Buffer.concat(writes);
          const id = [...server.connections.keys()].at(-1) ?? net.recorder.connections.size + 1;
          const peer = client.localPort;
          const answer = readAll(client);
          for (const write of writes) client.write(write);
          client.end();
          assert.ok((await answer).equals(sent));
          const info = [...net.recorder.connections.values()].find((c) => c.peer.port === peer && c.id >= id)!;
          assert.ok(net.recorder.bytes('in', info.id).equals(sent));
          assert.ok(net.recorder.bytes('out', info.id).equals(sent));
          const counters = net.recorder.connectionCounters(info.id);
          assert.equal(counters.bytesIn, sent.length);
          assert.equal(counters.bytesOut, sent.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes what the kernel holds in pieces of its receive buffer, as recv(1024) does', async () => {
    const server = await net.registry.start({ ...quiet, receiveBuffer: 1024 });
    const client = await dial(server.local!.port);
    client.write(Buffer.alloc(3000, 'x'));
    await net.recorder.until(() => net.recorder.endpointCounters(server.id).bytesIn === 3000);
    assert.deepEqual(
      net.recorder.of('data', 'in').map((e) => e.bytes.length),
      [1024, 1024, 952],
    );
    client.destroy();
  });

  it('sends to one, to some, to all and by address; an unknown one gets nothing sent to anybody', async () => {
    const server = await net.registry.start(quiet);
    const { port } = server.local!;
    const clients = [await dial(port), await dial(port), await dial(port)];
    await net.recorder.until(() => server.connections.size === 3);
    const [first, second] = [...server.connections.keys()];
    const message = Buffer.from('x');
    assert.deepEqual(await server.send(all, message), { bytes: 3, recipients: 3 });
    assert.deepEqual(await server.send({ kind: 'connections', ids: [first!] }, message), { bytes: 1, recipients: 1 });
    await server.send({ kind: 'connections', ids: [first!, second!] }, message);
    await server.send({ kind: 'address', address: { host: '127.0.0.1', port: clients[0]!.localPort! } }, message);
    await assert.rejects(server.send({ kind: 'connections', ids: [first!, 999] }, message), {
      code: 'no-such-connection',
    });
    assert.equal(net.recorder.endpointCounters(server.id).bytesOut, 7);
    const byPort = new Map([...server.connections.values()].map((c) => [c.peer.port, c.id]));
    const expected = new Map([
      [first!, 4],
      [second!, 2],
    ]);
    for (const client of clients) {
      const length = expected.get(byPort.get(client.localPort!)!) ?? 1;
      assert.equal((await readBytes(client, length)).length, length);
      client.destroy();
    }
  });

  it('sends a long message in pieces of at most 64 KiB in the journal', async () => {
    const server = await net.registry.start(quiet);
    const client = await dial(server.local!.port);
    await net.recorder.until(() => server.connections.size === 1);
    const message = Buffer.alloc(200_000, 'abcdefg');
    const got = readBytes(client, message.length);
    await server.send(all, message);
    assert.ok((await got).equals(message));
    assert.deepEqual(
      net.recorder.of('data', 'out').map((e) => e.bytes.length),
      [65_536, 65_536, 65_536, 3392],
    );
    client.destroy();
  });

  it('keeps its direction open after the peer ended its own, where it is half-open', async () => {
    const server = await net.registry.start({ ...quiet, halfOpen: true });
    const client = await dial(server.local!.port);
    client.end('question');
    await net.recorder.first('half-closed', 'in');
    const [connection] = server.connections.values();
    assert.equal(connection!.snapshot().state, 'half-closed-in');
    await server.send(all, Buffer.from('late answer'));
    connection!.finish('end');
    assert.equal((await readAll(client)).toString(), 'late answer');
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
  });

  it('half-closes first, and still hears', async () => {
    const server = await net.registry.start(quiet);
    const client = await dial(server.local!.port);
    await net.recorder.until(() => server.connections.size === 1);
    const [connection] = server.connections.values();
    connection!.finish('end');
    await once(client.resume(), 'end');
    assert.equal(connection!.snapshot().state, 'half-closed-out');
    await assert.rejects(server.send({ kind: 'connections', ids: [connection!.id] }, Buffer.from('x')), {
      code: 'connection-closed',
    });
    client.end('still here');
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
    assert.equal(net.recorder.bytes('in').toString(), 'still here');
  });

  it('resets a connection on demand, and says when a peer resets', async () => {
    const server = await net.registry.start(quiet);
    const client = await dial(server.local!.port);
    await net.recorder.until(() => server.connections.size === 1);
    const failed = once(client, 'error');
    [...server.connections.values()][0]!.finish('reset');
    const [error] = (await failed) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNRESET');
    const other = await dial(server.local!.port);
    await net.recorder.until(() => server.connections.size === 1);
    other.resetAndDestroy();
    await net.recorder.until(() => net.recorder.of('closed').length === 2);
    assert.deepEqual(net.recorder.errorCodes(), ['reset']);
  });

  it('closes after what is queued went out', async () => {
    const server = await net.registry.start(quiet);
    const client = await dial(server.local!.port);
    await net.recorder.until(() => server.connections.size === 1);
    await server.send(all, Buffer.alloc(5_000_000));
    [...server.connections.values()][0]!.finish('close');
    assert.equal((await readAll(client)).length, 5_000_000);
    client.end();
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
  });

  it('stops reading from a peer that does not read, and goes on when it does', async () => {
    const server = await net.registry.start(echo);
    const client = await dial(server.local!.port);
    client.pause();
    await net.recorder.until(() => server.connections.size === 1);
    const [connection] = server.connections.values() as Iterable<StreamConnection>;
    let sent = 0;
    const block = Buffer.alloc(65_536, 'y');
    // Until the kernel's buffers of both directions and the server's queue are full.
    while (!connection!.stalled || client.writableLength < 4_000_000) {
      if (client.writableLength < 4_000_000) {
        client.write(block);
        sent += block.length;
      }
      await settled();
      assert.ok(connection!.queued <= highWaterMark + 65_536, `${connection!.queued} bytes are queued`);
    }
    assert.ok(net.recorder.endpointCounters(server.id).bytesIn < sent);
    const got = readBytes(client, sent);
    // A socket that was paused by hand does not start by itself.
    client.resume();
    assert.equal((await got).length, sent);
    assert.equal(net.recorder.endpointCounters(server.id).bytesIn, sent);
    assert.equal(net.recorder.endpointCounters(server.id).bytesOut, sent);
    client.destroy();
  });

  it('reads no more from a peer while its behaviour asks for a pause, and then everything', async () => {
    const held: Conversation[] = [];
    const net2 = createNet(() => ({
      onReceived: (conversation, received) => {
        if (received.bytes[0] === 1) {
          held.push(conversation);
          conversation.pause!();
        } else conversation.echo(received);
      },
      dispose: () => undefined,
    }));
    const server = await net2.registry.start(quiet);
    const fast = await dial(server.local!.port);
    fast.on('error', () => undefined);
    // More than the kernel holds for both of them.
    const flood = Buffer.alloc(32 * 1024 * 1024, 1);
    fast.write(flood);
    fast.end();
    await net2.recorder.until(() => held.length === 1);
    const [{ id }] = held as [Conversation];
    const heardAtOnce = net2.recorder.connectionCounters(id).bytesIn;
    assert.ok(heardAtOnce <= highWaterMark, `${heardAtOnce} bytes`);
    // Others are answered meanwhile, and the paused one is not read, round after round.
    const other = await dial(server.local!.port);
    for (let round = 0; round < 50; round++) {
      other.write('x');
      await readBytes(other, 1);
    }
    assert.equal(net2.recorder.connectionCounters(id).bytesIn, heardAtOnce);
    assert.equal(net2.recorder.of('half-closed').length, 0);
    // Each further chunk asks for a pause again: one resume, one chunk.
    let chunks = 1;
    while (net2.recorder.connectionCounters(id).bytesIn < flood.length) {
      const before = held.length;
      held[0]!.resume!();
      await net2.recorder.until(() => held.length > before);
      assert.ok(held.length - before <= 1, 'it was read while it was paused');
      chunks++;
    }
    assert.ok(chunks > 32);
    held[0]!.resume!();
    await net2.recorder.first('half-closed', 'in');
    assert.equal(net2.recorder.connectionCounters(id).bytesIn, flood.length);
    fast.destroy();
    other.destroy();
    await net2.registry.stopAll();
  });

  it("refuses a person's sends to a peer that does not read, saying so", async () => {
    const server = await net.registry.start(quiet);
    const client = await dial(server.local!.port);
    client.pause();
    await net.recorder.until(() => server.connections.size === 1);
    net.recorder.keep = false;
    const block = Buffer.alloc(8 * 1024 * 1024);
    await assert.rejects(
      async () => {
        for (let sent = 0; sent <= 2 * queueLimit; sent += block.length) await server.send(all, block);
      },
      { code: 'peer-not-reading' },
    );
    client.destroy();
  });

  it('closes a connection without traffic after the idle timeout', async () => {
    const server = await net.registry.start({ ...quiet, idleTimeout: 30 });
    const client = await dial(server.local!.port);
    assert.equal((await readAll(client)).length, 0);
    client.end();
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
    assert.match(Buffer.from(net.recorder.of('note')[0]!.bytes).toString(), /0\.03 s without traffic/);
  });

  it('turns away more connections than it may have, and says so', async () => {
    const server = await net.registry.start({ ...echo, maxConnections: 1 });
    const first = await dial(server.local!.port);
    await net.recorder.until(() => server.connections.size === 1);
    const second = await dial(server.local!.port);
    second.on('error', () => undefined);
    await once(second.resume(), 'end').catch(() => undefined);
    second.destroy();
    await net.recorder.first('error');
    assert.deepEqual(net.recorder.errorCodes(), ['too-many-connections']);
    first.end('x');
    assert.equal((await readAll(first)).toString(), 'x');
  });

  it('stops twice and while it starts, and starts again on the port that was asked for', async () => {
    const port = await freePort();
    const server = await net.registry.add({ ...echo, port });
    const starting = server.start();
    const refused = assert.rejects(starting, { code: 'cancelled' });
    await Promise.all([server.stop(), server.stop(), refused]);
    assert.equal(server.state, 'stopped');
    await server.start();
    const stopping = server.stop();
    const calledOff = assert.rejects(server.start(), { code: 'cancelled' });
    await Promise.all([stopping, server.stop(), calledOff]);
    assert.equal(server.state, 'stopped');
    await server.start();
    const client = await dial(port);
    client.on('error', () => undefined);
    const again = await net.registry.restart(server.id);
    assert.equal(again.id, server.id);
    assert.equal(again.local?.port, port);
    client.destroy();
    await server.stop();
    await assert.rejects(server.send(all, Buffer.from('x')), { code: 'endpoint-stopped' });
    assert.deepEqual(net.recorder.errorCodes(), []);
  });

  it('names who has a port that is taken', async () => {
    const server = await net.registry.start(echo);
    const { port } = server.local!;
    await assert.rejects(net.registry.start({ ...echo, port }), {
      code: 'port-in-use',
      message: `Port ${port} on 127.0.0.1 is already in use by Wirebench's own server echo.`,
      remedies: ['stopThatServer', 'useAnotherPort'],
    });
    assert.deepEqual(
      net.registry.snapshot().map((e) => `${e.name}: ${e.state}`),
      ['echo: running', 'echo 2: failed'],
    );
  });

  it('listens on IPv6', async () => {
    const server = await net.registry.start({ ...echo, family: 6 });
    assert.equal(server.local?.host, '::1');
    const client = await dial(server.local.port, '::1');
    client.end('six');
    assert.equal((await readAll(client)).toString(), 'six');
  });

  it('gives frames to its behaviour, and keeps chunks and frames apart', async () => {
    const heard: string[] = [];
    const net2 = createNet(() => ({
      onReceived: (conversation, received) => {
        heard.push(Buffer.from(received.bytes).toString());
        conversation.echo(received);
      },
      dispose: () => undefined,
    }));
    const server = await net2.registry.start({ ...quiet, framing: { kind: 'line' } });
    const client = await dial(server.local!.port);
    const answer = readAll(client);
    client.write('one\ntw');
    await net2.recorder.until(() => heard.length === 1);
    client.end('o\nlast');
    assert.equal((await answer).toString(), 'one\ntwo\nlast');
    assert.deepEqual(heard, ['one', 'two', 'last']);
    assert.deepEqual(
      net2.recorder.of('frame', 'in').map((e) => Buffer.from(e.bytes).toString()),
      ['one\n', 'two\n', 'last'],
    );
    assert.equal(net2.recorder.endpointCounters(server.id).chunksIn, 2);
    await net2.registry.stopAll();
  });

  it('survives a behaviour that throws, and shows why', async () => {
    const net2 = createNet(() => ({
      onReceived: () => {
        throw new Error('no');
      },
      dispose: () => undefined,
    }));
    const problems: string[] = [];
    net2.registry.onProblem(({ error }) => problems.push(error.message));
    const server = await net2.registry.start(quiet);
    const client = await dial(server.local!.port);
    client.end('x');
    await readAll(client);
    assert.deepEqual(problems, ['no']);
    assert.equal(server.state, 'running');
    await net2.registry.stopAll();
  });

  it('keeps what its peers do to their connections in the journal, and bothers nobody with it', async () => {
    const problems: string[] = [];
    net.registry.onProblem(({ error }) => problems.push(error.message));
    const server = await net.registry.start(quiet);
    const client = await dial(server.local!.port);
    await net.recorder.until(() => net.recorder.of('opened').length === 2);
    client.resetAndDestroy();
    await net.recorder.until(() => net.recorder.of('closed').length === 1);
    assert.equal(net.recorder.endpointCounters(server.id).errors, 1);
    assert.deepEqual([problems, server.error], [[], undefined]);
  });

  it('tells a behaviour of opening, the end and the close, and lets it answer the end', async () => {
    const told: string[] = [];
    const behaviour = (): Behaviour => ({
      onOpen: () => told.push('open'),
      onEnd: (conversation: Conversation) => {
        told.push('end');
        conversation.send(Buffer.from('bye'));
        conversation.end();
      },
      onClosed: () => told.push('closed'),
      dispose: () => void told.push('disposed'),
    });
    const net2 = createNet(behaviour);
    const server = await net2.registry.start(quiet);
    const client = await dial(server.local!.port);
    client.end();
    assert.equal((await readAll(client)).toString(), 'bye');
    await net2.recorder.until(() => net2.recorder.of('closed').length === 1);
    await server.stop();
    assert.deepEqual(told, ['open', 'end', 'closed', 'disposed']);
  });
});
