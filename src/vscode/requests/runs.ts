import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { GrownNotice } from '../../engine/messages.ts';
import type { HttpProgress } from '../../net/http/exchange.ts';
import type { RequestOutcome, RunSummary } from '../../requests/run/outcome.ts';
import type { RunStart } from '../../requests/run/requests.ts';
import type { PromptQuestion } from '../../requests/model.ts';
import { isPart, type RequestSource } from '../../requests/source.ts';
import { presentationOf, startedBy, type StartedResult } from '../../requests/words/table.ts';
import { perform, type Acting } from '../act.ts';
import type { Shell } from '../shell.ts';
import { messageText } from '../uiText.ts';
import type { EnvironmentOf } from './environments.ts';
import { isActive } from '../registryMirror.ts';
import { readSettings } from '../settings.ts';
import type * as debugging from './debugging.ts';
import { FileOutcomes } from './outcomes.ts';
import { verdictOf } from './verdict.ts';

export interface RunOptions {
  /** Indexes of the regions. Default: the whole source. */
  readonly regions?: readonly number[];
  /**
   * True if the run starts with no earlier results, and stops at its end the servers and programs that it started. A
   * part of a file continues with those of the other parts.
   */
  readonly alone?: boolean;
  readonly verifyTls?: boolean;
  readonly insist?: boolean;
  /** Collects the facts about a request that fails, for its diagnosis. */
  readonly evidence?: boolean;
  /** Programs start under the debugger of the editor. */
  readonly debug?: boolean;
  /** A program runs under it. */
  readonly onAttached?: () => void;
  readonly onOutcome?: (outcome: RequestOutcome, progress?: HttpProgress) => void;
  /** Cancels the run. */
  readonly abort?: AbortController;
}

/** Servers or programs that requests of a source started, and that have stopped. */
export interface Stopped {
  /** The id of the source. */
  readonly id: string;
  readonly which: (started: StartedResult) => boolean;
}

/** The outcome of a request, whose program has told more since. */
export interface Grown {
  /** The id of the source. */
  readonly id: string;
  readonly region: number;
  readonly outcome: RequestOutcome;
}

/** Loaded with the first program that is debugged. */
type Debugging = typeof debugging;

type RunsOptions = Acting & Pick<Shell, 'firstSteps'> & { readonly environment: EnvironmentOf };

function pythonFor(file: vscode.Uri): NonNullable<RunStart['python']> {
  const within = vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath;
  return { interpreter: readSettings().python, ...(within !== undefined && { within }) };
}

/** The runs of requests in this window, and the outcome of each request, by the ids of their sources. */
export class RequestRuns implements vscode.Disposable {
  readonly #options: RunsOptions;
  readonly #outcomes = new Map<string, FileOutcomes>();
  /** The current runs, each with the id of its source. */
  readonly #running = new Map<AbortController, string>();
  /** Sessions for which the engine keeps results and servers, each with the sources that were run in it. */
  readonly #sessions = new Map<string, Set<string>>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #stopped = new vscode.EventEmitter<Stopped>();
  readonly #grown = new vscode.EventEmitter<Grown>();
  readonly #disposables: vscode.Disposable;
  #watching: vscode.Disposable | undefined;

