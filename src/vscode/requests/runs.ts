import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { HttpProgress } from '../../net/http/exchange.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import type { PromptQuestion } from '../../requests/model.ts';
import { isPart, type RequestSource } from '../../requests/source.ts';
import { presentationOf, startedBy, type StartedResult } from '../../requests/words/table.ts';
import type { Shell } from '../shell.ts';
import { messageText } from '../uiText.ts';
import type { EnvironmentOf } from './environments.ts';
import { isActive } from '../registryMirror.ts';
import { FileOutcomes } from './outcomes.ts';

export interface RunOptions {
  /** Indexes of the regions; absent: the whole source. */
  readonly regions?: readonly number[];
  /** It starts with nothing, and what it starts is stopped at its end. A part of a file goes on with what the other parts started. */
  readonly alone?: boolean;
  readonly verifyTls?: boolean;
  readonly insist?: boolean;
  readonly onOutcome?: (outcome: RequestOutcome, progress?: HttpProgress) => void;
  /** Cancels the run. */
  readonly abort?: AbortController;
}

/** Of what the requests of a text started, these have stopped. */
export interface Stopped {
  /** Of its source. */
  readonly id: string;
  readonly which: (started: StartedResult) => boolean;
}

type RunsOptions = Pick<Shell, 'engine' | 'registry' | 'firstSteps'> & { readonly environment: EnvironmentOf };

/** The runs of requests in this window, and what became of each request: by the ids of their sources. */
export class RequestRuns implements vscode.Disposable {
  readonly #options: RunsOptions;
  readonly #outcomes = new Map<string, FileOutcomes>();
  /** Runs under way, each with the source it is of. */
  readonly #running = new Map<AbortController, string>();
  /** Sessions for which the engine keeps results and servers, and the sources that were run in each. */
  readonly #sessions = new Map<string, Set<string>>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #stopped = new vscode.EventEmitter<Stopped>();
  readonly #disposables: vscode.Disposable;

  /** Something became of a request of the source with this id, or what runs of it changed. */
  readonly onDidChange = this.#changed.event;
  /** Servers or programs of a source have stopped. */
  readonly onDidStop = this.#stopped.event;

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#disposables = vscode.Disposable.from(
      this.#changed,
      this.#stopped,
      options.engine.onEnded(() => {
        this.#sessions.clear();
        this.#tellStopped(this.#outcomes.keys(), () => true);
      }),
      options.registry.onDidChange(({ before, after }) => {
        // A person may stop a server in the tree.
        const ended = new Set(before.endpoints.filter(isActive).map(({ id }) => id));
        for (const endpoint of after.endpoints) if (isActive(endpoint)) ended.delete(endpoint.id);
        if (ended.size === 0) return;
        this.#tellStopped(this.#outcomes.keys(), ({ endpoint }) => endpoint !== undefined && ended.has(endpoint));
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#outcomes.get(document.uri.toString())?.edit(contentChanges);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#outcomes.delete(uri.toString());
        void this.end(uri.toString());
      }),
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => void this.end(uri.toString())),
    );
  }

  outcomes(id: string): FileOutcomes {
    let outcomes = this.#outcomes.get(id);
    if (outcomes === undefined) this.#outcomes.set(id, (outcomes = new FileOutcomes()));
    return outcomes;
  }

  isRunning(id: string): boolean {
    return [...this.#running.values()].includes(id);
  }

  /** Servers or programs that requests of the source started one by one run. */
  hasStarted({ id, session }: RequestSource): boolean {
    if (!this.#sessions.has(session)) return false;
    const started = this.outcomes(id).all.map(({ outcome }) => startedBy(outcome.result));
    return started.some((one) => one !== undefined && one.stopped !== true);
  }

  /** Each outcome is told as its request begins, as it goes on, and when it is over; those are in the summary too. */
  async run(source: RequestSource, options: RunOptions = {}): Promise<RunSummary> {
    const { id, session } = source;
    const { regions, verifyTls, insist, onOutcome, abort = new AbortController() } = options;
    const { engine, environment } = this.#options;
    const keeps = options.alone !== true || isPart(source);
    if (!keeps) {
      // What was started one by one would hold its ports.
      await this.end(session);
      this.outcomes(id).clear();
    }
    const { variables, problem } = await environment(vscode.Uri.parse(session));
    // As in a terminal: what the requests would see of it is not what was meant.
    if (problem !== undefined) throw new WirebenchError({ code: 'bad-environment', message: problem });
    this.#running.set(abort, id);
    const touched = keeps ? (this.#sessions.get(session) ?? new Set()) : new Set<string>();
    if (keeps) this.#sessions.set(session, touched);
    this.#changed.fire(id);
    const over = new vscode.CancellationTokenSource();
    const outcomes: RequestOutcome[] = [];
    try {
      const end = await engine.request(
        'run.start',
        {
          ...{ source, keeps, trusted: vscode.workspace.isTrusted },
          ...(regions && { regions }),
          ...(Object.keys(variables).length > 0 && { variables }),
          ...(verifyTls === false && { verifyTls }),
          ...(insist === true && { insist }),
        },
        {
          signal: abort.signal,
          onReport: ({ outcome, progress }) => {
            const place = outcome.part ?? id;
            touched.add(place);
            this.outcomes(place).set(outcome);
            this.#did(outcome);
            this.#changed.fire(place);
            if (outcome.state !== 'running') outcomes.push(outcome);
            onOutcome?.(outcome, progress);
          },
          onAsk: (question) => ask(question, over.token),
        },
      );
      return { ...end, outcomes };
    } finally {
      // Nobody waits for the answer to a question any more.
      over.cancel();
      over.dispose();
      this.#running.delete(abort);
      if (!keeps) this.#tellStopped(touched, () => true);
      this.#changed.fire(id);
    }
  }

  /** Cancels the runs of a source, or all. */
  cancel(id?: string): number {
    const runs = [...this.#running].filter(([, of]) => id === undefined || of === id);
    for (const [abort] of runs) abort.abort();
    return runs.length;
  }

  /** Stops what the requests of a session started, and forgets their results. */
  async end(session: string): Promise<void> {
    const { engine } = this.#options;
    const touched = this.#sessions.get(session);
    if (touched === undefined) return;
    this.#sessions.delete(session);
    if (!engine.isStarted) return;
    await engine.request('run.endSession', { session }).catch(() => null);
    this.#tellStopped(touched, () => true);
    for (const id of touched) this.#changed.fire(id);
  }

  #tellStopped(ids: Iterable<string>, which: Stopped['which']): void {
    for (const id of ids) {
      this.#stopped.fire({ id, which });
      if (this.#outcomes.get(id)?.stopped(which)) this.#changed.fire(id);
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Ticks the steps of the walkthrough that the outcome of a request is. */
  #did({ state, result }: RequestOutcome): void {
    if (state !== 'passed' && state !== 'failed') return;
    const { firstSteps } = this.#options;
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
