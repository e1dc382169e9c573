import * as vscode from 'vscode';

/** The icon of the tabs of our views. The editor draws it as it is: one for light themes, one for dark ones. */
export function tabIcon(extensionUri: vscode.Uri): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const file = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
  return { light: file('tabLight.svg'), dark: file('tabDark.svg') };
}
