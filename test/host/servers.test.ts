import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import net from 'node:net';
import { once } from 'node:events';
import * as vscode from 'vscode';
import {
  answerMessages,
  command,
  python,
  registryWhere,
  removeAll,
  rows,
  startServer,
  treeWhere,
  wirebench,
} from './api.ts';

const udpClient = `
import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(10)
    for question in ("5 + 6", "(*, 7, 6)", "1 +"):
        client.sendto(question.encode(), ("127.0.0.1", int(sys.argv[1])))
        print(client.recvfrom(65535)[0].decode())
`;

const tcpClient = `
import socket, sys
port, size, piece = (int(word) for word in sys.argv[1:4])
sent = bytes(ord("a") + n % 26 for n in range(size))
received = bytearray()
with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
    for start in range(0, size, piece):
        part = sent[start:start + piece]
        connection.sendall(part)
        want = start + len(part)
        while len(received) < want:
            chunk = connection.recv(65536)
            if not chunk:
                sys.exit("closed early")
            received += chunk
sys.exit(0 if received == sent else "not what was sent")
`;

/** Holds a port, and never says a word to whoever connects. */
async function silentServer(): Promise<{ readonly server: net.Server; readonly port: number }> {
  const server = net.createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as net.AddressInfo).port };
}

/** A box in which a person types a text and presses Enter. */
function typing(text: string): object {
  let [accept, hide]: (() => void)[] = [];
  const nothing = (): void => undefined;
  return {
    ...{ value: '', items: [], activeItems: [], onDidChangeValue: nothing, onDidTriggerButton: nothing },
    onDidAccept: (listener: () => void) => (accept = listener),
    onDidHide: (listener: () => void) => (hide = listener),
    show(this: { value: string }) {
      this.value = text;
      queueMicrotask(() => accept!());
    },
    hide: () => hide!(),
    dispose: nothing,
  };
}

