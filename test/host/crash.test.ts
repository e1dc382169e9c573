import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { answerMessages, dial, listening, removeAll, startServer, wirebench } from './api.ts';

/** The engine's thread: whoever the next request is posted to. */
async function engineThread(): Promise<Worker> {
  const { engine } = await wirebench();
  const before = Object.getOwnPropertyDescriptor(Worker.prototype, 'postMessage')!;
  const postMessage = before.value as (this: Worker, ...args: unknown[]) => void;
  let found: Worker | undefined;
  Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- it is what is looked for
    found = this;
    postMessage.apply(this, args);
  };
  try {
    await engine.request('registry.get', null);
  } finally {
    Object.defineProperty(Worker.prototype, 'postMessage', before);
  }
  assert.ok(found);
  return found;
}

describe('an engine that dies', () => {
  beforeEach(removeAll);
  after(removeAll);

  it('is said, lets go of its sockets, and what ran is started again on the same port when asked', async () => {
    const { engine, shell } = await wirebench();
    const server = await startServer({ transport: 'tcp', port: 0, name: 'lab', behaviour: { name: 'echo' } });
    const messages = answerMessages((_text, items) => items.find((item) => item === 'Start Again'));
    const lost = new Promise<number>((resolve) => {
      const hearing = shell.registry.onLost((all) => {
        hearing.dispose();
        resolve(all.length);
      });
    });
    // From the loss on: until then the first engine tells of the same server, which is running too.
    const started = lost.then(
      () =>
        new Promise<void>((resolve) => {
          const hearing = shell.registry.onDidChange(({ after: { endpoints } }) => {
            if (!endpoints.some(({ state, local }) => state === 'running' && local?.port === server.port)) return;
            hearing.dispose();
            resolve();
          });
        }),
    );
    try {
      const thread = await engineThread();
      await thread.terminate();
      assert.equal(await lost, 1);
      await started;
    } finally {
      messages.dispose();
    }
    assert.ok(
      messages.shown.some(({ kind, text }) => kind === 'error' && text.startsWith('The engine is not running')),
    );
    assert.ok(
      messages.shown.some(({ text }) => text.startsWith('The engine ended: 1 endpoint was running.')),
      JSON.stringify(messages.shown),
    );
    const { endpoints } = await engine.request('registry.get', null);
    assert.deepEqual(
      endpoints.map(({ name, spec }) => [name, spec.role === 'server' && spec.behaviour?.name]),
      [['lab', 'echo']],
    );
    assert.ok((await listening()).includes(`tcp 127.0.0.1:${server.port}`));
    const { socket, read } = await dial(server.port);
    socket.write('again');
    assert.equal(await read(5), 'again');
    socket.destroy();
  });

  it('takes its scripts with it, even one in an endless loop', async () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    const holder = net.createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as net.AddressInfo;
    const file = path.join(workspace!.uri.fsPath, 'loop.mjs');
    // Its connection with us is open for as long as its process lives.
    const source = `import net from 'node:net';\nconst held = net.connect(${port}, '127.0.0.1');\nawait new Promise((resolve) => held.once('connect', resolve));\nexport function onReceived() { for (;;); }\n`;
    await fs.writeFile(file, source);
    const messages = answerMessages(() => undefined);
    try {
      const connected = once(holder, 'connection');
      const server = await startServer({
        transport: 'tcp',
        port: 0,
        behaviour: { name: 'script', options: { file, timeout: 600 } },
      });
      const [held] = (await connected) as [net.Socket];
      const gone = once(
        held.on('error', () => undefined),
        'close',
      );
      const { socket } = await dial(server.port);
      // It may be reset: nobody is left to close it in order.
      socket.on('error', () => undefined);
      socket.write('x');
      await (await engineThread()).terminate();
      await gone;
      socket.destroy();
    } finally {
      messages.dispose();
      await new Promise((resolve) => holder.close(resolve));
      await fs.rm(file);
    }
  });

  it('leaves the shell working where nothing ran: the next start has a new engine', async () => {
    const messages = answerMessages(() => undefined);
    try {
      const { shell } = await wirebench();
      const ended = new Promise<void>((resolve) => {
        const hearing = shell.engine.onEnded(() => {
          hearing.dispose();
          resolve();
        });
      });
      await (await engineThread()).terminate();
      await ended;
      assert.equal(shell.engine.isStarted, false);
      const { port } = await startServer({ transport: 'udp', port: 0, behaviour: { name: 'echo' } });
      assert.ok(port > 0);
      assert.ok((await vscode.commands.getCommands(true)).includes('wirebench.startServer'));
    } finally {
      messages.dispose();
    }
  });
});
