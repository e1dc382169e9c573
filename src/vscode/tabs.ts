import type { WebviewPanel } from 'vscode';
import type { WholeShell } from './lazyParts.ts';

/** Takes a tab that stood there before the window was loaded again. `state`: what its page stored. */
type Restore = (shell: WholeShell, panel: WebviewPanel, state: unknown) => Promise<void>;

/**
 * The tabs by name: a page's own, or of a page that is in tabs and elsewhere. The type of each (`tabType`), its activation event
 * and its restoring follow from its row.
 */
export const tabs: Readonly<Record<string, Restore>> = {
  names: async (shell, panel) => (await shell.names()).restore(panel),
  response: async (shell, panel) => (await shell.requests()).view.restore(panel),
  trafficEditor: async (shell, panel, state) => (await shell.traffic()).restore(panel, state),
};
