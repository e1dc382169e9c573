import * as vscode from 'vscode';
import type { RequestFile } from '../../requests/model.ts';
import { isOurs } from './parsed.ts';

/** Extensions that handle the language `http` too. */
const others = ['humao.rest-client', 'anweber.vscode-httpyac', 'anweber.httpbook'];

/** Another extension that sends the HTTP requests of these files is installed and enabled. */
export function anotherIsActive(): boolean {
  return others.some((id) => vscode.extensions.getExtension(id) !== undefined);
}

export type LensSetting = 'auto' | 'always' | 'never';

export function lensSetting(): LensSetting {
  const value: unknown = vscode.workspace.getConfiguration('wirebench').get('requestFiles.codeLens');
  return value === 'always' || value === 'never' ? value : 'auto';
}

/**
 * Whether a file's plain HTTP is left to another extension: it is installed, and the setting does not say otherwise. A file that
 * has a word of ours is ours, since the other could not run it.
 */
export function leavesTo(file: RequestFile): boolean {
  return lensSetting() === 'auto' && anotherIsActive() && !file.regions.some(isOurs);
}
