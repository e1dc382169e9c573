import path from 'node:path';
import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { HttpProgress } from '../../net/http/exchange.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import type { PromptQuestion } from '../../requests/model.ts';
import { presentationOf, startedBy, type StartedResult } from '../../requests/words/table.ts';
import type { Shell } from '../shell.ts';
import { messageText } from '../uiText.ts';
import { environmentOf } from './environments.ts';
import { isActive } from '../registryMirror.ts';
import { FileOutcomes } from './outcomes.ts';
import { isRequestFile } from './parsed.ts';

interface RunOptions {
  /** Indexes of the regions; absent: the whole file. */
  readonly regions?: readonly number[];
  /** Keeps results by name and servers for the next request of the file. Default: where `regions` are given. */
  readonly keeps?: boolean;
  readonly verifyTls?: boolean;
  readonly insist?: boolean;
  readonly onOutcome?: (outcome: RequestOutcome, progress?: HttpProgress) => void;
  /** Cancels the run. */
  readonly abort?: AbortController;
}

/** Of what the requests of a file started, these have stopped. */
export interface Stopped {
  readonly uri: vscode.Uri;
  readonly which: (started: StartedResult) => boolean;
}

/** The runs of request files of this window, and what became of each request. */
export class RequestRuns implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #files = new Map<string, FileOutcomes>();
  /** Runs under way, each with the file it is of. */
  readonly #running = new Map<AbortController, string>();
  /** Files for which the engine keeps results and servers. */
  readonly #sessions = new Set<string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #stopped = new vscode.EventEmitter<Stopped>();
  readonly #disposables: vscode.Disposable;

  /** Something became of a request of the file, or what runs of it changed. */
  readonly onDidChange = this.#changed.event;
  /** Servers or programs of a file have stopped. */
  readonly onDidStop = this.#stopped.event;

  constructor(shell: Shell) {
    this.#shell = shell;
    this.#disposables = vscode.Disposable.from(
      this.#changed,
      this.#stopped,
      shell.engine.onEnded(() => {
        this.#sessions.clear();
        for (const key of this.#files.keys()) this.#tellStopped(vscode.Uri.parse(key), () => true);
      }),
      shell.registry.onDidChange(({ before, after }) => {
        // A person may stop a server in the tree.
        const ended = new Set(before.endpoints.filter(isActive).map(({ id }) => id));
        for (const endpoint of after.endpoints) if (isActive(endpoint)) ended.delete(endpoint.id);
        if (ended.size === 0) return;
        for (const key of this.#files.keys())
          this.#tellStopped(vscode.Uri.parse(key), ({ endpoint }) => endpoint !== undefined && ended.has(endpoint));
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#files.get(document.uri.toString())?.edit(contentChanges);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#files.delete(document.uri.toString());
        if (isRequestFile(document)) void this.end(document.uri);
      }),
    );
  }

  outcomes(uri: vscode.Uri): FileOutcomes {
    const key = uri.toString();
    let outcomes = this.#files.get(key);
    if (outcomes === undefined) this.#files.set(key, (outcomes = new FileOutcomes()));
    return outcomes;
  }

  isRunning(uri: vscode.Uri): boolean {
    return [...this.#running.values()].includes(uri.toString());
  }

  /** Servers or programs that requests of the file started one by one run. */
  hasStarted(uri: vscode.Uri): boolean {
    if (!this.#sessions.has(uri.toString())) return false;
    const started = this.outcomes(uri).all.map(({ outcome }) => startedBy(outcome.result));
    return started.some((one) => one !== undefined && one.stopped !== true);
  }

  async run(document: vscode.TextDocument, options: RunOptions = {}): Promise<RunSummary> {
    const { uri } = document;
    const key = uri.toString();
    const keeps = options.keeps ?? options.regions !== undefined;
    // A whole run starts with nothing: what was started one by one would hold its ports.
    if (!keeps) await this.end(uri);
    const text = document.getText();
    const outcomes = this.outcomes(uri);
    if (!keeps) outcomes.clear();
    const { environment, variables, problem } = await environmentOf(this.#shell, uri);
    // As in a terminal: what the requests would see of it is not what was meant.
    if (problem !== undefined) throw new WirebenchError({ code: 'bad-environment', message: problem });
    const { abort = new AbortController() } = options;
    this.#running.set(abort, key);
    if (keeps) this.#sessions.add(key);
    this.#changed.fire(uri);
    const over = new vscode.CancellationTokenSource();
    try {
      const summary = await this.#shell.engine.request(
        'run.start',
        {
          text,
          trusted: vscode.workspace.isTrusted,
          ...(uri.scheme === 'file' ? { path: uri.fsPath } : folderOfUntitled()),
          ...(options.regions && { regions: options.regions }),
          ...(keeps && { session: key }),
          ...(environment !== undefined && { environment }),
          ...(Object.keys(variables).length > 0 && { variables }),
          ...(options.verifyTls === false && { verifyTls: false }),
          ...(options.insist === true && { insist: true }),
        },
        {
          signal: abort.signal,
          onReport: ({ outcome, progress }) => {
            outcomes.set(outcome);
            this.#did(outcome);
            this.#changed.fire(uri);
            options.onOutcome?.(outcome, progress);
          },
          onAsk: (question) => ask(question, over.token),
        },
      );
      for (const outcome of summary.outcomes) outcomes.set(outcome);
      return summary;
    } finally {
      // Nobody waits for the answer to a question any more.
      over.cancel();
      over.dispose();
      this.#running.delete(abort);
      // What a whole run starts, it stops.
      if (!keeps) this.#tellStopped(uri, () => true);
      this.#changed.fire(uri);
    }
  }

  /** Cancels the runs of a file, or all. */
  cancel(uri?: vscode.Uri): number {
    const runs = [...this.#running].filter(([, of]) => uri === undefined || of === uri.toString());
    for (const [abort] of runs) abort.abort();
    return runs.length;
  }

  /** Stops what the requests of a file started, and forgets their results. */
  async end(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    if (!this.#sessions.delete(key) || !this.#shell.engine.isStarted) return;
    await this.#shell.engine.request('run.endSession', { session: key }).catch(() => null);
    this.#tellStopped(uri, () => true);
    this.#changed.fire(uri);
  }

  #tellStopped(uri: vscode.Uri, which: Stopped['which']): void {
    this.#stopped.fire({ uri, which });
    if (this.#files.get(uri.toString())?.stopped(which)) this.#changed.fire(uri);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Ticks the steps of the walkthrough that the outcome of a request is. */
  #did({ state, result }: RequestOutcome): void {
    if (state !== 'passed' && state !== 'failed') return;
    const { firstSteps } = this.#shell;
    firstSteps.did('file');
    const { exchange, names } = result ? presentationOf(result) : {};
    if (exchange) firstSteps.did('http');
    if (names) firstSteps.did('dns');
  }
}

/** The value of a `# @prompt`; null if the person gives up, or the token is cancelled. */
async function ask(question: PromptQuestion, token: vscode.CancellationToken): Promise<string | null> {
  const { name, description, secret, value: offered } = question;
  const options: vscode.InputBoxOptions = {
    title: messageText(name),
    prompt: messageText(description ?? `The request file asks for ${name}.`),
    password: secret,
    ...(offered !== undefined && { value: offered }),
    ignoreFocusOut: true,
  };
  return (await vscode.window.showInputBox(options, token)) ?? null;
}

/** What an unsaved file's relative paths are relative to. */
function folderOfUntitled(): { path?: string } {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder?.scheme === 'file' ? { path: path.join(folder.fsPath, 'untitled.http') } : {};
}
