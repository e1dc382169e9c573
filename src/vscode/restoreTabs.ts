import * as vscode from 'vscode';
import type { Shell } from './shell.ts';

/** The types of the tabs that are made when they are needed, as package.json names them where they come back. */
export const responseViewType = 'wirebench.response';
export const namesViewType = 'wirebench.names';

type Restore = (shell: Shell, panel: vscode.WebviewPanel) => Promise<void>;

const tabs: Readonly<Record<string, Restore>> = {
  [responseViewType]: async (shell, panel) =>
    (await import('./requests/requests.ts')).requestsOf(shell).view.restore(panel),
  [namesViewType]: async (shell, panel) => (await import('./dns/names.ts')).namesOf(shell).restore(panel),
};

/** The tabs stay where they were when the window is loaded again. What they showed went with the engine that held it. */
export function restoreTabs(shell: Shell): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(tabs).map(([type, restore]) =>
      vscode.window.registerWebviewPanelSerializer(type, {
        deserializeWebviewPanel: (panel) => restore(shell, panel),
      }),
    ),
  );
}
