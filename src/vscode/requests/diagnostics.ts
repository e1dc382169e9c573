import * as vscode from 'vscode';
import { visible } from '../../protocol/text/visible.ts';
import { certificateFixes } from '../../requests/certificates.ts';
import { environmentFileNames } from '../../requests/environments.ts';
import { doubts, type Doubt } from '../../requests/language/doubts.ts';
import { regionAt } from '../../requests/language/place.ts';
import type { Fix, Problem } from '../../requests/model.ts';
import { environmentsFor } from './environments.ts';
import { cellOf, documentOf, homeOf, isRequestFile, leavesTo, parsed, partsWith, rangeIn, sourceOf } from './parsed.ts';
import type { RequestRuns } from './runs.ts';
import { foundText } from './verdict.ts';

/** Milliseconds after the last key press. */
const delay = 250;

const severities: Readonly<Record<Problem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

const source = 'Wirebench';

/** By document: possible mistakes, with their fixes. */
const doubtsOf = new WeakMap<vscode.TextDocument, readonly Doubt[]>();

/** Diagnostics of request files: errors and possible mistakes, failed checks, and refused certificates. */
export function diagnostics(runs: RequestRuns): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('wirebench');
  const timers = new Map<string, NodeJS.Timeout>();
  const update = (document: vscode.TextDocument) => {
    timers.delete(document.uri.toString());
    if (document.isClosed || !isRequestFile(document)) return;
    const certain = [...problemsOf(document), ...failedChecks(document, runs), ...refusedCertificates(document, runs)];
    const { version } = document;
    // The environments are read from files. All diagnostics are set together afterwards, so that no mark flickers.
    void findDoubts(document).then((found) => {
      if (document.isClosed || document.version !== version) return;
      doubtsOf.set(document, found);
      collection.set(document.uri, [...certain, ...found.map((doubt) => new ProblemDiagnostic(document, doubt))]);
    });
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
  const all = () => {
    for (const document of vscode.workspace.textDocuments) later(document, 0);
  };
  all();
  return vscode.Disposable.from(
    collection,
    { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
    // The cells of a notebook are opened all at once: it is shown first.
    vscode.workspace.onDidOpenTextDocument((document) => later(document, cellOf(document) ? delay : 0)),
    // The definitions of a cell apply to the cells below it.
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const parts = partsWith(document);
      for (const one of parts.slice(parts.indexOf(document))) later(one, delay);
    }),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
      if (contentChanges.length > 0) for (const { document } of notebook.getCells()) later(document, delay);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => collection.delete(document.uri)),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (environmentFileNames.some((name) => uri.path.endsWith(`/${name}`))) all();
    }),
    runs.onDidChange((id) => {
      const document = documentOf(id);
      if (document) later(document, 0);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('wirebench.requestFiles') || event.affectsConfiguration('wirebench.environments'))
        all();
    }),
  );
}

/** A diagnostic of the text, with its replacement. */
class ProblemDiagnostic extends vscode.Diagnostic {
  readonly replacement: string | undefined;

  constructor(document: vscode.TextDocument, problem: Problem) {
    super(rangeIn(document, problem), visible(problem.message), severities[problem.severity]);
    this.source = source;
    this.code = problem.code;
    this.replacement = problem.replacement;
  }
}

function problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  const file = parsed(document);
  if (leavesTo(file)) return [];
  const { length } = sourceOf(document).text;
  // Problems behind the text belong to the cells above.
  const own = file.problems.filter(({ start }) => start <= length);
  return own.map((problem) => new ProblemDiagnostic(document, problem));
}

function failedChecks(document: vscode.TextDocument, runs: RequestRuns): vscode.Diagnostic[] {
  return runs.outcomes(document.uri.toString()).all.flatMap(({ outcome, checks }) =>
    outcome.checks.flatMap((check, i) => {
      const place = checks[i];
      if (check.state === 'passed' || place === undefined) return [];
      const found = check.actual === undefined ? '' : ` Found: ${foundText(check.actual)}`;
      const why = check.why === undefined ? '' : ` ${check.why}`;
      const message = `${check.message ?? 'This check does not hold.'}${why}${found}`;
      const diagnostic = new vscode.Diagnostic(
        rangeIn(document, place),
        visible(message),
        vscode.DiagnosticSeverity.Warning,
      );
      diagnostic.source = source;
      diagnostic.code = 'check-failed';
      return [diagnostic];
    }),
  );
}

/** Undefined variables, and headers with a likely typo, in files that we handle. */
async function findDoubts(document: vscode.TextDocument): Promise<readonly Doubt[]> {
  const file = parsed(document);
  if (leavesTo(file)) return [];
  const environments = await environmentsFor(homeOf(document));
  return doubts(
    file,
    [undefined, ...environments.names].flatMap((name) => Object.keys(environments.of(name))),
  );
}

/** A certificate that could not be verified, marked at its request: the fix is written into the file. */
function refusedCertificates(document: vscode.TextDocument, runs: RequestRuns): vscode.Diagnostic[] {
  return runs.outcomes(document.uri.toString()).all.flatMap(({ outcome: { error, region }, place }) => {
    const { item } = parsed(document).regions[region] ?? {};
    if (error === undefined || place === undefined || item === undefined) return [];
    if (certificateFixes(error.code, document.getText(), item).length === 0) return [];
    const { range } = document.lineAt(document.positionAt(item.start).line);
    const diagnostic = new vscode.Diagnostic(range, visible(error.message), vscode.DiagnosticSeverity.Warning);
    diagnostic.source = source;
    diagnostic.code = error.code;
    return [diagnostic];
  });
}

/** Quick fixes: the right text, in place of the wrong one or beside it. */
export const quickFixes: vscode.CodeActionProvider = {
  provideCodeActions: (document, _range, { diagnostics: found }) =>
    found
      .filter((diagnostic) => diagnostic.source === source)
      .flatMap((diagnostic) =>
        fixesFor(document, diagnostic).map(({ title, start, end, text }, i) => {
          const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          action.edit = new vscode.WorkspaceEdit();
          action.edit.replace(document.uri, rangeIn(document, { start, end }), text);
          action.diagnostics = [diagnostic];
          action.isPreferred = i === 0;
          return action;
        }),
      ),
};

/** The editor returns a plain diagnostic: its place finds the problem again. */
function fixesFor(document: vscode.TextDocument, { range, code }: vscode.Diagnostic): readonly Fix[] {
  const start = document.offsetAt(range.start);
  const end = document.offsetAt(range.end);
  const file = parsed(document);
  const isIt = (one: Problem) => one.start === start && one.end === end && one.code === code;
  const doubt = (doubtsOf.get(document) ?? []).find(isIt);
  const replacement = (doubt ?? file.problems.find(isIt))?.replacement;
  const item = regionAt(file, end)?.item;
  return [
    ...(replacement === undefined ? [] : [{ title: `Change to ${replacement}`, start, end, text: replacement }]),
    ...(doubt?.fixes ?? []),
    ...(item === undefined || typeof code !== 'string' ? [] : certificateFixes(code, file.text, item)),
  ];
}
