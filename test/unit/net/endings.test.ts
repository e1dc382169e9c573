import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { StreamConnection } from '../../../src/net/stream/connection.ts';
import type { EndpointSpec } from '../../../src/endpoints/spec.ts';
import { endings, EndingWatch, type Ending } from '../../../src/traffic/endings.ts';
import { freshNet } from '../../helpers/freshNet.ts';
import { dial } from '../../helpers/nets.ts';

const quiet: EndpointSpec = { role: 'server', transport: 'tcp', port: 0 };

interface Parties {
  /** The end that Wirebench runs, and the other one. */
  readonly ours: StreamConnection;
  readonly peer: Socket;
}

interface Case {
  readonly what: string;
  readonly spec?: Partial<EndpointSpec>;
  readonly act?: (parties: Parties) => unknown;
  readonly ending: Ending;
}

const cases: readonly Case[] = [
  { what: 'the peer ends first', act: ({ peer }) => peer.end(), ending: 'closed-by-peer' },
  { what: 'the peer vanishes after its end', act: ({ peer }) => peer.destroy(), ending: 'closed-by-peer' },
  { what: 'the peer resets', act: ({ peer }) => peer.resetAndDestroy(), ending: 'reset-by-peer' },
  {
    what: 'the peer resets after we have ended our direction',
    act: async ({ ours, peer }) => {
      ours.finish('end');
      await once(peer, 'end');
      peer.resetAndDestroy();
    },
    ending: 'reset-by-peer',
  },
  {
    what: 'we end first, and the peer then',
    act: async ({ ours, peer }) => {
      ours.finish('end');
      await once(peer, 'end');
      peer.end();
    },
    ending: 'closed-by-us',
  },
  { what: 'we close', act: ({ ours, peer }) => (ours.finish('close'), peer.end()), ending: 'closed-by-us' },
  { what: 'we stop', act: ({ ours }) => ours.shut(), ending: 'closed-by-us' },
  { what: 'we reset', act: ({ ours }) => ours.finish('reset'), ending: 'reset-by-us' },
  {
    what: 'nothing crosses it for too long',
    spec: { idleTimeout: 20 },
    act: ({ peer }) => once(peer, 'end').then(() => peer.end()),
    ending: 'timed-out',
  },
  {
    what: 'an HTTP server waits for too long',
    spec: { application: 'http', behaviour: { name: 'bin' }, idleTimeout: 20 },
    ending: 'timed-out',
  },
  {
    what: 'an HTTP server was asked to close',
    spec: { application: 'http', behaviour: { name: 'bin' } },
    act: ({ peer }) => peer.write('GET /get HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    ending: 'closed-by-us',
  },
];

describe('how a connection ended', () => {
  const net = freshNet();

  const said = async (): Promise<string> => {
    await net.recorder.until(() => net.recorder.of('closed').some(({ connection }) => connection > 0));
    const { bytes } = net.recorder.of('closed').find(({ connection }) => connection > 0)!;
    return Buffer.from(bytes).toString('utf8');
  };

  for (const { what, spec, act, ending } of cases) {
    it(`is "${endings[ending].text}" where ${what}`, async () => {
      const server = await net.registry.start({ ...quiet, ...spec });
      const peer = (await dial(server.local!.port)).on('error', () => undefined).resume();
      await net.recorder.until(() => server.connections.size === 1);
      const [ours] = server.connections.values() as Iterable<StreamConnection>;
      try {
        await act?.({ ours: ours!, peer });
        assert.equal(await said(), endings[ending].text);
      } finally {
        peer.destroy();
      }
    });
  }

  for (const [ending, act] of [
    ['closed-by-peer', (socket: Socket) => socket.end()],
    ['reset-by-peer', (socket: Socket) => socket.resetAndDestroy()],
  ] as const) {
    it(`is told of a client that stopped by it: ${ending}`, async () => {
      const server = createServer((socket) => void socket.once('data', () => act(socket))).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const client = await net.registry.start({ role: 'client', transport: 'tcp', host: '127.0.0.1', port });
      await client.send({ kind: 'all' }, Buffer.from('over'));
      await net.recorder.until(() => client.state === 'stopped');
      assert.equal(client.snapshot().ending, ending);
      assert.equal(await said(), endings[ending].text);
      server.close();
      await once(server, 'close');
    });
  }

  it('is the first reason: what follows from it is not news', () => {
    const watch = new EndingWatch();
    watch.finished('peer');
    watch.finished('us');
    assert.equal(watch.ending, 'closed-by-peer');
    watch.failed('ECONNRESET');
    watch.failed('ETIMEDOUT');
    assert.equal(watch.ending, 'reset-by-peer');
    const other = new EndingWatch();
    other.failed('ERR_SSL_WRONG_VERSION_NUMBER');
    assert.equal(other.ending, 'failed');
  });
});
