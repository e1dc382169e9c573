import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in a real extension host', () => {
  const extension = vscode.extensions.getExtension('wirebench.wirebench');

  it('is known to the editor and activates', async () => {
    assert.ok(extension, 'wirebench.wirebench is not among the extensions');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('runs in the editor version that was asked for', () => {
    const minor = Number(vscode.version.split('.')[1]);
    const asked = process.env['WIREBENCH_EDITOR'];
    if (asked === 'floor') assert.equal(minor, 100);
    else if (asked === 'latest') assert.ok(minor > 100, vscode.version);
    else assert.fail(`WIREBENCH_EDITOR is ${asked ?? 'not set'}`);
  });

  it('registers every command that package.json names', async () => {
    const manifest = extension?.packageJSON as { contributes?: { commands?: { command: string }[] } };
    const named = (manifest.contributes?.commands ?? []).map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      named.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('has terminals, as the terminal profile needs', async () => {
    const ended = new Promise<vscode.TerminalExitStatus | undefined>((resolve) => {
      const listening = vscode.window.onDidCloseTerminal((closed) => {
        if (closed.name !== 'exit status') return;
        listening.dispose();
        resolve(closed.exitStatus);
      });
    });
    vscode.window.createTerminal({ name: 'exit status', shellPath: process.execPath, shellArgs: ['-e', ''] });
    assert.equal((await ended)?.code, 0);
  });
});
