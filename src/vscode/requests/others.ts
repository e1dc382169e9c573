import * as vscode from 'vscode';

/** Extensions that handle the language `http` too. */
const others = ['humao.rest-client', 'anweber.vscode-httpyac'];

/** Another extension that sends the HTTP requests of these files is installed and enabled. */
export function anotherIsActive(): boolean {
  return others.some((id) => vscode.extensions.getExtension(id) !== undefined);
}

export type LensSetting = 'auto' | 'always' | 'never';

export function lensSetting(): LensSetting {
  const value: unknown = vscode.workspace.getConfiguration('wirebench').get('requestFiles.codeLens');
  return value === 'always' || value === 'never' ? value : 'auto';
}
