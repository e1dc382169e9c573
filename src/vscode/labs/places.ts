import path from 'node:path';
import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { RendererMessage } from '../../webview/lab/protocol.ts';

/** Follows a link of an output: a line of a program, or the prose that explains it. */
export async function openPlace(
  editor: vscode.NotebookEditor,
  message: Exclude<RendererMessage, { kind: 'drawn' }>,
): Promise<void> {
  const { notebook } = editor;
  if (message.kind === 'reveal') {
    if (message.cell < 0 || message.cell >= notebook.cellCount) return;
    const range = new vscode.NotebookRange(message.cell, message.cell + 1);
    editor.revealRange(range, vscode.NotebookEditorRevealType.AtTop);
    editor.selection = range;
    return;
  }
  const uri = vscode.Uri.file(path.resolve(folderOf(notebook), message.file));
  try {
    const line = Math.max(0, message.line - 1);
    await vscode.window.showTextDocument(uri, {
      selection: new vscode.Range(line, 0, line, 0),
      viewColumn: vscode.ViewColumn.Beside,
    });
  } catch {
    void vscode.window.showWarningMessage(
      `There is no file ${path.basename(uri.fsPath)} in ${path.dirname(uri.fsPath)}.`,
    );
  }
}

/** The folder of a lab, where its programs are. Throws for a lab that was never saved. */
export function folderOf(notebook: vscode.NotebookDocument): string {
  if (notebook.uri.scheme === 'file') return path.dirname(notebook.uri.fsPath);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder?.scheme === 'file') return folder.fsPath;
  throw new WirebenchError({ code: 'no-request-file', message: 'Save the lab first: its programs stand beside it.' });
}
