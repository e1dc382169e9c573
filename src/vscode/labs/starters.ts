import path from 'node:path';
import * as vscode from 'vscode';
import type { Lab } from '../../labs/lab.ts';
import { filesBelow, foldersIn } from './folderFiles.ts';
import { languageOf } from './languages.ts';

/** A program as a student gets it. */
export interface Starter {
  readonly file: vscode.Uri;
  readonly text: string;
}

/**
 * The programs that a lab begins with: those in its text, and those of the same lab in a course that ships with Wirebench, in the
 * languages that the person chose for the course: those of programs in the folder of the lab.
 */
export async function starterFiles(lab: Lab, folder: vscode.Uri, shipped: vscode.Uri): Promise<readonly Starter[]> {
  const starters = new Map<string, Starter>();
  for (const { kind, file, text } of lab.cells) {
    if (kind !== 'program' || file === undefined) continue;
    const target = vscode.Uri.joinPath(folder, file);
    // The reader of labs refuses such a file already; what is written here must not depend on it.
    if (!target.path.startsWith(`${folder.path}/`)) continue;
    starters.set(target.path, { file: target, text: text === '' || text.endsWith('\n') ? text : `${text}\n` });
  }
  const chosen = new Set((await filesBelow(folder)).map(languageOf));
  for (const course of await foldersIn(shipped)) {
    const from = vscode.Uri.joinPath(course, path.posix.basename(folder.path));
    for (const program of await filesBelow(from)) {
      const target = vscode.Uri.joinPath(folder, program);
      const language = languageOf(program);
      if (language === undefined || !chosen.has(language) || starters.has(target.path)) continue;
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(from, program));
      starters.set(target.path, { file: target, text: new TextDecoder().decode(bytes).replaceAll('\r\n', '\n') });
    }
  }
  return [...starters.values()];
}
