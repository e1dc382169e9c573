import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { wirebench } from './api.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the commands in a real extension host', () => {
  it('are registered exactly as package.json names them', async () => {
    await wirebench();
    const { contributes } = vscode.extensions.getExtension('wirebench.wirebench')?.packageJSON as Manifest;
    const named = contributes.commands.map(({ command }) => command).sort();
    const views = /^wirebench\.(endpoints|labs|traffic)\.(focus|open|removeView|resetViewLocation|toggleVisibility)$/;
    const registered = (await vscode.commands.getCommands(true)).filter(
      (id) => id.startsWith('wirebench.') && !views.test(id),
    );
    assert.deepEqual(registered.sort(), named);
  });
});
