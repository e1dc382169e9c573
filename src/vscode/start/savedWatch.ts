import * as vscode from 'vscode';
import { callCommand } from '../callCommand.ts';
import type { EndpointsView } from '../endpoints/view.ts';
import { messageText } from '../uiText.ts';

/**
 * Checks `wirebench.servers` whenever it is read. Errors are reported with their place, and on the row of the server.
 */
export function watchSavedServers(view: EndpointsView): vscode.Disposable {
  let said = '';
  const check = async () => {
    const value: unknown = vscode.workspace.isTrusted
      ? vscode.workspace.getConfiguration('wirebench').get('servers')
      : undefined;
    if (value === undefined || (Array.isArray(value) && value.length === 0)) {
      said = '';
      view.savedProblems = new Map();
      return;
    }
    // Loaded only if there are servers to check, since it includes the tables of behaviours.
    const { checkSaved, problemText } = await import('./savedCheck.ts');
    const problems = await checkSaved(value);
    view.savedProblems = new Map(
      problems.flatMap(({ name, message }) => (name === undefined ? [] : [[name, message]])),
    );
    const [first, ...others] = problems;
    const text = first === undefined ? '' : problemText(first);
    if (text === said) return;
    said = text;
    if (text === '') return;
    const more = others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'is' : 'are'} wrong.`;
    const open = 'Open Settings';
    const chosen = await vscode.window.showWarningMessage(messageText(text + more), open);
    if (chosen === open) await callCommand('wirebench.editSavedServers');
  };
  void check();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('wirebench.servers')) void check();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void check()),
  );
}
