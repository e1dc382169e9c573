import * as vscode from 'vscode';
import type { WholeShell } from './lazyParts.ts';
import { tabTypes, trafficViewId } from './viewIds.ts';

type Restore = (shell: WholeShell, panel: vscode.WebviewPanel, state: unknown) => Promise<void>;

const tabs: Readonly<Record<string, Restore>> = {
  [tabTypes.response]: async (shell, panel) => (await shell.requests()).view.restore(panel),
  [tabTypes.names]: async (shell, panel) => (await shell.names()).restore(panel),
  [tabTypes.traffic]: async (shell, panel, state) => (await shell.traffic()).restore(panel, state),
};

/**
 * Says where the pages are. What draws one is loaded when the editor asks for it: when it is opened, or when the window is
 * loaded again, with its tabs where they were. What those showed went with the engine that held it.
 */
export function registerPages(shell: WholeShell): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(trafficViewId, {
      resolveWebviewView: async (view, { state }) => (await shell.traffic()).resolve(view, state),
    }),
    ...Object.entries(tabs).map(([type, restore]) =>
      vscode.window.registerWebviewPanelSerializer(type, {
        deserializeWebviewPanel: (panel, state) => restore(shell, panel, state),
      }),
    ),
  );
}
