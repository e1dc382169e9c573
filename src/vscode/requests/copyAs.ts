import * as vscode from 'vscode';
import type { Entry } from './history.ts';

export const copyFormats: readonly { readonly format: string; readonly label: string }[] = [];

/** Puts a request on the clipboard as a program of another kind. */
export async function copyRequest(entry: Entry, format: string): Promise<void> {
  await vscode.env.clipboard.writeText(`${format} ${entry.line}`);
}
