import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { dial, problemOf, python, registryWhere, removeAll, rows, startServer, wirebench } from './api.ts';

const shout = 'export function onReceived(conversation, bytes, text) { return text.toUpperCase(); }\n';

const typed = `
import { mark } from './mark.ts';
interface Answer { readonly text: string }
const answer = (text: string): Answer => ({ text: text.split('').reverse().join('') });
export function onReceived(_conversation: unknown, _bytes: Uint8Array, text: string): string {
  return answer(text).text + mark;
}
`;

const pythonClient = `
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 30) as client:
    client.sendall(b"hello")
    print(client.recv(100).decode())
`;

/** Saves a file as a person does: in an editor. */
async function save(file: string, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.ok(await document.save());
}

describe("a user's script in the workspace", () => {
  let folder: string;
  const fileOf = async (name: string, text: string) => {
    const file = path.join(folder, name);
    await fs.writeFile(file, text);
    return file;
  };
  const start = (file: string, more: object = {}) =>
    startServer({ transport: 'tcp', port: 0, behaviour: { name: 'script', options: { file, ...more } } });

  before(async () => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    folder = path.join(first.uri.fsPath, 'scripts');
    await fs.mkdir(folder);
  });
  afterEach(removeAll);
  after(() => fs.rm(folder, { recursive: true }));

  it('answers a Python program', async () => {
    const { port } = await start(await fileOf('shout.mjs', shout));
    assert.equal((await python(pythonClient, String(port))).trim(), 'HELLO');
  });

  it('may be TypeScript, and use other files', async () => {
    await fileOf('mark.ts', "export const mark: string = '!';\n");
    const { port } = await start(await fileOf('reverse.ts', typed));
    assert.equal((await python(pythonClient, String(port))).trim(), 'olleh!');
  });

  it('is loaded again when it is saved, with its connections kept', async () => {
    const file = await fileOf('changing.mjs', shout);
    const server = await start(file);
    const { socket, read } = await dial(server.port);
    socket.write('abc');
    assert.equal(await read(3), 'ABC');
    await save(file, shout.replace('text.toUpperCase()', '`<${text}>`'));
    await noteOf(server.id, `The script ${file} was loaded again.`);
    socket.write('abc');
    assert.equal(await read(5), '<abc>');
    socket.destroy();
  });

  it('that never comes back ends alone: the server, its connections and the others go on', async () => {
    const { engine } = await wirebench();
    const file = await fileOf('endless.mjs', 'export function onReceived() { for (;;); }\n');
    const server = await start(file, { timeout: 1 });
    const other = await startServer({ transport: 'tcp', port: 0, behaviour: { name: 'echo' } });
    const problem = problemOf(engine, server.id);
    const stuck = await dial(server.port);
    const fine = await dial(other.port);
    stuck.socket.write('x');
    fine.socket.write('still here');
    assert.equal(await fine.read(10), 'still here');
    const error = await problem;
    assert.equal(error.code, 'script-stuck');
    assert.match(error.message, new RegExp(`^The script ${file} was ended: it did not return within 1 s`));
    assert.deepEqual(error.remedies, ['openFile']);
    const { endpoints } = await engine.request('registry.get', null);
    const now = endpoints.find(({ id }) => id === server.id);
    assert.deepEqual([now?.state, now?.connectionCount], ['running', 1]);
    // Saved without the loop it answers again, on the same connection.
    await save(file, shout);
    await noteOf(server.id, 'was loaded again');
    stuck.socket.write('back');
    assert.equal(await stuck.read(4), 'BACK');
    for (const { socket } of [stuck, fine]) socket.destroy();
  });

  for (const [what, source, code] of [
    ['throws', "export function onReceived() { throw new Error('no'); }\n", 'script-threw'],
    [
      'fills the memory',
      'export function onReceived() { const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1)); }\n',
      'script-memory',
    ],
  ] as const) {
    it(`that ${what} ends alone, with a clear error`, async () => {
      const { engine } = await wirebench();
      const server = await start(await fileOf(`${code}.mjs`, source), { memory: 64, timeout: 30 });
      const problem = problemOf(engine, server.id);
      const { socket } = await dial(server.port);
      socket.write('x');
      assert.equal((await problem).code, code);
      const { endpoints } = await engine.request('registry.get', null);
      assert.equal(endpoints.find(({ id }) => id === server.id)?.state, 'running');
      const closed = once(socket, 'close');
      socket.end();
      await closed;
    });
  }

  /** Waits until the journal has a note of the endpoint with that text. */
  async function noteOf(endpoint: number, text: string): Promise<void> {
    const { engine } = await wirebench();
    for (;;) {
      const { journal } = await engine.request('registry.get', null);
      const notes = await rows(engine, `kind:note endpoint:${endpoint}`);
      if (notes.some(({ preview }) => preview.includes(text))) return;
      await registryWhere(engine, (next) => next.journal.events > journal.events);
    }
  }
});