describe('servers, as a newcomer uses them', () => {
  beforeEach(removeAll);
  after(removeAll);

  it('answer a real Python client: UDP calculator, its datagrams in the journal, the port free after the stop', async () => {
    const { engine } = await wirebench();
    const server = await startServer({ transport: 'udp', port: 0, behaviour: { name: 'calculator' } });
    assert.equal(server.local?.host, '127.0.0.1');
    const answers = (await python(udpClient, String(server.port))).trimEnd().split('\n');
    assert.equal(answers[0], '5+6 = 11');
    assert.match(answers[1] ?? '', /42$/);
    assert.equal(answers.length, 3);

    const seen = (await rows(engine, '')).filter((row) => row.endpoint === server.id && row.kind === 'data');
    assert.deepEqual(
      seen.map(({ direction }) => direction),
      ['in', 'out', 'in', 'out', 'in', 'out'],
    );
    assert.equal(seen[0]?.preview, '5 + 6');
    assert.equal(seen[1]?.preview, '5+6 = 11');
    const bytes = await engine.request('journal.bytes', { seq: seen[0].seq });
    assert.equal(Buffer.from(bytes).toString(), '5 + 6');

    await command('stop', server.id);
    const socket = dgram.createSocket('udp4');
    socket.bind(server.port, '127.0.0.1');
    await once(socket, 'listening');
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  });

  it('speak HTTP: started by the command, shown by its URL, every byte in the journal, dissected', async () => {
    const { engine } = await wirebench();
    const started = await vscode.commands.executeCommand<{ id: number; local: { port: number } }>(
      'wirebench.startHttpServer',
      { port: 0, behaviour: { name: 'bin' } },
    );
    const url = `http://127.0.0.1:${started.local.port}`;
    assert.equal(await vscode.commands.executeCommand('wirebench.copyAddress', started.id), url);
    const answer = await fetch(`${url}/get?a=1`, { headers: { connection: 'close' } });
    assert.deepEqual(((await answer.json()) as { args: unknown }).args, { a: '1' });
    const data = (await rows(engine, '')).filter((row) => row.endpoint === started.id && row.kind === 'data');
    assert.match(data[0]?.preview ?? '', /^GET \/get\?a=1 HTTP\/1\.1/);
    const { dissector, fields } = await engine.request('journal.dissect', { seq: data[0]!.seq, dissector: 'auto' });
    assert.deepEqual([dissector, fields[0]?.name], ['http', 'request']);
  });

  it('serve four Python clients at once, one of them with 1 MB in pieces', async () => {
    const { engine } = await wirebench();
    const server = await startServer({ transport: 'tcp', port: 0, behaviour: { name: 'echo' } });
    const port = String(server.port);
    await Promise.all([
      python(tcpClient, port, '1000000', '10000'),
      python(tcpClient, port, '100', '7'),
      python(tcpClient, port, '5000', '1000'),
      python(tcpClient, port, '1', '1'),
    ]);
    const sent = 1_000_000 + 100 + 5000 + 1;
    const { endpoints } = await registryWhere(
      engine,
      ({ endpoints: [first] }) => first?.counters.bytesOut === sent && first.connectionCount === 0,
    );
    assert.equal(endpoints[0]?.counters.bytesIn, sent);
    const opened = (await rows(engine, `kind:opened endpoint:${server.id}`)).filter(
      ({ connection }) => connection !== 0,
    );
    assert.equal(opened.length, 4);

    await command('stop', server.id);
    const again = net.createServer().listen(server.port, '127.0.0.1');
    await once(again, 'listening');
    await new Promise((resolve) => again.close(resolve));
  });

  it('say who holds a port that is taken', async () => {
    const { engine } = await wirebench();
    const holder = net.createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as net.AddressInfo;
    try {
      await assert.rejects(
        engine.request('endpoint.start', { spec: { role: 'server', transport: 'tcp', port } }),
        new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is already in use by .+ \\(pid ${process.pid}\\)`),
      );
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  });

  it('send, restart and change their behaviour by command', async () => {
    const { engine } = await wirebench();
    const server = await startServer({ transport: 'tcp', port: 0, name: 'lab', behaviour: { name: 'echo' } });
    const client = await command<{ id: number; state: string }>('connectTcp', { host: '127.0.0.1', port: server.port });
    assert.equal(client.state, 'running');
    const sent = await command<{ bytes: number }>('send', client.id, {
      payload: { kind: 'escapes', text: 'h\\x00llo\\n' },
    });
    assert.equal(sent.bytes, 6);
    await registryWhere(
      engine,
      ({ endpoints }) => endpoints.find(({ id }) => id === client.id)?.counters.bytesIn === 6,
    );
    await command('remove', client.id);

    await command('changeBehaviour', 'lab', { name: 'uppercase' });
    const reply = await python(
      'import socket, sys\nwith socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as c:\n    c.sendall(b"abc")\n    print(c.recv(10).decode())',
      String(server.port),
    );
    assert.equal(reply.trim(), 'ABC');
  });

  it('are saved in the workspace settings and started from there', async () => {
    const settings = () => vscode.workspace.getConfiguration('wirebench');
    const saved = { name: 'shout', transport: 'tcp', port: 0, behaviour: { name: 'uppercase' } };
    await settings().update('servers', [saved], vscode.ConfigurationTarget.Workspace);
    try {
      const { endpointsView } = await wirebench();
      const rows = async () => {
        const items = await Promise.all(endpointsView.getChildren().map((node) => endpointsView.getTreeItem(node)));
        return items.map(({ label, contextValue }) => [label, contextValue]);
      };
      assert.deepEqual(await rows(), [['shout', 'saved']]);
      await command('startSavedServer', 'shout');
      assert.deepEqual(await rows(), [['shout', 'endpoint.server.tcp.running']]);
    } finally {
      await settings().update('servers', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('that fail together are each started again in their own place', async () => {
    const { engine } = await wirebench();
    const settings = () => vscode.workspace.getConfiguration('wirebench');
    const holders = await Promise.all([silentServer(), silentServer()]);
    const saved = holders.map(({ port }, index) => ({
      ...{ name: `taken ${index}`, transport: 'tcp', port },
      behaviour: { name: index === 0 ? 'echo' : 'uppercase' },
    }));
    await settings().update('servers', saved, vscode.ConfigurationTarget.Workspace);
    const messages = answerMessages((_text, items) => items.find((item) => item === 'Use Another Port'));
    try {
      await Promise.all(saved.map(({ name }) => command('startSavedServer', { kind: 'saved', name })));
      assert.equal(messages.shown.length, 2);
      const { endpoints } = await engine.request('registry.get', null);
      assert.deepEqual(
        endpoints
          .map(({ name, state, spec }) => [name, state, spec.role === 'server' && spec.behaviour?.name])
          .sort(([one], [other]) => String(one).localeCompare(String(other))),
        [
          ['taken 0', 'running', 'echo'],
          ['taken 1', 'running', 'uppercase'],
        ],
      );
    } finally {
      messages.dispose();
      await settings().update('servers', undefined, vscode.ConfigurationTarget.Workspace);
      for (const { server } of holders) server.close();
    }
  });

  it('that take long are cancelled one by one, and what was cancelled leaves no row', async () => {
    const { engine } = await wirebench();
    const { server, port } = await silentServer();
    const { createQuickPick, withProgress } = vscode.window;
    const cancels: (() => void)[] = [];
    let both: () => void = () => undefined;
    const bothShown = new Promise<void>((resolve) => (both = resolve));
    Object.assign(vscode.window, {
      createQuickPick: () => typing(`127.0.0.1:${port}`),
      withProgress: (_options: unknown, task: (progress: unknown, token: vscode.CancellationToken) => unknown) => {
        const source = new vscode.CancellationTokenSource();
        if (cancels.push(() => source.cancel()) === 2) both();
        return task({ report: () => undefined }, source.token);
      },
    });
    const states = async () => (await engine.request('registry.get', null)).endpoints.map(({ state }) => state);
    try {
      const starts = [command('connectTls'), command('connectTls')];
      await bothShown;
      cancels[0]!();
      await Promise.race(starts);
      assert.deepEqual(await states(), ['starting']);
      cancels[1]!();
      assert.deepEqual(await Promise.all(starts), [undefined, undefined]);
      assert.deepEqual(await states(), []);
    } finally {
      Object.assign(vscode.window, { createQuickPick, withProgress });
      server.close();
    }
  });

  it('show in the tree as plain text, whatever their names hold', async () => {
    const { endpointsView } = await wirebench();
    const name = '$(bug) [x](command:wirebench.stopAll) \u202e<b>';
    const server = await startServer({ transport: 'tcp', port: 0, name, behaviour: { name: 'none' } });
    const client = net.connect(server.port, '127.0.0.1');
    await once(client, 'connect');
    try {
      await treeWhere(endpointsView, () => endpointsView.getChildren(endpointsView.getChildren()[0]).length === 1);
      const [node] = endpointsView.getChildren();
      assert.ok(node);
      const item = await endpointsView.getTreeItem(node);
      const texts = [item.label, item.description, item.tooltip, item.accessibilityInformation?.label];
      for (const text of texts) {
        assert.equal(typeof text, 'string');
        assert.doesNotMatch(text as string, /\u202e/);
      }
      // The label is cut; the whole name is in the tooltip, and is spoken.
      for (const whole of texts.slice(2))
        assert.match(whole as string, /\$\(bug\) \[x\]\(command:wirebench\.stopAll\) \\u202e<b>/);
      const [child] = endpointsView.getChildren(node);
      assert.ok(child);
      const { port } = client.address() as net.AddressInfo;
      assert.equal((await endpointsView.getTreeItem(child)).label, `127.0.0.1:${port}`);
      assert.equal((await endpointsView.getTreeItem(child)).contextValue, 'connection.tcp.open');
    } finally {
      client.destroy();
    }
  });
});
