import type { WebviewPanel } from 'vscode';
import type { WholeShell } from './lazyParts.ts';

/** Restores a tab from before the window was reloaded. `state`: the state that its page stored. */
type Restore = (shell: WholeShell, panel: WebviewPanel, state: unknown) => Promise<void>;

/**
 * The tabs by name: some pages exist only as a tab, others elsewhere too. The type of each (`tabType`), its activation
 * event and its restoring follow from its row.
 */
export const tabs: Readonly<Record<string, Restore>> = {
  names: async (shell, panel) => (await shell.names()).restore(panel),
  response: async (shell, panel) => (await shell.requests()).view.restore(panel),
  trafficEditor: async (shell, panel, state) => (await shell.traffic()).restore(panel, state),
};
