import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/requests/run/outcome.ts';
import { command, wirebench } from './api.ts';

/** A program that answers its first client and crashes with its second. */
const program = `import socket

server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1])
while True:
    client, _ = server.accept()
    word = client.recv(100)
    client.sendall(word[0:1] if word != b"kiwi" else word[0])
    client.close()
`;

const checks = `# @name server
RUN python3 server.py

?? output matches ^\\d+\\n

###
# @name fig
TCP 127.0.0.1:{{server.output}}

fig

?? received text == f

###
# @name kiwi
TCP 127.0.0.1:{{server.output}}

kiwi

?? received text == k

###
# @name plum
TCP 127.0.0.1:{{server.output}}

plum

?? received text == p

###
# @name end
CHECK server
timeout: 100ms

?? output contains never
`;

interface Told {
  readonly label: string;
  readonly state: string;
  readonly error?: string | undefined;
}

/** What a program did is told alike by each way to run a file. */
describe('programs under test in the extension host', () => {
  const folder = (): vscode.Uri => vscode.workspace.workspaceFolders![0]!.uri;
  const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder(), name);
  const write = (name: string, text: string) =>
    vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));

  before(async () => {
    await write('server.py', program);
    await write('program.http', checks);
  });
  after(async () => {
    for (const name of ['server.py', 'program.http']) await vscode.workspace.fs.delete(file(name));
  });

  const expected: readonly Told[] = [
    { label: 'server', state: 'passed' },
    { label: 'fig', state: 'passed' },
    {
      label: 'kiwi',
      state: 'failed',
      error:
        'server ended (exit status 1): TypeError in line 8 of server.py, `client.sendall(word[0:1] if word != b"kiwi" else word[0])`: a bytes-like object is required, not \'int\'.',
    },
    { label: 'plum', state: 'skipped', error: 'Not checked, because server has ended: see kiwi.' },
    { label: 'end', state: 'skipped', error: 'Not checked, because server has ended: see kiwi.' },
  ];

  it('end by themselves in the outcome of a run by lens', async () => {
    await vscode.workspace.openTextDocument(file('program.http'));
    const { outcomes } = await command<RunSummary>('runAllRequests', file('program.http'));
    assert.deepEqual(
      outcomes.map(({ label, state, error }) => ({ label, state, ...(error && { error: error.message }) })),
      expected,
    );
  });

  it('end by themselves in the output of the command line', async () => {
    const { extensionPath } = vscode.extensions.getExtension('wirebench.wirebench')!;
    const run = promisify(execFile)(
      process.execPath,
      [path.join(extensionPath, 'dist', 'cli.cjs'), 'run', '--json', file('program.http').fsPath],
      { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
    );
    const { stdout, code } = await run.then(
      () => assert.fail('the exit status is 1'),
      (error: unknown) => error as { readonly stdout: string; readonly code: number },
    );
    assert.equal(code, 1);
    const { files } = JSON.parse(stdout) as {
      files: { requests: { label: string; state: string; error?: { message: string } }[] }[];
    };
    assert.deepEqual(
      files[0]!.requests.map(({ label, state, error }) => ({ label, state, ...(error && { error: error.message }) })),
      expected,
    );
  });

  it('end by themselves in the Test Explorer', async () => {
    const { tests } = await (await wirebench()).requests();
    const { controller } = tests;
    const told: Told[] = [];
    const createTestRun = controller.createTestRun.bind(controller);
    controller.createTestRun = (request) => {
      const run = createTestRun(request);
      const passed = run.passed.bind(run);
      const failed = run.failed.bind(run);
      const skipped = run.skipped.bind(run);
      const isRequest = (item: vscode.TestItem): boolean => expected.some(({ label }) => label === item.label);
      run.passed = (item, duration) => {
        if (isRequest(item)) told.push({ label: item.label, state: 'passed' });
        passed(item, duration);
      };
      run.failed = (item, message, duration) => {
        const [first] = [message].flat();
        const error = first?.message;
        if (isRequest(item))
          told.push({
            label: item.label,
            state: 'failed',
            error: typeof error === 'string' ? error : error?.value,
          });
        failed(item, message, duration);
      };
      run.skipped = (item) => {
        if (isRequest(item)) told.push({ label: item.label, state: 'skipped' });
        skipped(item);
      };
      return run;
    };
    try {
      await vscode.workspace.openTextDocument(file('program.http'));
      const item = controller.items.get(file('program.http').toString());
      assert.ok(item);
      await tests.run(new vscode.TestRunRequest([item]), new vscode.CancellationTokenSource().token);
      assert.deepEqual(
        told,
        // The Test Explorer has no words for what is skipped.
        expected.map(({ label, state, error }) => ({ label, state, ...(state === 'failed' && { error }) })),
      );
    } finally {
      controller.createTestRun = createTestRun;
    }
  });
});
