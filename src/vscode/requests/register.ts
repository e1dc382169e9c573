import * as vscode from 'vscode';
import type { WholeShell } from '../lazyParts.ts';
import { anotherIsActive } from './others.ts';

/**
 * Loads the code for request files with the first such file: open, or somewhere in the workspace, for the Test
 * Explorer. Until then none of it is read.
 */
export function registerRequestFiles(shell: WholeShell): vscode.Disposable {
  let loaded = false;
  const load = () => {
    if (loaded) return;
    loaded = true;
    void shell.requests();
  };
  const opened = (document: vscode.TextDocument) => {
    if (document.languageId === 'http') load();
  };
  const listening = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.extensions.onDidChange(announceOthers),
  );
  announceOthers();
  vscode.workspace.textDocuments.forEach(opened);
  void vscode.workspace.findFiles('**/*.{http,rest}', '**/node_modules/**', 1).then(({ length }) => {
    if (length > 0) load();
  });
  return listening;
}

/** For the `when` of keys that another extension for request files also uses. */
function announceOthers(): void {
  void vscode.commands.executeCommand('setContext', 'wirebench.anotherHttpClient', anotherIsActive());
}
