import * as vscode from 'vscode';
import type { WholeShell } from '../lazyParts.ts';
import { labType } from './labType.ts';

/** Labs open as notebooks. Their code is loaded with the first one. */
export function registerLabs(shell: WholeShell): vscode.Disposable {
  const serializer = () => import('./serializer.ts');
  const opened = ({ notebookType }: vscode.NotebookDocument) => {
    if (notebookType === labType) void shell.labs();
  };
  vscode.workspace.notebookDocuments.forEach(opened);
  // Its problems are shown in the text too.
  const openedAsText = ({ uri }: vscode.TextDocument) => {
    if (uri.scheme === 'file' && uri.path.endsWith('.lab.md')) void shell.labs();
  };
  vscode.workspace.textDocuments.forEach(openedAsText);
  return vscode.Disposable.from(
    vscode.workspace.registerNotebookSerializer(
      labType,
      {
        deserializeNotebook: async (bytes) => {
          void shell.labs();
          return (await serializer()).notebookOf(bytes);
        },
        serializeNotebook: async (notebook) => (await serializer()).bytesOf(notebook),
      },
      { transientOutputs: true },
    ),
    vscode.workspace.onDidOpenNotebookDocument(opened),
    vscode.workspace.onDidOpenTextDocument(openedAsText),
  );
}
