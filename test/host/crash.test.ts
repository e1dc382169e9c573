import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { answerMessages, dial, listening, removeAll, startServer, wirebench } from './api.ts';

/** The engine's thread: whoever the next request is posted to. */
async function engineThread(): Promise<Worker> {
  const { engine } = await wirebench();
  const { postMessage } = Worker.prototype;
  let found: Worker | undefined;
  Worker.prototype.postMessage = function (this: Worker, ...args: Parameters<typeof postMessage>) {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- it is what is looked for
    found = this;
    postMessage.apply(this, args);
  };
  try {
    await engine.request('registry.get', null);
  } finally {
    Worker.prototype.postMessage = postMessage;
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
    const started = new Promise<void>((resolve) => {
      const hearing = shell.registry.onDidChange(({ after: { endpoints } }) => {
        if (!endpoints.some(({ state, local }) => state === 'running' && local?.port === server.port)) return;
        hearing.dispose();
        resolve();
      });
    });
    const lost = new Promise<number>((resolve) => {
      const hearing = shell.registry.onLost((all) => {
        hearing.dispose();
        resolve(all.length);
      });
    });
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
