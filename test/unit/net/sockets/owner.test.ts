import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { ownerOf } from '../../../../src/net/listenError.ts';
import { listSockets, type SocketMeans } from '../../../../src/net/sockets/list.ts';
import { portOwner } from '../../../../src/net/sockets/owner.ts';

const fixture = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../../../fixtures/netstat', name), 'latin1');

/** A system whose tools print what was recorded, by the name of the tool. */
const recorded = (platform: NodeJS.Platform, outputs: Readonly<Record<string, string>>): SocketMeans => ({
  platform,
  output(program) {
    const [, printed] = Object.entries(outputs).find(([name]) => program.includes(name)) ?? [];
    return printed === undefined ? Promise.reject(new Error(`${program} was not found`)) : Promise.resolve(printed);
  },
});

describe('the sockets of this machine', () => {
  it('lists a server, both ends of a connection and a UDP socket, with the program', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const client = connect(port, '127.0.0.1');
    const udp = createSocket('udp6').bind(0, '::1');
    const [[socket]] = await Promise.all([accepted, once(client, 'connect'), once(udp, 'listening')]);
    try {
      const rows = await listSockets({ port });
      assert.deepEqual(rows.map(({ state }) => state).sort(), ['ESTABLISHED', 'LISTEN']);
      assert.ok(rows.every(({ pid }) => pid === process.pid));
      const all = await listSockets({ first: [process.pid] });
      const ours = all.filter(({ pid }) => pid === process.pid);
      assert.ok(ours.some(({ local, peer }) => peer?.port === port && local.port === client.localPort));
      assert.ok(ours.some(({ state, local }) => state === 'BOUND' && local.port === udp.address().port));
      assert.equal((await portOwner('tcp', 'localhost', port))?.pid, process.pid);
      assert.equal(await portOwner('tcp', '127.0.0.1', client.localPort!), undefined, 'a client has no port');
      assert.equal(await portOwner('tcp', '127.0.1.1', port), undefined);
      assert.equal(await portOwner('udp', '127.0.0.1', port), undefined);
    } finally {
      client.destroy();
      socket.destroy();
      server.close();
      udp.close();
      await Promise.all([once(server, 'close'), client.closed || once(client, 'close')]);
    }
  });

  it('says so where they cannot be listed', async () => {
    const isUnknown = (error: unknown) => error instanceof WirebenchError && error.code === 'sockets-unknown';
    await assert.rejects(listSockets({}, recorded('freebsd', {})), isUnknown);
    await assert.rejects(listSockets({}, recorded('darwin', {})), isUnknown);
    assert.equal(await portOwner('tcp', '127.0.0.1', 80, recorded('darwin', {})), undefined);
  });
});

describe('the program that has a port', () => {
  const mac = recorded('darwin', { lsof: fixture('lsof.txt') });

  it('is on macOS the one with the very address, and never a client', async () => {
    assert.deepEqual(await portOwner('tcp', '127.0.0.1', 5000, mac), { name: 'python3', pid: 4242 });
    assert.deepEqual(await portOwner('tcp', '10.0.0.7', 5000, mac), { name: 'ControlCe', pid: 403 });
    assert.deepEqual(await portOwner('tcp', 'localhost', 5001, mac), { name: 'python3', pid: 4242 });
    assert.equal(await portOwner('udp', '0.0.0.0', 443, mac), undefined, 'a remote port');
    assert.equal(await portOwner('udp', '0.0.0.0', 60_111, mac), undefined, 'a client');
  });

  it('is on Windows the one with the very address, also without a name', async () => {
    const table = fixture('windows__windows-10__netstat-aon.out');
    const two = '  TCP    0.0.0.0:80   0.0.0.0:0   LISTENING  4\n  TCP    127.0.0.1:80   0.0.0.0:0   ABH\xd6REN  2\n';
    const windows = recorded('win32', {
      netstat: table + two,
      tasklist: '"svchost.exe","1712","Services","0","9 K"\r\n',
    });
    assert.deepEqual(await portOwner('tcp', '127.0.0.1', 135, windows), { name: 'svchost.exe', pid: 1712 });
    assert.deepEqual(await portOwner('tcp', '127.0.0.1', 80, windows), { name: 'a program', pid: 2 });
    assert.equal(await portOwner('tcp', '127.0.0.1', 2, windows), undefined);
    const noTasks = recorded('win32', { netstat: table });
    assert.deepEqual(await portOwner('tcp', '0.0.0.0', 135, noTasks), { name: 'a program', pid: 1712 });
  });

  it('cannot be ended if it is Windows itself', () => {
    assert.equal(ownerOf({ name: 'System', pid: 4 }, 'win32').facts?.['pid'], undefined);
    assert.deepEqual(ownerOf({ name: 'init', pid: 4 }, 'linux').facts, { owner: 'init (pid 4)', pid: 4 });
  });
});
