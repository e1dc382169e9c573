import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { answerMessages, command, dial, registryWhere, removeAll, rows, startServer, wirebench } from './api.ts';

describe('the traffic, saved by command', () => {
  let folder: string;

  before(async () => {
    await removeAll();
    await command('clearTraffic');
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'saved-'));
    const { engine } = await wirebench();
    const { port } = await startServer({ transport: 'tcp', port: 0, name: 'saved', behaviour: { name: 'echo' } });
    const { socket, read } = await dial(port);
    socket.write('Grüße\n');
    await read(6);
    socket.destroy();
    await registryWhere(engine, ({ endpoints: [first] }) => first?.connectionCount === 0);
  });
  after(async () => {
    await removeAll();
    await fs.rm(folder, { recursive: true });
  });

  async function save(to: unknown) {
    const messages = answerMessages(() => undefined);
    try {
      return { saved: await command<string | undefined>('saveTraffic', to), shown: messages.shown };
    } finally {
      messages.dispose();
    }
  }

  it('is JSON lines in a file that is named so: every event, its bytes and its text', async () => {
    const { engine } = await wirebench();
    const events = await rows(engine, '');
    const file = path.join(folder, 'all.jsonl');
    const { saved, shown } = await save(file);
    assert.equal(saved, file);
    assert.deepEqual(
      shown.map(({ kind, text }) => `${kind}: ${text}`),
      [`information: Saved ${events.length} events.`],
    );
    const lines = (await fs.readFile(file, 'utf8')).trimEnd().split('\n');
    const all = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      all.map(({ seq }) => seq),
      events.map(({ seq }) => seq),
    );
    const [heard] = all.filter(({ kind, direction }) => kind === 'data' && direction === 'in');
    assert.ok(JSON.stringify(heard).includes('Grüße'), JSON.stringify(heard));
  });

  it('is text in any other, over what was there', async () => {
    const uri = vscode.Uri.file(path.join(folder, 'all.txt'));
    await fs.writeFile(uri.fsPath, 'x'.repeat(100_000));
    assert.equal((await save(uri)).saved, uri.fsPath);
    const text = await fs.readFile(uri.fsPath, 'utf8');
    assert.match(text, /<- 127\.0\.0\.1:\d+ data, 8 bytes\n0+  47 72 c3 bc c3 9f 65 0a /);
    assert.doesNotMatch(text, /x{100}/);
  });

  it('says why a file cannot be written, with its path', async () => {
    const file = path.join(folder, 'nowhere', 'all.txt');
    const { saved, shown } = await save(file);
    assert.equal(saved, undefined);
    assert.deepEqual(
      shown.map(({ kind }) => kind),
      ['error'],
    );
    assert.ok(shown[0]!.text.includes(file), shown[0]!.text);
    await assert.rejects(fs.stat(path.dirname(file)), { code: 'ENOENT' });
  });
});
