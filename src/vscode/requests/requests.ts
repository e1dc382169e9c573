import * as vscode from 'vscode';
import type { HttpProgress } from '../../net/http/exchange.ts';
import type { Region } from '../../requests/model.ts';
import { labelOf } from '../../requests/run/label.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import type { Names } from '../dns/names.ts';
import { showProblem } from '../problems.ts';
import type { Shell } from '../shell.ts';
import { bodyDocuments } from './bodies.ts';
import { copyFormats, copyRequest } from './copyAs.ts';
import { decorations } from './decorations.ts';
import { diagnostics } from './diagnostics.ts';
import { environmentStatus } from './environments.ts';
import { ResponseHistory, type Entry } from './history.ts';
import { languageProviders } from './languageProviders.ts';
import { parsed, regionAt } from './parsed.ts';
import { act, goTo, sendAgain } from './responseActions.ts';
import { ResponseView } from './responseView.ts';
import { RequestRuns } from './runs.ts';
import { RequestTests } from './tests.ts';

/** All that request files need, made when the first one is opened or a command asks for it. */
export class Requests implements vscode.Disposable {
  readonly shell: Shell;
  readonly history: ResponseHistory;
  readonly runs: RequestRuns;
  readonly view: ResponseView;
  readonly tests: RequestTests;
  /** Requests from the palette that are under way. */
  readonly typed = new Map<Entry, AbortController>();
  readonly #names: Names;
  readonly #disposables: vscode.Disposable;

  constructor(shell: Shell, names: Names) {
    this.shell = shell;
    this.#names = names;
    this.history = new ResponseHistory((bodies) => {
      if (shell.engine.isStarted) void shell.engine.request('http.forget', { bodies }).catch(() => null);
    });
    this.runs = new RequestRuns(shell);
    this.view = new ResponseView({
      shell,
      history: this.history,
      copyFormats,
      act: (action, entry, hop) => act(this, action, entry, hop),
      copyAs: (entry, format) => copyRequest(shell, entry, format),
    });
    this.tests = new RequestTests(this.runs);
    this.#disposables = vscode.Disposable.from(
      this.runs,
      this.view,
      this.tests,
      bodyDocuments(shell, this.history),
      decorations(this.runs),
      diagnostics(this.runs),
      environmentStatus(shell),
      languageProviders(this),
      this.runs.onDidStop((stopped) => {
        this.history.stopped(stopped);
        this.view.update();
      }),
      shell.engine.onEnded(() => {
        this.history.lost();
        this.view.update();
      }),
    );
  }

  /** Sends one request of a document and shows its answer. */
  async send(
    document: vscode.TextDocument,
    region: Region,
    how: { verifyTls?: boolean; insist?: boolean } = {},
  ): Promise<RunSummary> {
    // What it needs by name is sent before it: the answer that is shown is that of the request itself.
    const take = this.#answers(document, region.index);
    const summary = await this.runs.run(document, { regions: [region.index], ...how, onOutcome: take });
    for (const outcome of summary.outcomes) take(outcome);
    this.tests.told(document, summary.outcomes);
    return summary;
  }

  /** Sends all requests of a document, one after the other. */
  async runAll(document: vscode.TextDocument, abort: AbortController): Promise<RunSummary> {
    const take = this.#answers(document);
    const summary = await this.runs.run(document, { keeps: false, abort });
    for (const outcome of summary.outcomes) take(outcome);
    // The engine said it before the outcomes were whole.
    this.history.stopped({ uri: document.uri, which: () => true });
    this.tests.told(document, summary.outcomes);
    return summary;
  }

  /** Where the outcomes of one run go: those about names to the Names view, others to the response view. */
  #answers(document: vscode.TextDocument, shown?: number): (outcome: RequestOutcome, progress?: HttpProgress) => void {
    const takers = new Map<number, (outcome: RequestOutcome, progress?: HttpProgress) => void>();
    const { regions } = parsed(document);
    return (outcome, progress) => {
      const region = regions[outcome.region];
      if (region === undefined) return;
      let take = takers.get(region.index);
      if (take === undefined) {
        const word = region.item?.kind;
        const isShown = region.index === shown;
        take =
          word === 'dns' || word === 'lookup'
            ? this.#inNames(document, region, isShown)
            : this.#inResponses(document, region, isShown, outcome);
        takers.set(region.index, take);
      }
      take(outcome, progress);
    };
  }

  #inResponses(document: vscode.TextDocument, region: Region, isShown: boolean, first: RequestOutcome) {
    const entry = this.history.add(originIn(document, region), lineOf(document, region), first);
    if (isShown) this.view.show(entry);
    return (outcome: RequestOutcome, progress?: HttpProgress): void => {
      entry.outcome = outcome;
      entry.progress = progress;
      this.view.update();
    };
  }

  #inNames(document: vscode.TextDocument, region: Region, isShown: boolean): (outcome: RequestOutcome) => void {
    const origin = originIn(document, region);
    const said = (run: () => Promise<unknown>) => run().catch((error: unknown) => showProblem(this.shell, error));
    const file = {
      line: lineOf(document, region),
      source: `${origin.fileName}:${origin.line}`,
      again: () => said(() => sendAgain(this, origin)),
      cancel: () => this.runs.cancel(document.uri),
      goTo: () => said(() => goTo(origin)),
    };
    return this.#names.follow(file, { isShown });
  }

  /** The request at the cursor of the active editor, or at an offset of a given document. */
  async target(
    uri: unknown,
    offset: unknown,
  ): Promise<{ document: vscode.TextDocument; region: Region | undefined } | undefined> {
    const editor = vscode.window.activeTextEditor;
    const document = uri instanceof vscode.Uri ? await vscode.workspace.openTextDocument(uri) : editor?.document;
    if (document === undefined) return undefined;
    const cursor = editor?.document === document ? document.offsetAt(editor.selection.active) : 0;
    return { document, region: regionAt(parsed(document), typeof offset === 'number' ? offset : cursor) };
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function originIn(document: vscode.TextDocument, region: Region) {
  return {
    kind: 'file' as const,
    uri: document.uri,
    region: region.index,
    label: labelOf(region, document.getText()),
    line: document.positionAt((region.item ?? region).start).line + 1,
    fileName: document.uri.path.split('/').at(-1) ?? '',
  };
}

/** The request line as it is written, on one line. */
function lineOf(document: vscode.TextDocument, region: Region): string {
  return document.lineAt(document.positionAt((region.item ?? region).start).line).text.trim();
}
