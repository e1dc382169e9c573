import * as vscode from 'vscode';

/** The most files that a lab has, and the depth of its folders: what is beyond is not looked at. */
const mostFiles = 500;
const mostLevels = 4;

/** The files of a folder and of those in it: their paths from there, with / between the names, in order. Empty: there is no such folder. */
export async function filesBelow(folder: vscode.Uri): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (inner: string, level: number): Promise<void> => {
    for (const [name, type] of await entriesOf(inner === '' ? folder : vscode.Uri.joinPath(folder, inner))) {
      if (found.length >= mostFiles) return;
      const path = inner === '' ? name : `${inner}/${name}`;
      if (type === vscode.FileType.File) found.push(path);
      else if (type === vscode.FileType.Directory && level < mostLevels) await visit(path, level + 1);
    }
  };
  await visit('', 1);
  return found.sort();
}

/** The folders in a folder. */
export async function foldersIn(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const found = await entriesOf(folder);
  return found.flatMap(([name, type]) =>
    type === vscode.FileType.Directory ? [vscode.Uri.joinPath(folder, name)] : [],
  );
}

async function entriesOf(folder: vscode.Uri): Promise<readonly (readonly [string, vscode.FileType])[]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
