import path from 'node:path';
import * as vscode from 'vscode';
import type { Lab } from '../../labs/lab.ts';
import { languageOf } from './languages.ts';

/** A program as a student gets it. */
export interface Starter {
  readonly file: vscode.Uri;
  readonly text: string;
}

/**
 * The programs that a lab begins with: those in its text, and those of the same lab in a course that ships with Wirebench if the lab
 * has a copy of them (programs in other languages).
 */
export async function starterFiles(lab: Lab, folder: vscode.Uri, shipped: vscode.Uri): Promise<readonly Starter[]> {
  const starters = new Map<string, Starter>();
  for (const { kind, file, text } of lab.cells) {
    if (kind !== 'program' || file === undefined) continue;
    const target = vscode.Uri.joinPath(folder, file);
    // The reader of labs refuses such a file already; what is written here must not depend on it.
    if (!target.path.startsWith(`${folder.path}/`)) continue;
    starters.set(target.toString(), { file: target, text: text === '' || text.endsWith('\n') ? text : `${text}\n` });
  }
  const name = path.posix.basename(folder.path);
  for (const [course, kind] of await read(shipped)) {
    if (kind !== vscode.FileType.Directory) continue;
    const from = vscode.Uri.joinPath(shipped, course, name);
    const here = new Set((await read(folder)).map(([one]) => one));
    for (const [program] of await read(from)) {
      const target = vscode.Uri.joinPath(folder, program);
      if (languageOf(program) === undefined || !here.has(program) || starters.has(target.toString())) continue;
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(from, program));
      starters.set(target.toString(), { file: target, text: new TextDecoder().decode(bytes).replaceAll('\r\n', '\n') });
    }
  }
  return [...starters.values()];
}

async function read(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
