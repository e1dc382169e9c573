import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import { once } from 'node:events';
import * as vscode from 'vscode';
import type { EndpointSnapshot } from '../../src/engine/messages.ts';
import { command, listening, removeAll, startServer, wirebench } from './api.ts';

const echo = { name: 'echo' };

/** Every kind of start, and what `ss` shows of it. */
const starts: readonly [what: string, start: () => Promise<EndpointSnapshot>, protocol: string, host: string][] = [
  ['TCP', () => startServer({ transport: 'tcp', port: 0, behaviour: echo }), 'tcp', '127.0.0.1'],
  ['TLS', () => startServer({ transport: 'tls', port: 0, behaviour: echo }), 'tcp', '127.0.0.1'],
  ['UDP', () => startServer({ transport: 'udp', port: 0, behaviour: echo }), 'udp', '127.0.0.1'],
  ['TCP over IPv6', () => startServer({ transport: 'tcp', port: 0, host: '::1', behaviour: echo }), 'tcp', '[::1]'],
  ['TLS over IPv6', () => startServer({ transport: 'tls', port: 0, host: '::1', behaviour: echo }), 'tcp', '[::1]'],
  ['UDP over IPv6', () => startServer({ transport: 'udp', port: 0, host: '::1', behaviour: echo }), 'udp', '[::1]'],
  ['UDP with broadcast', () => startServer({ transport: 'udp', port: 0, broadcast: true }), 'udp', '127.0.0.1'],
  [
    'UDP in a multicast group',
    () => startServer({ transport: 'udp', port: 0, multicast: [{ group: '239.255.77.3', interface: '127.0.0.1' }] }),
    'udp',
    '127.0.0.1',
  ],
  ['a saved server', startSaved, 'tcp', '127.0.0.1'],
  ['a restart', restarted, 'tcp', '127.0.0.1'],
  ['a changed behaviour', changed, 'udp', '127.0.0.1'],
];

async function startSaved(): Promise<EndpointSnapshot> {
  const settings = vscode.workspace.getConfiguration('wirebench');
  const saved = { name: 'saved one', transport: 'tcp', port: 0, behaviour: echo };
  await settings.update('servers', [saved], vscode.ConfigurationTarget.Workspace);
  try {
    return await command<EndpointSnapshot>('startSavedServer', 'saved one');
  } finally {
    await settings.update('servers', undefined, vscode.ConfigurationTarget.Workspace);
  }
}

async function restarted(): Promise<EndpointSnapshot> {
  const { id } = await startServer({ transport: 'tcp', port: 0, behaviour: echo });
  await command('restart', id);
  return running(id);
}

async function changed(): Promise<EndpointSnapshot> {
  const { id } = await startServer({ transport: 'udp', port: 0, behaviour: echo });
  await command('changeBehaviour', id, { name: 'uppercase' });
  return running(id);
}

async function running(id: number): Promise<EndpointSnapshot> {
  const { endpoints } = await (await wirebench()).engine.request('registry.get', null);
  const found = endpoints.find((endpoint) => endpoint.id === id);
  assert.equal(found?.state, 'running');
  return found;
}

describe('what listens', () => {
  let before: string[];
  beforeEach(async () => {
    await removeAll();
    before = await listening();
  });
  after(removeAll);

  const opened = async () => (await listening()).filter((one) => !before.includes(one));

  for (const [what, start, protocol, host] of starts) {
    it(`after ${what} is on a loopback address, and nothing after the stop`, async () => {
      const { id, local } = await start();
      assert.ok(local);
      assert.deepEqual(await opened(), [`${protocol} ${host}:${local.port}`]);
      await command('stop', id);
      assert.deepEqual(await opened(), []);
    });
  }

  it('of clients is nothing', async () => {
    const server = await startServer({ transport: 'tcp', port: 0, behaviour: echo });
    const udp = await startServer({ transport: 'udp', port: 0, behaviour: echo });
    const servers = await opened();
    assert.equal(servers.length, 2);
    await command('connectTcp', { host: '127.0.0.1', port: server.port });
    await command('openUdpSocket', { host: '127.0.0.1', port: udp.port });
    assert.deepEqual(await opened(), servers);
  });

  it('is on every address where the user chose that, and only there', async () => {
    const { port } = await startServer({ transport: 'udp', port: 0, host: '0.0.0.0', behaviour: echo });
    assert.deepEqual(await opened(), [`udp 0.0.0.0:${port}`]);
    const socket = dgram.createSocket('udp4');
    socket.send('x', port, '127.0.0.1');
    await once(socket, 'message');
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  });
});
