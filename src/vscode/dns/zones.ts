import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { zoneLanguage } from './zoneLanguage.ts';

/** Checks zone files while they are open. The code is loaded with the first of them. */
export function watchZones(): vscode.Disposable {
  let checking: Promise<Disposable> | undefined;
  let ended = false;
  const load = async (): Promise<Disposable> => {
    const { ZoneDiagnostics } = await import('./zoneDiagnostics.ts');
    const diagnostics = new ZoneDiagnostics();
    if (ended) diagnostics.dispose();
    return diagnostics;
  };
  const first = (document: vscode.TextDocument): void => {
    if (document.languageId !== zoneLanguage || checking) return;
    opening.dispose();
    checking = load();
  };
  const opening = vscode.workspace.onDidOpenTextDocument(first);
  for (const document of vscode.workspace.textDocuments) first(document);
  return new vscode.Disposable(() => {
    ended = true;
    opening.dispose();
    void checking?.then((diagnostics) => diagnostics.dispose());
  });
}
