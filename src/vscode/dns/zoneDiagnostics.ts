import path from 'node:path';
import * as vscode from 'vscode';
import { zoneIncludes } from '../../net/dns/zoneIncludes.ts';
import { originOfFile, parseZone, type Zone } from '../../protocol/dns/zone/parse.ts';
import type { ZoneProblem } from '../../protocol/dns/zone/problem.ts';
import { zoneLanguage } from './zoneLanguage.ts';

/** Milliseconds after the last key. */
const PAUSE = 200;
/** Characters: a larger file is not checked during edits. */
const LARGEST = 8 * 2 ** 20;

/** The problems in the open zone files, and in the files they include, as the editor's diagnostics. */
export class ZoneDiagnostics implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection(zoneLanguage);
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  /** By open zone: the problems by file, of the zone and the files it includes. */
  readonly #found = new Map<string, ReadonlyMap<string, readonly vscode.Diagnostic[]>>();
  readonly #watching: vscode.Disposable;

  constructor() {
    this.#watching = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#check(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#checkLater(document)),
      // A saved file may be included by others.
      vscode.workspace.onDidSaveTextDocument(() => this.#checkAll()),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      this.#shown,
    );
    this.#checkAll();
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#watching.dispose();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#check(document);
  }

  #checkLater(document: vscode.TextDocument): void {
    if (document.languageId !== zoneLanguage) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => this.#check(document), PAUSE),
    );
  }

  #check(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    if (document.languageId !== zoneLanguage || document.isClosed) return;
    this.#show(key, problemsByFile(document, this.#isIncluded(key)));
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    this.#show(key, undefined);
  }

  /** True if another open zone includes it: then it need not be a complete zone by itself. */
  #isIncluded(key: string): boolean {
    return [...this.#found].some(([zone, files]) => zone !== key && files.has(key));
  }

  #show(zone: string, found: ReadonlyMap<string, readonly vscode.Diagnostic[]> | undefined): void {
    const touched = new Set([...(this.#found.get(zone)?.keys() ?? []), ...(found?.keys() ?? [])]);
    if (found) this.#found.set(zone, found);
    else this.#found.delete(zone);
    for (const file of touched) {
      // A file's own problems take precedence over those found by a zone that includes it.
      const all =
        this.#found.get(file)?.get(file) ?? [...this.#found.values()].flatMap((files) => files.get(file) ?? []);
      this.#shown.set(vscode.Uri.parse(file, true), all);
    }
  }
}

/** Has an entry, perhaps empty, for each file that was read. */
function problemsByFile(document: vscode.TextDocument, part: boolean): Map<string, vscode.Diagnostic[]> {
  const own = document.uri.toString();
  const found = new Map<string, vscode.Diagnostic[]>([[own, []]]);
  const text = document.getText();
  if (text.length > LARGEST) {
    const message = `This file has more than ${LARGEST / 2 ** 20} million characters; it is not checked while you edit it.`;
    found
      .get(own)
      ?.push(new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, vscode.DiagnosticSeverity.Information));
    return found;
  }
  for (const problem of readZone(document, text, part, (file) => found.set(vscode.Uri.file(file).toString(), []))
    .problems) {
    const file = problem.file === undefined ? own : vscode.Uri.file(problem.file).toString();
    found.get(file)?.push(diagnostic(problem));
  }
  return found;
}

function readZone(document: vscode.TextDocument, text: string, part: boolean, included: (file: string) => void): Zone {
  const origin = originOfFile(path.posix.basename(document.uri.path));
  if (document.uri.scheme !== 'file') return parseZone(text, { origin, part });
  const read = zoneIncludes(document.uri.fsPath, vscode.workspace.workspaceFolders?.[0]?.uri.fsPath);
  return parseZone(text, {
    origin,
    part,
    include(name, from) {
      const found = read(name, from);
      if (found) included(found.file);
      return found;
    },
  });
}

function diagnostic({ line, column, endColumn, message, severity, code }: ZoneProblem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, line - 1, endColumn - 1);
  const shown = new vscode.Diagnostic(range, message, SEVERITY[severity]);
  shown.source = 'Wirebench';
  shown.code = code;
  return shown;
}

const SEVERITY = { error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning };
