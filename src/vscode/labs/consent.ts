import * as vscode from 'vscode';
import { visible } from '../../protocol/text/visible.ts';
import { parsed } from '../requests/parsed.ts';
import { messageText } from '../uiText.ts';
import { folderOf } from './places.ts';

/** The folders whose labs may start programs, in the state of the workspace. */
const key = 'wirebench.labFolders';

/**
 * Whether the requests of a cell may run. In a trusted workspace, a person is asked the first time that a lab of a folder starts a
 * program. In one that is not trusted the runner refuses by itself, and says why.
 */
export async function mayRunPrograms(context: vscode.ExtensionContext, cell: vscode.NotebookCell): Promise<boolean> {
  const starts = parsed(cell.document).seen.some(({ item }) => item?.kind === 'run');
  if (!starts || !vscode.workspace.isTrusted) return true;
  const folder = folderOf(cell.notebook);
  const allowed = context.workspaceState.get<readonly string[]>(key, []);
  if (allowed.includes(folder)) return true;
  const run = 'Run Programs';
  const chosen = await vscode.window.showWarningMessage(
    messageText(`This lab starts programs of the folder ${visible(folder)} on this machine.`),
    {
      modal: true,
      detail: 'Wirebench asks once for each folder. Run the programs if you wrote them, or trust their author.',
    },
    run,
  );
  if (chosen !== run) return false;
  await context.workspaceState.update(key, [...allowed, folder]);
  return true;
}
