import * as vscode from 'vscode';
import { visible } from '../../protocol/text/visible.ts';
import type { Problem } from '../../requests/model.ts';
import { isRequestFile, leavesTo, parsed } from './parsed.ts';
import type { RequestRuns } from './runs.ts';

/** Milliseconds after the last key press. */
const delay = 250;

const severities: Readonly<Record<Problem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

const source = 'Wirebench';

/** What is wrong with request files, and which checks did not hold. */
export function diagnostics(runs: RequestRuns): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('wirebench');
  const timers = new Map<string, NodeJS.Timeout>();
  const update = (document: vscode.TextDocument) => {
    timers.delete(document.uri.toString());
    if (document.isClosed || !isRequestFile(document)) return;
    collection.set(document.uri, [...problemsOf(document), ...failedChecks(document, runs)]);
  };
  const later = (document: vscode.TextDocument, milliseconds: number) => {
    if (!isRequestFile(document)) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => update(document), milliseconds),
    );
  };
  for (const document of vscode.workspace.textDocuments) later(document, 0);
  return vscode.Disposable.from(
    collection,
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
    vscode.workspace.onDidOpenTextDocument((document) => later(document, 0)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => later(document, delay)),
    vscode.workspace.onDidCloseTextDocument((document) => collection.delete(document.uri)),
    runs.onDidChange((uri) => {
      const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
      if (document) later(document, 0);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('wirebench.requestFiles')) return;
      for (const document of vscode.workspace.textDocuments) later(document, 0);
    }),
  );
}

/** A diagnostic of what is written, with what would be right in its place. */
export class ProblemDiagnostic extends vscode.Diagnostic {
  readonly replacement: string | undefined;

  constructor(document: vscode.TextDocument, problem: Problem) {
    const range = new vscode.Range(document.positionAt(problem.start), document.positionAt(problem.end));
    super(range, visible(problem.message), severities[problem.severity]);
    this.source = source;
    this.code = problem.code;
    this.replacement = problem.replacement;
  }
}

function problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  const file = parsed(document);
  if (leavesTo(file)) return [];
  return file.problems.map((problem) => new ProblemDiagnostic(document, problem));
}

function failedChecks(document: vscode.TextDocument, runs: RequestRuns): vscode.Diagnostic[] {
  return runs.outcomes(document.uri).all.flatMap(({ outcome, checks }) =>
    outcome.checks.flatMap((check, i) => {
      const place = checks[i];
      if (check.state === 'passed' || place === undefined) return [];
      const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
      const found = check.actual === undefined ? '' : ` Found: ${check.actual}`;
      const message = `${check.message ?? 'This check does not hold.'}${found}`;
      const diagnostic = new vscode.Diagnostic(range, visible(message), vscode.DiagnosticSeverity.Warning);
      diagnostic.source = source;
      diagnostic.code = 'check-failed';
      return [diagnostic];
    }),
  );
}

/** Quick fixes: what would be right, put in the place of what is wrong. */
export const quickFixes: vscode.CodeActionProvider = {
  provideCodeActions: (document, _range, { diagnostics: found }) =>
    found.flatMap((diagnostic) => {
      const problem = diagnostic.source === source ? replacementFor(document, diagnostic) : undefined;
      if (problem === undefined) return [];
      const action = new vscode.CodeAction(`Change to ${visible(problem)}`, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, diagnostic.range, problem);
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      return [action];
    }),
};

/** The editor hands back a plain diagnostic: the problem is found again by its place. */
function replacementFor(document: vscode.TextDocument, { range, code }: vscode.Diagnostic): string | undefined {
  const start = document.offsetAt(range.start);
  const end = document.offsetAt(range.end);
  return parsed(document).problems.find((one) => one.start === start && one.end === end && one.code === code)
    ?.replacement;
}
