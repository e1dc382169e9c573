import * as vscode from 'vscode';

/** Saves the files beside a lab that have unsaved changes: programs are started from the disk, and a person means what they see. */
export async function saveBeside(lab: vscode.Uri): Promise<void> {
  const folder = `${vscode.Uri.joinPath(lab, '..').path}/`;
  const beside = vscode.workspace.textDocuments.filter(
    ({ uri, isDirty }) => isDirty && uri.scheme === lab.scheme && uri.path.startsWith(folder),
  );
  await Promise.all(beside.map((document) => document.save()));
}
