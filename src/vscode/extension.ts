import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('wirebench.about', () =>
      vscode.window.showInformationMessage('Wirebench is running.'),
    ),
  );
}

export function deactivate(): void {
  // Nothing outlives the subscriptions.
}
