import path from 'node:path';
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
  return !starts || mayStartIn(context, folderOf(cell.notebook));
}

/** Whether labs of a folder may start programs. */
export async function mayStartIn(context: vscode.ExtensionContext, folder: string): Promise<boolean> {
  if (!vscode.workspace.isTrusted) return true;
  const allowed = context.workspaceState.get<readonly string[]>(key, []);
  if (allowed.some((one) => isWithin(one, folder))) return true;
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
  await allowPrograms(context, folder);
  return true;
}

/** Lets the labs of a folder, and of those in it, start programs: the person chose the folder for a course of ours. */
export async function allowPrograms(context: vscode.ExtensionContext, folder: string): Promise<void> {
  const allowed = context.workspaceState.get<readonly string[]>(key, []);
  await context.workspaceState.update(key, [...allowed, folder]);
}

function isWithin(folder: string, inner: string): boolean {
  const way = path.relative(folder, inner);
  return way === '' || (way.split(path.sep)[0] !== '..' && !path.isAbsolute(way));
}
