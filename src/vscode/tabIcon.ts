import * as vscode from 'vscode';

/** The icon of our tabs. The editor does not recolour it: one for light themes, one for dark ones. */
export function tabIcon(extensionUri: vscode.Uri): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const file = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
  return { light: file('tabLight.svg'), dark: file('tabDark.svg') };
}
