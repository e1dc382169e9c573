import path from 'node:path';
import * as vscode from 'vscode';

const scheme = 'wirebench-solution';

/** Solutions are shown as documents that cannot be changed: a course that ships with Wirebench stays as it is. */
export function solutionDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async ({ query }) => {
      // Only what a command found is read, and no file that a link names.
      const file = known.get(query);
      return file && new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    },
  });
}

const known = new Map<string, vscode.Uri>();

/** The document that shows a file of a solution. */
export function solutionDocument(file: vscode.Uri): vscode.Uri {
  const key = file.toString();
  known.set(key, file);
  return vscode.Uri.from({ scheme, path: `/solution/${path.posix.basename(file.path)}`, query: key });
}

/**
 * The files of the solution of a lab: in `solutions/NAME` of its own course, else in a course that ships with Wirebench. Empty: there
 * is none.
 */
export async function solutionFiles(lab: vscode.Uri, shipped: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(lab, '..');
  const name = path.posix.basename(folder.path);
  const courses = await entries(shipped);
  const places = [
    vscode.Uri.joinPath(folder, '..', 'solutions', name),
    ...courses.map((course) => vscode.Uri.joinPath(course, 'solutions', name)),
  ];
  for (const place of places) {
    const files = await entries(place, vscode.FileType.File);
    if (files.length > 0) return files;
  }
  return [];
}

async function entries(folder: vscode.Uri, type = vscode.FileType.Directory): Promise<readonly vscode.Uri[]> {
  try {
    const found = await vscode.workspace.fs.readDirectory(folder);
    return found.filter(([, kind]) => kind === type).map(([name]) => vscode.Uri.joinPath(folder, name));
  } catch {
    return [];
  }
}
