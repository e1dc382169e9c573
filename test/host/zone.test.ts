import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { wirebench } from './api.ts';

const apex = '$TTL 1h\n@ IN SOA ns1 hostmaster 1 1h 15m 2w 5m\n  NS ns1\nns1 A 192.0.2.1\n';

/** The diagnostics of a file, once they are these. */
async function diagnosticsWhere(
  uri: vscode.Uri,
  fits: (found: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const read = () =>
    vscode.languages
      .getDiagnostics(uri)
      .map(
        ({ range, code }) =>
          `${range.start.line}:${range.start.character}-${range.end.character} ${typeof code === 'string' ? code : ''}`,
      );
  return new Promise((resolve) => {
    const take = () => {
      const found = read();
      if (!fits(found)) return;
      listening.dispose();
      resolve(found);
    };
    const listening = vscode.languages.onDidChangeDiagnostics(take);
    take();
  });
}

describe('zone files in a real extension host', () => {
  let folder: string;

  before(async () => {
    await wirebench();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'wirebench-zone-'));
  });

  after(async () => {
    // An editor in a browser saves by itself, a moment later: that would bring the folder back. Each file is saved by name:
    // workspace.saveAll passes over those that the editor has not opened a tab for yet.
    const changed = vscode.workspace.textDocuments.filter(({ isDirty, isUntitled }) => isDirty && !isUntitled);
    for (const document of changed) assert.ok(await document.save(), document.uri.fsPath);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fs.rm(folder, { recursive: true });
  });

  it('have a language, and diagnostics that follow what is typed', async () => {
    const uri = vscode.Uri.file(path.join(folder, 'wirebench.test.zone'));
    await fs.writeFile(uri.fsPath, `${apex}a A 192.0.2\n$INCLUDE hosts\n$INCLUDE ../outside\n`);
    await fs.writeFile(path.join(folder, 'hosts'), 'b A 192.0.2.2\nc FOO x\n');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'wirebench-zone');
    assert.deepEqual(await diagnosticsWhere(uri, (found) => found.length === 2), [
      '4:4-11 zone-data',
      '6:9-19 zone-include',
    ]);
    const hosts = vscode.Uri.file(path.join(folder, 'hosts'));
    assert.deepEqual(await diagnosticsWhere(hosts, (found) => found.length > 0), ['1:2-5 zone-type']);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(4, 0, 7, 0), 'a A 192.0.2.9\n');
    await vscode.workspace.applyEdit(edit);
    await diagnosticsWhere(uri, (found) => found.length === 0);
    assert.deepEqual(await diagnosticsWhere(hosts, (found) => found.length === 0), []);
  });
});
