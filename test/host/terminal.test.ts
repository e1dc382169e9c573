import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import type * as vscode from 'vscode';
import { ConnectTerminal, type TerminalTarget } from '../../src/vscode/terminal/connectTerminal.ts';
import { command, registryWhere, removeAll, rows, startServer, wirebench } from './api.ts';

/** A terminal without a window: what it would show, and the keys it is given. */
async function terminal(target: TerminalTarget) {
  const { shell } = await wirebench();
  const pty = new ConnectTerminal(shell, target);
  let shown = '';
  const wakes = new Set<() => void>();
  pty.onDidWrite((text) => {
    shown += text;
    for (const wake of wakes) wake();
  });
  const closed = new Promise<number | undefined>((resolve) => pty.onDidClose((code) => resolve(code ?? undefined)));
  const until = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!shown.includes(text)) return;
        wakes.delete(look);
        resolve();
      };
      wakes.add(look);
      look();
    });
  pty.open({ columns: 80, rows: 24 });
  return { pty, until, closed, shown: () => shown };
}

describe('a terminal that connects', () => {
  beforeEach(removeAll);
  after(removeAll);

  it('exchanges lines with an echo server, from a real terminal of the editor', async () => {
    const { engine } = await wirebench();
    const server = await startServer({ transport: 'tcp', port: 0, behaviour: { name: 'echo' } });
    const opened = await command<vscode.Terminal>('connectTerminal', { host: '127.0.0.1', port: server.port });
    await registryWhere(engine, ({ endpoints }) => endpoints[0]?.connectionCount === 1);
    opened.sendText('hello from a terminal');
    await registryWhere(engine, ({ endpoints }) => endpoints[0]?.counters.bytesOut === 22);
    const [heard] = await rows(engine, `kind:data dir:in endpoint:${server.id}`);
    assert.match(heard?.preview ?? '', /^hello from a terminal/);
    opened.dispose();
    const { endpoints } = await registryWhere(engine, (now) => now.endpoints.length === 1);
    assert.equal(endpoints[0]?.id, server.id, 'the client of the terminal is gone');
    await registryWhere(engine, (now) => now.endpoints[0]?.connectionCount === 0);
  });

  for (const transport of ['tcp', 'tls', 'udp'] as const) {
    it(`asks where to, shows what a ${transport} server answers, and closes`, async () => {
      const server = await startServer({ transport, port: 0, behaviour: { name: 'uppercase' } });
      const tls = { verify: false };
      const spec = { role: 'client', transport, host: '127.0.0.1', port: server.port } as const;
      const { pty, until, closed } = await terminal(
        transport === 'tls' ? { kind: 'connect', spec: { ...spec, transport, tls } } : { kind: 'ask' },
      );
      if (transport !== 'tls') {
        await until('Connect to: ');
        pty.handleInput(`${transport} 127.0.0.1:${server.port}\r`);
      }
      await until(`Connected to 127.0.0.1:${server.port}`);
      pty.handleInput('shout\r');
      await until('SHOUT');
      pty.handleInput('\x03');
      await until('Closed.');
      pty.handleInput('\x03');
      assert.equal(await closed, 0);
      pty.close();
    });
  }

  it('says why an address cannot be reached, keeps what was typed, and tries again at Enter', async () => {
    const holder = net.createServer((socket) => socket.end('late\n'));
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as net.AddressInfo;
    await new Promise((resolve) => holder.close(resolve));
    const { pty, until } = await terminal({ kind: 'ask' });
    await until('Connect to: ');
    pty.handleInput(`127.0.0.1:${port}\r`);
    await until(`127.0.0.1:${port} refused the connection: no program listens there.`);
    await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
    pty.handleInput('\r');
    await until('late');
    await until('The connection was closed.');
    pty.close();
    await new Promise((resolve) => holder.close(resolve));
  });

  it('shows what would steer a terminal as visible text', async () => {
    const server = net.createServer((socket) => socket.end('\x1b]0;owned\x07\x1b[2Jred\u202e\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const { pty, until, shown } = await terminal({
      kind: 'connect',
      spec: { role: 'client', transport: 'tcp', host: '127.0.0.1', port },
    });
    await until('The connection was closed.');
    assert.ok(!shown().includes('\x1b]0'), 'a title was set');
    assert.ok(!shown().includes('\x1b[2J'), 'the screen was cleared');
    assert.ok(!shown().includes('\u202e'), 'the direction was turned');
    assert.match(shown(), /\\x1b\]0;owned\\x07/);
    pty.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('speaks HTTP by hand with a server of ours: CR LF by default, and another by a key', async () => {
    const server = await startServer({ transport: 'tcp', application: 'http', port: 0, behaviour: { name: 'bin' } });
    const spec = { role: 'client', transport: 'tcp', host: '127.0.0.1', port: server.port } as const;
    const { pty, until, shown } = await terminal({ kind: 'connect', spec });
    await until('Enter sends CR LF (Ctrl+R: LF)');
    pty.handleInput('GET /get HTTP/1.1\r');
    pty.handleInput(`Host: 127.0.0.1:${server.port}\r`);
    pty.handleInput('\r');
    await until('HTTP/1.1 200 OK');
    assert.doesNotMatch(shown(), /400 Bad Request/);
    pty.handleInput('\x12');
    await until('Enter sends LF (Ctrl+R: CR LF).');
    pty.close();
  });

  it('takes CR LF for a request that is typed, where it did not know that HTTP is spoken', async () => {
    const lines: string[] = [];
    let tell = (): void => undefined;
    const heard = new Promise<void>((resolve) => (tell = resolve));
    const server = net.createServer((socket) => {
      socket.on('data', (bytes) => {
        lines.push(bytes.toString());
        tell();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const { pty, until } = await terminal({
      kind: 'connect',
      spec: { role: 'client', transport: 'tcp', host: '127.0.0.1', port },
    });
    await until('Enter sends LF (Ctrl+R: CR LF)');
    pty.handleInput('GET /get HTTP/1.1\r');
    await until('This is HTTP, whose lines end with CR LF: Enter sends CR LF (Ctrl+R: LF) from now on.');
    await heard;
    pty.close();
    await new Promise((resolve) => server.close(resolve));
    assert.equal(lines.join(''), 'GET /get HTTP/1.1\r\n');
  });

  it('loses nothing with the end of a connection: what came, what is half typed, and a line that nobody heard', async () => {
    const sockets: net.Socket[] = [];
    const heard: string[] = [];
    const server = net.createServer((socket) => {
      sockets.push(socket);
      socket.on('data', (bytes) => heard.push(bytes.toString()));
      socket.write('login: ');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const { pty, until, shown } = await terminal({
      kind: 'connect',
      spec: { role: 'client', transport: 'tcp', host: '127.0.0.1', port },
    });
    await until('login: ');
    pty.handleInput('bob\r');
    // The prompt stays before what was answered to it.
    await until('login: bob\r\n');
    pty.handleInput('half typ');
    sockets[0]!.end('the last words');
    await until('The connection was closed. Enter connects again.');
    assert.match(shown(), /the last words\r\n/);
    pty.handleInput('ed\r');
    await until('The connection has ended: this line was not sent. Enter connects again.');
    assert.ok(shown().endsWith(`half typed\r\x1b[10C`), JSON.stringify(shown().slice(-60)));
    pty.handleInput('\r');
    await until('login: half typed');
    const again = once(sockets[1]!, 'data');
    pty.handleInput('\r');
    await again;
    pty.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(heard, ['bob\n', 'half typed\n']);
  });
});
