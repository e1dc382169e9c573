import * as vscode from 'vscode';
import type { WholeShell } from './lazyParts.ts';
import { tabs } from './tabs.ts';
import { tabType, trafficViewId } from './viewIds.ts';

/**
 * Registers the pages. The code that draws a page is loaded when the editor asks for it: when it is opened, or when the
 * window is reloaded with its tabs. The former content of those tabs went with its engine.
 */
export function registerPages(shell: WholeShell): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(trafficViewId, {
      resolveWebviewView: async (view, { state }) => (await shell.traffic()).resolve(view, state),
    }),
    ...Object.entries(tabs).map(([name, restore]) =>
      vscode.window.registerWebviewPanelSerializer(tabType(name), {
        deserializeWebviewPanel: (panel, state) => restore(shell, panel, state),
      }),
    ),
  );
}
