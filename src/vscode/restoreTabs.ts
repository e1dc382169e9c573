import * as vscode from 'vscode';
import type { WholeShell } from './answers.ts';
import { namesViewType, responseViewType } from './viewTypes.ts';

type Restore = (shell: WholeShell, panel: vscode.WebviewPanel) => Promise<void>;

const tabs: Readonly<Record<string, Restore>> = {
  [responseViewType]: async (shell, panel) => (await shell.requests()).view.restore(panel),
  [namesViewType]: async (shell, panel) => (await shell.names()).restore(panel),
};

/** The tabs stay where they were when the window is loaded again. What they showed went with the engine that held it. */
export function restoreTabs(shell: WholeShell): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(tabs).map(([type, restore]) =>
      vscode.window.registerWebviewPanelSerializer(type, {
        deserializeWebviewPanel: (panel) => restore(shell, panel),
      }),
    ),
  );
}
