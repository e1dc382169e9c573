import * as vscode from 'vscode';

export function openWalkthrough(): Thenable<void> {
  return vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    'wirebench.wirebench#wirebench.walkthrough',
  );
}

export function openSettings(): Thenable<void> {
  return vscode.commands.executeCommand('workbench.action.openSettings', '@ext:wirebench.wirebench');
}
