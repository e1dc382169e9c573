import path from 'node:path';
import * as vscode from 'vscode';
import { filesBelow, foldersIn } from './folderFiles.ts';
import { languageOf } from './languages.ts';

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

/** A file of a solution, and the one that the person has in its place. */
interface SolutionFile {
  /** Its path from the folder of the lab. */
  readonly path: string;
  readonly file: vscode.Uri;
  readonly own: vscode.Uri;
}

/**
 * The files of the solution of a lab: in `solutions/NAME` of its own course, else in a course that ships with Wirebench. Of the
 * languages, those of programs in the folder of the lab. Empty: there is none.
 */
export async function solutionFiles(lab: vscode.Uri, shipped: vscode.Uri): Promise<readonly SolutionFile[]> {
  const folder = vscode.Uri.joinPath(lab, '..');
  const name = path.posix.basename(folder.path);
  const chosen = new Set((await filesBelow(folder)).map(languageOf));
  for (const course of [vscode.Uri.joinPath(folder, '..'), ...(await foldersIn(shipped))]) {
    const place = vscode.Uri.joinPath(course, 'solutions', name);
    const files = (await filesBelow(place)).map((inner) => ({
      path: inner,
      file: vscode.Uri.joinPath(place, inner),
      own: vscode.Uri.joinPath(folder, inner),
    }));
    const fit = files.filter((one) => chosen.has(languageOf(one.path)));
    if (files.length > 0) return fit.length > 0 ? fit : files;
  }
  return [];
}
