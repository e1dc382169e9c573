import * as vscode from 'vscode';
import { readLab, type LabProblem } from '../../labs/lab.ts';
import { visible } from '../../protocol/text/visible.ts';
import { labType } from './labType.ts';
import { textOfNotebook } from './serializer.ts';

/** Milliseconds after the last change: typing goes before. */
const delay = 250;

const severities: Readonly<Record<LabProblem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** A problem of a lab at a place of a document of the editor. */
interface Placed {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly problem: LabProblem;
}

/**
 * Problems of the lab files that are open, as notebooks or as text: fences, front matter, names of files. Those of requests come from
 * the language of request files.
 */
export function labProblems(): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('wirebench labs');
  const timers = new Map<string, NodeJS.Timeout>();
  /** The documents that have problems, by the lab. */
  const marked = new Map<string, readonly vscode.Uri[]>();
  const clear = (lab: string): void => {
    clearTimeout(timers.get(lab));
    timers.delete(lab);
    for (const uri of marked.get(lab) ?? []) collection.delete(uri);
    marked.delete(lab);
  };
  const show = (lab: string, placed: readonly Placed[]): void => {
    clear(lab);
    // The editor puts those of one document together.
    collection.set(placed.map((one) => [one.uri, [diagnosticOf(one)]]));
    if (placed.length > 0)
      marked.set(
        lab,
        placed.map(({ uri }) => uri),
      );
  };
  const later = (lab: string, placed: () => readonly Placed[], milliseconds = delay): void => {
    clearTimeout(timers.get(lab));
    timers.set(
      lab,
      setTimeout(() => show(lab, placed()), milliseconds),
    );
  };
  const notebook = (one: vscode.NotebookDocument): void => {
    if (one.notebookType === labType) later(one.uri.toString(), () => (one.isClosed ? [] : inNotebook(one)));
  };
  const document = (one: vscode.TextDocument): void => {
    if (isLabText(one)) later(one.uri.toString(), () => (one.isClosed ? [] : inText(one)));
  };
  vscode.workspace.notebookDocuments.forEach(notebook);
  vscode.workspace.textDocuments.forEach(document);
  return vscode.Disposable.from(
    collection,
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
    vscode.workspace.onDidOpenNotebookDocument(notebook),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook: one }) => notebook(one)),
    vscode.workspace.onDidCloseNotebookDocument(({ uri }) => clear(uri.toString())),
    vscode.workspace.onDidOpenTextDocument(document),
    vscode.workspace.onDidChangeTextDocument(({ document: one }) => document(one)),
    vscode.workspace.onDidCloseTextDocument((one) => {
      if (isLabText(one)) clear(one.uri.toString());
    }),
  );
}

function isLabText({ uri, languageId }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && uri.path.endsWith('.lab.md') && languageId === 'markdown';
}

function diagnosticOf({ range, problem }: Placed): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, visible(problem.message), severities[problem.severity]);
  diagnostic.source = 'Wirebench';
  diagnostic.code = problem.code;
  return diagnostic;
}

function inText(document: vscode.TextDocument): Placed[] {
  // Places count the byte order mark, which the editor keeps apart, only in a file.
  return readLab(document.getText()).problems.map((problem) => ({
    ...{ uri: document.uri, problem },
    range: new vscode.Range(document.positionAt(problem.start), document.positionAt(problem.end)),
  }));
}

/** In the cell that a problem is in; one about a line of its fences is at its first line. */
function inNotebook(notebook: vscode.NotebookDocument): Placed[] {
  const text = textOfNotebook(notebook);
  const { cells, problems } = readLab(text);
  const ends: number[] = [];
  for (const { raw } of cells) ends.push((ends.at(-1) ?? 0) + raw.length);
  return problems.map((problem): Placed => {
    const index = ends.findIndex((end) => problem.start < end);
    const cell = cells[index];
    // A cell that was made by hand may be read as two.
    const document = index < notebook.cellCount && index >= 0 ? notebook.cellAt(index).document : undefined;
    if (cell === undefined || document?.getText().replaceAll('\r\n', '\n') !== cell.text)
      return { uri: notebook.uri, range: new vscode.Range(0, 0, 0, 0), problem };
    const at = (offset: number): vscode.Position => {
      const lines = text.slice(cell.start, Math.max(cell.start, offset)).split(/\r\n|\n|\r/);
      return document.validatePosition(new vscode.Position(lines.length - 1, lines.at(-1)!.length));
    };
    const range =
      problem.start < cell.start ? document.lineAt(0).range : new vscode.Range(at(problem.start), at(problem.end));
    return { uri: document.uri, range, problem };
  });
}
