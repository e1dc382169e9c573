import * as vscode from 'vscode';
import { regionAt } from '../../requests/language/place.ts';
import type { Region } from '../../requests/model.ts';
import type { Bodies } from '../../requests/run/bodyText.ts';
import { labelOf } from '../../requests/run/label.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import { kindOf } from '../../requests/words/table.ts';
import type { ResponseAction } from '../../webview/response/protocol.ts';
import type { Names } from '../dns/names.ts';
import { showProblem } from '../problems.ts';
import type { Shell } from '../shell.ts';
import { bodyDocuments } from './bodies.ts';
import { copyFormats, copyRequest } from './copyAs.ts';
import { decorations } from './decorations.ts';
import { diagnostics } from './diagnostics.ts';
import { chosenEnvironment, environmentStatus } from './environments.ts';
import { ResponseHistory, type Entry } from './history.ts';
import { languageProviders } from './languageProviders.ts';
import { cellOf, documentOf, parsed, sourceOf } from './parsed.ts';
import { act, goTo, sendAgain } from './responseActions.ts';
import { ResponseView } from './responseView.ts';
import { RequestRuns, type RunOptions } from './runs.ts';
import { RequestTests } from './tests.ts';
import { TypedRequests } from './typed.ts';

type TakeOutcome = NonNullable<RunOptions['onOutcome']>;

/** All parts that request files need, created when the first file is opened or a command needs it. */
export class Requests implements vscode.Disposable {
  readonly history: ResponseHistory;
  readonly runs: RequestRuns;
  readonly view: ResponseView;
  readonly tests: RequestTests;
  readonly typed: TypedRequests;
  readonly #shell: Shell;
  readonly #names: Names;
  readonly #disposables: vscode.Disposable;

  constructor(shell: Shell, names: Names) {
    this.#shell = shell;
    this.#names = names;
    const { context, engine } = shell;
    const environment = chosenEnvironment(context.workspaceState);
    this.history = new ResponseHistory((bodies) => {
      if (engine.isStarted) void engine.request('http.forget', { bodies }).catch(() => null);
    });
    const { history } = this;
    this.runs = new RequestRuns({ ...shell, environment });
    const { runs } = this;
    this.view = new ResponseView({
      ...{ engine, history, copyFormats, extensionUri: context.extensionUri },
      act: (action, entry, hop) => this.act(action, entry, hop),
      copyAs: (entry, format) => copyRequest(engine, entry, format),
    });
    this.typed = new TypedRequests({ shell, history, view: this.view });
    this.tests = new RequestTests(runs);
    const read: Bodies['read'] = (body, part) => engine.request('http.body', { body, ...part });
    this.#disposables = vscode.Disposable.from(
      runs,
      this.view,
      this.tests,
      bodyDocuments(engine, history),
      decorations(runs),
      diagnostics(runs),
      environmentStatus(context.workspaceState),
      languageProviders({ runs, environment, bodies: { read } }),
      runs.onDidStop((stopped) => {
        history.stopped(stopped);
        this.view.update();
      }),
      runs.onDidGrow((grown) => {
        history.grown(grown);
        this.view.update();
      }),
      engine.onEnded(() => {
        history.lost();
        this.view.update();
      }),
    );
  }

  /** Runs an action of the response view's buttons on an answer. */
  act(action: ResponseAction, entry: Entry, hop: number): Promise<void> {
    const { history, view, typed, runs, send } = this;
    return act({ shell: this.#shell, history, view, typed, runs, send }, action, entry, hop);
  }

  /** Sends one request of a document and shows its answer. */
  readonly send = (
    document: vscode.TextDocument,
    region: Region,
    how: Pick<RunOptions, 'verifyTls' | 'insist'> = {},
  ): Promise<RunSummary> =>
    // Requests that it refers to by name are sent before it: the shown answer is that of the request itself.
    this.#run(document, { regions: [region.index], ...how }, region.index);

  /** Sends all requests of a document, one after the other. */
  runAll(document: vscode.TextDocument, abort: AbortController): Promise<RunSummary> {
    return this.#run(document, { alone: true, abort });
  }

  async #run(document: vscode.TextDocument, options: RunOptions, shown?: number): Promise<RunSummary> {
    const summary = await this.runs.run(sourceOf(document), { ...options, onOutcome: this.#answers(document, shown) });
    this.tests.told(document, summary.outcomes);
    return summary;
  }

  /** Routes the outcomes of one run: those about names to the Names view, others to the response view. */
  #answers(document: vscode.TextDocument, shown?: number): TakeOutcome {
    const takers = new Map<string, TakeOutcome>();
    const { regions } = parsed(document);
    return (outcome, progress) => {
      const { part, region: index } = outcome;
      const key = `${index} ${part ?? ''}`;
      let take = takers.get(key);
      if (take === undefined) {
        const where = part === undefined ? document : documentOf(part);
        const region = (where === document ? regions : where && parsed(where).regions)?.[index];
        if (where === undefined || region === undefined) return;
        const isShown = where === document && index === shown;
        take =
          region.item && kindOf(region.item.kind).inNames?.(region.item)
            ? this.#inNames(where, region, isShown)
            : this.#inResponses(where, region, isShown, outcome);
        takers.set(key, take);
      }
      take(outcome, progress);
    };
  }

  #inResponses(document: vscode.TextDocument, region: Region, isShown: boolean, first: RequestOutcome): TakeOutcome {
    const entry = this.history.add(originIn(document, region), lineOf(document, region), first);
    if (isShown) this.view.show(entry);
    return (outcome, progress) => {
      entry.outcome = outcome;
      entry.progress = progress;
      this.view.update();
    };
  }

  #inNames(document: vscode.TextDocument, region: Region, isShown: boolean): TakeOutcome {
    const origin = originIn(document, region);
    const said = (run: () => Promise<unknown>) => run().catch((error: unknown) => showProblem(this.#shell, error));
    const file = {
      line: lineOf(document, region),
      source: `${origin.fileName}:${origin.line}`,
      again: () => said(() => sendAgain(this.send, origin)),
      cancel: () => this.runs.cancel(origin.uri.toString()),
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
  const cell = cellOf(document);
  return {
    kind: 'file' as const,
    uri: document.uri,
    region: region.index,
    label: labelOf(region, document.getText()),
    line: document.positionAt((region.item ?? region).start).line + 1,
    fileName: `${document.uri.path.split('/').at(-1) ?? ''}${cell ? `, cell ${cell.index + 1}` : ''}`,
  };
}

/** The request line of the file, on one line. */
function lineOf(document: vscode.TextDocument, region: Region): string {
  return document.lineAt(document.positionAt((region.item ?? region).start).line).text.trim();
}