  /** An outcome of the source with this id changed, or one of its runs began or ended. */
  readonly onDidChange = this.#changed.event;
  /** Servers or programs of a source have stopped. */
  readonly onDidStop = this.#stopped.event;
  /** A program that a source started, and that goes on, has printed more or ended. */
  readonly onDidGrow = this.#grown.event;

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#disposables = vscode.Disposable.from(
      this.#changed,
      this.#stopped,
      this.#grown,
      options.engine.onNotice((notice) => {
        if (notice.kind === 'grown') this.#didGrow(notice);
      }),
      options.engine.onEnded(() => {
        this.#sessions.clear();
        this.#tellStopped(this.#outcomes.keys(), () => true);
      }),
      options.registry.onDidChange(({ before, after }) => {
        // The user may stop a server in the tree.
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

  /** True if servers or programs run that were started by single requests of the source. */
  hasStarted({ id, session }: RequestSource): boolean {
    if (!this.#sessions.has(session)) return false;
    const started = this.outcomes(id).all.map(({ outcome }) => startedBy(outcome.result));
    return started.some((one) => one !== undefined && one.stopped !== true);
  }

  /** Reports each outcome when its request begins, progresses and ends. The summary has the final outcomes too. */
  async run(source: RequestSource, options: RunOptions = {}): Promise<RunSummary> {
    const { id, session } = source;
    const { regions, verifyTls, insist, evidence, debug, onOutcome, abort = new AbortController() } = options;
    const debugging = debug === true ? await this.#debugging() : undefined;
    const { environment } = this.#options;
    const keeps = options.alone !== true || isPart(source);
    if (!keeps) {
      // Servers started by single requests would hold their ports.
      await this.end(session);
      this.outcomes(id).clear();
    }
    const { variables, problem } = await environment(vscode.Uri.parse(session));
    // As in a terminal: with a faulty environment, requests would see wrong values.
    if (problem !== undefined) throw new WirebenchError({ code: 'bad-environment', message: problem });
    this.#running.set(abort, id);
    const touched = keeps ? (this.#sessions.get(session) ?? new Set()) : new Set<string>();
    if (keeps) this.#sessions.set(session, touched);
    this.#changed.fire(id);
    const over = new vscode.CancellationTokenSource();
    try {
      return await perform(
        this.#options,
        'runRequests',
        {
          ...{ source, keeps },
          ...(regions && { regions }),
          ...(Object.keys(variables).length > 0 && { variables }),
          ...(verifyTls === false && { verifyTls }),
          ...(insist === true && { insist }),
          ...(evidence === true && { evidence }),
          ...(debugging && { debug: debugging.debuggersHere() }),
          python: pythonFor(vscode.Uri.parse(session)),
        },
        {
          signal: abort.signal,
          onReport: ({ outcome, progress }) => {
            const place = outcome.part ?? id;
            touched.add(place);
            this.outcomes(place).set(outcome);
            this.#did(outcome);
            this.#changed.fire(place);
            onOutcome?.(outcome, progress);
          },
          onAsk: (question) => {
            if (!('debug' in question)) return ask(question, over.token);
            return debugging!.attach(question.debug, session).then((answer) => {
              if (answer !== null) options.onAttached?.();
              return answer;
            });
          },
        },
      );
    } finally {
      // Open questions have no use after the run.
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

  /** Stops the servers and programs that requests of a session started, and forgets their results. */
  async end(session: string): Promise<void> {
    const touched = this.#sessions.get(session);
    if (touched === undefined) return;
    this.#sessions.delete(session);
    if (!this.#options.engine.isStarted) return;
    await perform(this.#options, 'endRequestSession', { session }, {}).catch(() => null);
    this.#tellStopped(touched, () => true);
    for (const id of touched) this.#changed.fire(id);
  }

  #didGrow({ source: id, region, result }: GrownNotice): void {
    const outcomes = this.#outcomes.get(id);
    const before = outcomes?.of(region)?.outcome;
    const outcome = outcomes?.grown(region, result);
    if (before === undefined || outcome === undefined) return;
    this.#grown.fire({ id, region, outcome });
    // The lines of the file show its verdict alone.
    if (verdictOf(before) !== verdictOf(outcome)) this.#changed.fire(id);
  }

  #tellStopped(ids: Iterable<string>, which: Stopped['which']): void {
    for (const id of ids) {
      this.#stopped.fire({ id, which });
      if (this.#outcomes.get(id)?.stopped(which)) this.#changed.fire(id);
    }
  }

  async #debugging(): Promise<Debugging> {
    const loaded = await import('./debugging.ts');
    const { engine } = this.#options;
    this.#watching ??= loaded.watchDebuggers((session, held) => {
      if (engine.isStarted) void engine.request('run.hold', { session, held }).catch(() => null);
    });
    return loaded;
  }

  dispose(): void {
    this.#watching?.dispose();
    this.#disposables.dispose();
  }

  /** Ticks the steps of the walkthrough that a request's outcome completes. */
  #did({ state, result }: RequestOutcome): void {
    if (state !== 'passed' && state !== 'failed') return;
    const { firstSteps } = this.#options;
    firstSteps.did('file');
    const { exchange, names } = result ? presentationOf(result) : {};
    if (exchange) firstSteps.did('http');
    if (names) firstSteps.did('dns');
  }
}

/** The value of a `# @prompt`; null if the user gives up, or the token is cancelled. */
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
