import path from 'node:path';
import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import { messageText } from '../uiText.ts';
import { folderOf } from './places.ts';
import { labType } from './labType.ts';
import { fileOfCell, withFile } from './serializer.ts';

/** The place of the file of a program cell. Throws if it is not within the folder of the lab. */
function placeOf(notebook: vscode.NotebookDocument, file: string): vscode.Uri {
  const folder = folderOf(notebook);
  const target = path.resolve(folder, file);
  const relative = path.relative(folder, target);
  if (relative === '' || relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)) {
    throw new WirebenchError({
      code: 'bad-value',
      message: `The program cell names the file ${file}, which is not in the folder of the lab. Name a file beside the lab.`,
    });
  }
  return vscode.Uri.file(target);
}

/** Asks for the file of a cell that was made in the notebook. Undefined: the person gave up. */
async function askForFile(cell: vscode.NotebookCell): Promise<string | undefined> {
  const file = await vscode.window.showInputBox({
    title: 'File of This Program',
    prompt: 'Its name, from the folder of the lab',
    placeHolder: 'server.py',
  });
  if (file === undefined || file.trim() === '') return undefined;
  const edit = new vscode.WorkspaceEdit();
  const change = vscode.NotebookEdit.updateCellMetadata(cell.index, withFile(cell, file.trim()));
  edit.set(cell.notebook.uri, [change]);
  await vscode.workspace.applyEdit(edit);
  return file.trim();
}

/**
 * Runs a program cell: writes the file of the student if there is none, and opens it. A file that is there and differs is replaced
 * only if the person says so.
 */
export async function runProgramCell(
  cell: vscode.NotebookCell,
  execution: vscode.NotebookCellExecution,
): Promise<boolean | undefined> {
  const file = fileOfCell(cell) ?? (await askForFile(cell));
  if (file === undefined) return undefined;
  const uri = placeOf(cell.notebook, file);
  const name = path.relative(folderOf(cell.notebook), uri.fsPath);
  if (!vscode.workspace.isTrusted) {
    throw new WirebenchError({
      code: 'untrusted-workspace',
      message: `The workspace is not trusted, so ${name} was not written. Trust the workspace first.`,
      remedies: ['trustWorkspace'],
    });
  }
  const said = await written(cell, uri, name);
  await vscode.window.showTextDocument(uri, { viewColumn: columnBeside(cell.notebook), preview: false });
  await execution.replaceOutput(
    new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.text(said, 'text/plain')]),
  );
  return true;
}

/** The column beside the lab: programs are tabs of one column, however many cells run. */
function columnBeside(notebook: vscode.NotebookDocument): vscode.ViewColumn {
  const { viewColumn: own } = vscode.window.visibleNotebookEditors.find((one) => one.notebook === notebook) ?? {};
  return (
    vscode.window.tabGroups.all.find(({ viewColumn }) => own && viewColumn > own)?.viewColumn ??
    vscode.ViewColumn.Beside
  );
}

async function written(cell: vscode.NotebookCell, uri: vscode.Uri, name: string): Promise<string> {
  const text = withFinalLineEnd(cell.document.getText().replaceAll('\r\n', '\n'));
  const now = await readText(uri);
  if (now === undefined) {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return `${name} was written. Change it there, then run the checks below.`;
  }
  if (now === text) return `${name} has the text of this cell.`;
  const replace = 'Replace the File';
  const open = 'Open the File';
  const chosen = await vscode.window.showWarningMessage(
    messageText(`${name} differs from the text of this cell.`),
    { modal: true, detail: 'The file may have your own work in it. If it is replaced, that work is lost.' },
    open,
    replace,
  );
  if (chosen !== replace) return `${name} was not changed: it differs from the text of this cell.`;
  const edit = new vscode.WorkspaceEdit();
  const document = await vscode.workspace.openTextDocument(uri);
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
  return `${name} was replaced by the text of this cell. Undo brings your text back.`;
}

/** As it is in an open editor, else as it is on the disk; undefined: there is no such file. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText().replaceAll('\r\n', '\n');
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

function withFinalLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Below a program cell: the name of its file, which opens it. */
export function programCells(): vscode.Disposable {
  return vscode.notebooks.registerNotebookCellStatusBarItemProvider(labType, {
    provideCellStatusBarItems: (cell) => {
      const file = fileOfCell(cell);
      if (file === undefined) return [];
      const item = new vscode.NotebookCellStatusBarItem(
        `$(go-to-file) ${file}`,
        vscode.NotebookCellStatusBarAlignment.Left,
      );
      item.tooltip = `Run this cell to write ${file}, if it is not there, and to open it`;
      return [item];
    },
  });
}
